"""Addresses of the outages."""

from django.urls import URLPattern

from uketsuke.doors.counter import outages
from uketsuke.doors.shared.private import private_page

urlpatterns: list[URLPattern] = [
    private_page("outages/", outages.index, "outages"),
    private_page("outages/enter/", outages.enter, "outage_enter"),
    private_page("outages/<int:pk>/confirm/", outages.confirm, "outage_confirm"),
    private_page("outages/<int:pk>/withdraw/", outages.withdraw, "outage_withdraw"),
]
