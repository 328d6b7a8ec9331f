"""Addresses of the till, the papers and the administration.

None of these pages is kept by a browser or a proxy.
"""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.cache import cache_control

from uketsuke.doors.counter import till


def _page(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    return path(route, cache_control(private=True, no_store=True)(view), name=name)


urlpatterns: list[URLPattern] = [
    _page("bookings/<slug:number>/till/", till.show, "till"),
    _page("bookings/<slug:number>/permit.pdf", till.permit, "permit"),
    _page("receipts/<slug:number>.pdf", till.receipt, "receipt"),
]
