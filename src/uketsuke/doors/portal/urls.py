"""Addresses of the citizen's portal: those of each folder."""

from django.urls import path

from uketsuke.doors.portal import manual, pages
from uketsuke.doors.portal.accounts import urls as accounts
from uketsuke.doors.portal.availability import urls as availability
from uketsuke.doors.portal.booking import urls as booking
from uketsuke.doors.portal.events import urls as events
from uketsuke.doors.portal.looking import urls as looking
from uketsuke.doors.portal.lottery import urls as lottery
from uketsuke.doors.portal.my import urls as my
from uketsuke.doors.portal.registration import urls as registration
from uketsuke.doors.portal.waiting import urls as waiting

app_name = "portal"
urlpatterns = [
    path("guide/pages/", pages.pages, name="pages"),
    path("guide/manual/", manual.contents, name="manual"),
    path("guide/manual/<slug:word>/", manual.chapter, name="chapter"),
    *accounts.urlpatterns,
    *availability.urlpatterns,
    *booking.urlpatterns,
    *events.urlpatterns,
    *looking.urlpatterns,
    *lottery.urlpatterns,
    *my.urlpatterns,
    *registration.urlpatterns,
    *waiting.urlpatterns,
]
