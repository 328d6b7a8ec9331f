"""Addresses of the lottery.

None of the private pages is kept by a browser or a proxy.
"""

from django.urls import URLPattern, path

from uketsuke.doors.portal.lottery import check, entry, views
from uketsuke.doors.shared.machine.private import private_page

urlpatterns: list[URLPattern] = [
    path("lottery/", views.index, name="lottery"),
    path("lottery/verify/", check.lottery_verify, name="lottery_verify"),
    path("lottery/<slug:code>/", views.show, name="round"),
    path("lottery/<slug:code>/record.json", views.record_json, name="record_json"),
    private_page("lottery/<slug:code>/enter/", entry.enter, "lottery_enter"),
    private_page("my/entries/<slug:receipt>/", entry.entry, "entry"),
    private_page("my/entries/<slug:receipt>/change/", entry.change, "entry_change"),
    private_page("my/entries/<slug:receipt>/withdraw/", entry.withdraw, "entry_withdraw"),
    private_page("my/entries/<slug:receipt>/confirm/", entry.confirm, "entry_confirm"),
]
