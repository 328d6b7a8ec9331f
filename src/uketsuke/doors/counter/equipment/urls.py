"""Addresses of equipment and dressing rooms: 附帯設備・楽屋.

None of these pages is kept by a browser or a proxy.
"""

from django.urls import URLPattern

from uketsuke.doors.counter.equipment import items, things
from uketsuke.doors.shared.machine.private import private_page

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
]
