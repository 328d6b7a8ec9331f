"""Addresses of the waiting list. None of these pages is kept by a browser."""

from django.urls import URLPattern

from uketsuke.doors.counter import waiting
from uketsuke.doors.shared.private import private_page

urlpatterns: list[URLPattern] = [
    private_page("waiting/", waiting.index, "waiting"),
    private_page("waiting/new/", waiting.new, "waiting_new"),
    private_page("waiting/<int:pk>/leave/", waiting.leave, "waiting_leave"),
    private_page("waiting/offers/<int:pk>/", waiting.offer, "waiting_offer"),
    private_page("waiting/offers/<int:pk>/decline/", waiting.decline, "waiting_decline"),
]
