"""Addresses of the texts of notices. None of these pages is kept by a browser."""

from django.urls import URLPattern

from uketsuke.doors.counter import wordings
from uketsuke.doors.shared.private import private_page

urlpatterns: list[URLPattern] = [
    private_page("wordings/", wordings.index, "wordings"),
    private_page("wordings/<str:kind>/", wordings.edit, "wording"),
    private_page("wordings/<str:kind>/back/", wordings.back, "wording_back"),
]
