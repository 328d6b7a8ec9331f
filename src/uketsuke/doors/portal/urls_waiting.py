"""Addresses of the waiting list and of saved searches. None of these pages is kept by a browser."""

from django.urls import URLPattern

from uketsuke.doors.portal import waiting
from uketsuke.doors.shared.private import private_page

urlpatterns: list[URLPattern] = [
    private_page("my/waiting/", waiting.index, "waiting"),
    private_page("my/waiting/join/", waiting.join, "waiting_join"),
    private_page("my/waiting/<int:pk>/leave/", waiting.leave, "waiting_leave"),
    private_page("my/offers/<int:pk>/", waiting.accept, "offer"),
    private_page("my/offers/<int:pk>/decline/", waiting.decline, "offer_decline"),
    private_page("my/searches/keep/", waiting.keep, "search_keep"),
    private_page("my/searches/<int:pk>/drop/", waiting.drop, "search_drop"),
]
