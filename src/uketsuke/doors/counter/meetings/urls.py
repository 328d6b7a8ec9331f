"""Addresses of the meetings before a use.

None of these pages is kept by a browser or a proxy.
"""

from django.urls import URLPattern

from uketsuke.doors.counter.meetings import offers, views
from uketsuke.doors.shared.machine.private import private_page

urlpatterns: list[URLPattern] = [
    private_page("meetings/", views.index, "meetings"),
    private_page("meetings/offers/", offers.show, "meeting_offers"),
    private_page("meetings/offers/<slug:hall>/add/", offers.add, "offer_add"),
    private_page("meetings/offers/<slug:hall>/need/", offers.need, "meeting_need"),
    private_page("meetings/offers/<int:pk>/end/", offers.withdraw, "offer_end"),
    private_page("meetings/<int:pk>/cancel/", views.cancel, "meeting_cancel"),
    private_page("meetings/<int:pk>/hold/", views.hold, "meeting_hold"),
    private_page("bookings/<slug:number>/meeting/", views.show, "meeting"),
    private_page("bookings/<slug:number>/meeting/book/", views.book, "meeting_book"),
    private_page("bookings/<slug:number>/sheet/", views.write, "sheet"),
    private_page("bookings/<slug:number>/meeting.pdf", views.printed, "meeting_paper"),
]
