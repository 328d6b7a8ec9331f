"""Addresses of the outages.

None of these pages is kept by a browser or a proxy.
"""

from django.urls import URLPattern

from uketsuke.doors.counter.outages import views
from uketsuke.doors.shared.machine.private import private_page

urlpatterns: list[URLPattern] = [
    private_page("outages/", views.index, "outages"),
    private_page("outages/enter/", views.enter, "outage_enter"),
    private_page("outages/<int:pk>/confirm/", views.confirm, "outage_confirm"),
    private_page("outages/<int:pk>/withdraw/", views.withdraw, "outage_withdraw"),
]
