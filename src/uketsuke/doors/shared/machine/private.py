"""人に見せないページ: what no browser and no proxy may keep."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.cache import cache_control


def private_page(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    """An address whose page nobody keeps: it shows what belongs to a group or to staff."""
    return path(route, cache_control(private=True, no_store=True)(view), name=name)
