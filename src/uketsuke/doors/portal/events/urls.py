"""Addresses of public events.

None of the private pages is kept by a browser or a proxy.
"""

from django.urls import URLPattern, path

from uketsuke.doors.portal.events import announcing, events
from uketsuke.doors.shared.machine.private import private_page

urlpatterns: list[URLPattern] = [
    path("events/", events.month, name="events"),
    path("events/<str:month>/", events.month, name="events_month"),
    path("signage/<slug:hall>/", events.signage, name="signage"),
    private_page("my/bookings/<own_number:number>/announce/", announcing.announce, "announce"),
]
