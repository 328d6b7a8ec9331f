"""Addresses of the way to a booking.

None of these pages is kept by a browser or a proxy.
"""

from django.urls import URLPattern

from uketsuke.doors.portal.booking import things, views
from uketsuke.doors.shared.machine.private import private_page

urlpatterns: list[URLPattern] = [
    private_page("book/", views.choose, "choose"),
    private_page("book/<uuid:token>/", views.describe, "describe"),
    private_page("book/<uuid:token>/confirm/", views.confirm, "confirm"),
    private_page("book/<uuid:token>/done/", views.done, "done"),
    private_page("book/<uuid:token>/extend/", views.extend, "extend"),
    private_page("book/<uuid:token>/drop/", views.drop, "drop"),
    private_page("my/requests/<uuid:token>/withdraw/", views.request_withdraw, "request_withdraw"),
    private_page("book/<uuid:token>/things/", things.choose, "choose_things"),
    private_page("my/bookings/<own_number:number>/things/", things.show, "things"),
]
