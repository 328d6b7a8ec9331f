"""Addresses of the registration.

None of these pages is kept by a browser or a proxy.
"""

from django.urls import URLPattern

from uketsuke.doors.portal.registration import views
from uketsuke.doors.shared.machine.private import private_page

urlpatterns: list[URLPattern] = [
    private_page("register/", views.register, "register"),
    private_page("register/<uuid:token>/", views.registered, "registered"),
    private_page("register/<uuid:token>/photo/", views.send_photo, "photo_send"),
    private_page("register/<uuid:token>/photo/<int:pk>/back/", views.take_photo_back, "photo_back"),
]
