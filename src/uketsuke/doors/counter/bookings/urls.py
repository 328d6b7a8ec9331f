"""Addresses of approvals, bookings, blocks and events.

None of these pages is kept by a browser or a proxy.
"""

from django.urls import URLPattern

from uketsuke.doors.counter.bookings import announcing, blocks, booking, decide, queue
from uketsuke.doors.shared.machine.private import private_page

BOOKING = "bookings/<slug:number>/"

urlpatterns: list[URLPattern] = [
    private_page("blocks/", blocks.index, "blocks"),
    private_page("blocks/new/", blocks.new, "block_new"),
    private_page("blocks/<int:pk>/", blocks.show, "block"),
    private_page("blocks/<int:pk>/approve/", blocks.approve, "block_approve"),
    private_page("blocks/<int:pk>/end/", blocks.end, "block_end"),
    private_page("bookings/<slug:number>/announce/", announcing.announce, "announce"),
    private_page("queue/", queue.show, "queue"),
    private_page(BOOKING, booking.show, "booking"),
    private_page(f"{BOOKING}approve/", decide.approve, "booking_approve"),
    private_page(f"{BOOKING}refuse/", decide.refuse, "booking_refuse"),
    private_page(f"{BOOKING}wait/", decide.wait, "booking_wait"),
    private_page(f"{BOOKING}cancel/", decide.cancel, "booking_cancel"),
    private_page(f"{BOOKING}undo/", decide.undo, "booking_undo"),
    private_page(f"{BOOKING}close/", decide.close, "booking_close"),
]
