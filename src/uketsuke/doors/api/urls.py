"""Addresses of the API and of the calendars."""

from django.urls import URLPattern, path

from uketsuke.doors.api import feeds, openapi
from uketsuke.doors.api.asking import Endpoint, NoForm, missing, view
from uketsuke.doors.api.endpoints import ENDPOINTS

app_name = "api"


def _document() -> dict[str, object]:
    return openapi.document(ENDPOINTS)


DOCUMENT = Endpoint("openapi.json", "この文書", _document, NoForm, {"type": "object"})
urlpatterns: list[URLPattern] = [
    *(path(f"api/v1/{each.path}", view(each), name=each.path) for each in ENDPOINTS),
    path("api/v1/openapi.json", view(DOCUMENT), name="openapi"),
    path("api/<path:path>", missing),
    path("calendar/groups/<str:key>.ics", feeds.group, name="group_feed"),
    path("calendar/<slug:hall>/<slug:room>.ics", feeds.room, name="room_feed"),
]
