"""Addresses of the waiting list and of saved searches.

None of these pages is kept by a browser or a proxy.
"""

from django.urls import URLPattern

from uketsuke.doors.portal.waiting import views
from uketsuke.doors.shared.machine.private import private_page

urlpatterns: list[URLPattern] = [
    private_page("my/waiting/", views.index, "waiting"),
    private_page("my/waiting/join/", views.join, "waiting_join"),
    private_page("my/waiting/<int:pk>/leave/", views.leave, "waiting_leave"),
    private_page("my/offers/<int:pk>/", views.accept, "offer"),
    private_page("my/offers/<int:pk>/decline/", views.decline, "offer_decline"),
    private_page("my/searches/keep/", views.keep, "search_keep"),
    private_page("my/searches/<int:pk>/drop/", views.drop, "search_drop"),
]
