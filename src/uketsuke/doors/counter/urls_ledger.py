"""Addresses of the ledger screen, finding groups, booking for them, blocks."""

from django.urls import URLPattern, path

from uketsuke.doors.counter import ledger, login

urlpatterns: list[URLPattern] = [
    path("", ledger.show, name="ledger"),
    path("login/", login.enter, name="login"),
    path("logout/", login.leave, name="logout"),
]
