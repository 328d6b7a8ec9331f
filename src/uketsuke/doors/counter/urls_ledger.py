"""Addresses of the ledger screen, finding groups, booking for them, blocks."""

from django.urls import URLPattern, path

from uketsuke.doors.counter import blocks, calls, ledger, login, phone

urlpatterns: list[URLPattern] = [
    path("", ledger.show, name="ledger"),
    path("login/", login.enter, name="login"),
    path("logout/", login.leave, name="logout"),
    path("find/", calls.find, name="find"),
    path("groups/<str:number>/", calls.group, name="group"),
    path("book/", phone.take, name="book"),
    path("blocks/", blocks.index, name="blocks"),
    path("blocks/new/", blocks.new, name="block_new"),
    path("blocks/<int:pk>/", blocks.show, name="block"),
    path("blocks/<int:pk>/approve/", blocks.approve, name="block_approve"),
    path("blocks/<int:pk>/end/", blocks.end, name="block_end"),
]
