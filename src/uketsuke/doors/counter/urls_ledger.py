"""Addresses of the ledger screen, finding groups, booking for them, blocks."""

from django.urls import URLPattern, path

from uketsuke.doors.counter import calls, ledger, login, phone

urlpatterns: list[URLPattern] = [
    path("", ledger.show, name="ledger"),
    path("login/", login.enter, name="login"),
    path("logout/", login.leave, name="logout"),
    path("find/", calls.find, name="find"),
    path("groups/<str:number>/", calls.group, name="group"),
    path("book/", phone.take, name="book"),
]
