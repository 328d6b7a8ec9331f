"""Addresses of the desk: approvals, bookings, registration, till, papers, accounts.

None of these pages is kept by a browser or a proxy.
"""

from django.urls import URLPattern

from uketsuke.doors.counter import (
    booking,
    decide,
    queue,
    urls_letters,
    urls_money,
    urls_protection,
    urls_registering,
    urls_wordings,
)
from uketsuke.doors.shared.private import private_page

BOOKING = "bookings/<slug:number>/"

urlpatterns: list[URLPattern] = [
    private_page("queue/", queue.show, "queue"),
    private_page(BOOKING, booking.show, "booking"),
    private_page(f"{BOOKING}approve/", decide.approve, "booking_approve"),
    private_page(f"{BOOKING}refuse/", decide.refuse, "booking_refuse"),
    private_page(f"{BOOKING}wait/", decide.wait, "booking_wait"),
    private_page(f"{BOOKING}cancel/", decide.cancel, "booking_cancel"),
    private_page(f"{BOOKING}undo/", decide.undo, "booking_undo"),
    private_page(f"{BOOKING}close/", decide.close, "booking_close"),
    *urls_registering.urlpatterns,
    *urls_letters.urlpatterns,
    *urls_wordings.urlpatterns,
    *urls_money.urlpatterns,
    *urls_protection.urlpatterns,
]
