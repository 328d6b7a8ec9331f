"""Addresses of finding a group and booking for it.

None of these pages is kept by a browser or a proxy.
"""

from django.urls import URLPattern

from uketsuke.doors.counter.phone import book, calls
from uketsuke.doors.shared.machine.private import private_page

urlpatterns: list[URLPattern] = [
    private_page("find/", calls.find, "find"),
    private_page("groups/<str:number>/", calls.group, "group"),
    private_page("book/", book.take, "book"),
]
