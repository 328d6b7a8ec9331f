"""Addresses of the waiting list.

None of these pages is kept by a browser or a proxy.
"""

from django.urls import URLPattern

from uketsuke.doors.counter.waiting import views
from uketsuke.doors.shared.machine.private import private_page

urlpatterns: list[URLPattern] = [
    private_page("waiting/", views.index, "waiting"),
    private_page("waiting/new/", views.new, "waiting_new"),
    private_page("waiting/<int:pk>/leave/", views.leave, "waiting_leave"),
    private_page("waiting/offers/<int:pk>/", views.offer, "waiting_offer"),
    private_page("waiting/offers/<int:pk>/decline/", views.decline, "waiting_decline"),
]
