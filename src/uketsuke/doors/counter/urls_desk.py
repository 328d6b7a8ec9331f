"""Addresses of the desk: approvals, bookings, registration, till, papers, accounts.

None of these pages is kept by a browser or a proxy.
"""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.cache import cache_control

from uketsuke.doors.counter import booking, decide, queue, urls_money, urls_registering


def _page(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    return path(route, cache_control(private=True, no_store=True)(view), name=name)


BOOKING = "bookings/<slug:number>/"

urlpatterns: list[URLPattern] = [
    _page("queue/", queue.show, "queue"),
    _page(BOOKING, booking.show, "booking"),
    _page(f"{BOOKING}approve/", decide.approve, "booking_approve"),
    _page(f"{BOOKING}refuse/", decide.refuse, "booking_refuse"),
    _page(f"{BOOKING}wait/", decide.wait, "booking_wait"),
    _page(f"{BOOKING}cancel/", decide.cancel, "booking_cancel"),
    _page(f"{BOOKING}undo/", decide.undo, "booking_undo"),
    _page(f"{BOOKING}close/", decide.close, "booking_close"),
    *urls_registering.urlpatterns,
    *urls_money.urlpatterns,
]
