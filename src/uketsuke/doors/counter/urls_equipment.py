"""What goes with a booking: 附帯設備・楽屋. None of these pages is kept by a browser."""

from django.urls import URLPattern

from uketsuke.doors.counter import items, meetings, meetings_offers, things
from uketsuke.doors.shared.private import private_page

ITEM = "equipment/items/<int:pk>/"

urlpatterns: list[URLPattern] = [
    private_page("equipment/", things.waiting, "equipment"),
    private_page("equipment/items/", items.index, "items"),
    private_page("equipment/new/<slug:hall>/", items.new, "item_new"),
    private_page(ITEM, items.show, "item"),
    private_page(f"{ITEM}describe/", items.describe, "item_describe"),
    private_page(f"{ITEM}stock/", items.stock, "item_stock"),
    private_page(f"{ITEM}repair/", items.repair, "item_repair"),
    private_page("equipment/repairs/<int:pk>/end/", items.repaired, "repaired"),
    private_page("bookings/<slug:number>/things/", things.show, "things"),
    private_page("meetings/", meetings.index, "meetings"),
    private_page("meetings/offers/", meetings_offers.show, "meeting_offers"),
    private_page("meetings/offers/<slug:hall>/add/", meetings_offers.add, "offer_add"),
    private_page("meetings/offers/<slug:hall>/need/", meetings_offers.need, "meeting_need"),
    private_page("meetings/offers/<int:pk>/end/", meetings_offers.withdraw, "offer_end"),
    private_page("meetings/<int:pk>/cancel/", meetings.cancel, "meeting_cancel"),
    private_page("meetings/<int:pk>/hold/", meetings.hold, "meeting_hold"),
    private_page("bookings/<slug:number>/meeting/", meetings.show, "meeting"),
    private_page("bookings/<slug:number>/meeting/book/", meetings.book, "meeting_book"),
    private_page("bookings/<slug:number>/sheet/", meetings.write, "sheet"),
    private_page("bookings/<slug:number>/meeting.pdf", meetings.printed, "meeting_paper"),
]
