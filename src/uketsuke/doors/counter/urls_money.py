"""Addresses of the till, the papers and the administration.

None of these pages is kept by a browser or a proxy.
"""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.cache import cache_control

from uketsuke.doors.counter import admin, till


def _page(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    return path(route, cache_control(private=True, no_store=True)(view), name=name)


urlpatterns: list[URLPattern] = [
    _page("bookings/<slug:number>/till/", till.show, "till"),
    _page("bookings/<slug:number>/permit.pdf", till.permit, "permit"),
    _page("receipts/<slug:number>.pdf", till.receipt, "receipt"),
    _page("people/", admin.people, "people"),
    _page("people/new/", admin.add, "person_add"),
    _page("people/<int:pk>/stop/", admin.stop, "person_stop"),
    _page("people/<int:pk>/link/", admin.link, "person_link"),
    _page("networks/", admin.networks, "networks"),
    _page("networks/new/", admin.add_network, "network_add"),
    _page("networks/<int:pk>/remove/", admin.remove_network, "network_remove"),
    _page("tariffs/", admin.tariffs, "tariffs"),
    _page("tariffs/<slug:code>/official/", admin.official, "tariff_official"),
    _page("audit/", admin.audit, "audit"),
]
