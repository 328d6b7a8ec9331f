"""決済会社の画面へ: a page with the button may lead to the provider's, and to nowhere else.

A browser follows a sent form only to addresses that the policy of the page names that has the form.
"""

from collections.abc import Callable
from typing import cast

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpResponse

Render = Callable[..., HttpResponse]


def leading_to_provider(render: Render) -> Render:
    """What draws the page names the provider's address in its policy too."""
    return cast("Render", csp_update({"form-action": [settings.STRIPE_PAGES]})(render))
