"""利用者の画面: what every page of the portal shows around its content."""

from typing import Any

from django import template

from uketsuke.doors.portal.manual import HELP
from uketsuke.doors.shared.words.manuals import help_url

register = template.Library()


@register.simple_tag(takes_context=True)
def manual_url(context: dict[str, Any]) -> str:
    """この画面の使い方: where the manual helps with the page shown, else nothing."""
    return help_url(context, "portal", HELP)
