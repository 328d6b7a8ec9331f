"""Addresses of the ledger screen, finding groups, booking for them, blocks.

None of these pages is kept by a browser or a proxy.
"""

from django.urls import URLPattern

from uketsuke.doors.counter import (
    blocks,
    calls,
    keys,
    ledger,
    login,
    manual,
    pages,
    phone,
    urls_today,
)
from uketsuke.doors.shared.private import private_page

urlpatterns: list[URLPattern] = [
    private_page("", ledger.show, "ledger"),
    private_page("login/", login.enter, "login"),
    private_page("login/check/", login.check, "second"),
    private_page("unlock/", login.unlock, "unlock"),
    private_page("password/", login.password, "password"),
    private_page("security/", login.security, "security"),
    private_page("logout/", login.leave, "logout"),
    private_page("keys/", keys.show, "keys"),
    private_page("pages/", pages.pages, "pages"),
    private_page("manual/", manual.contents, "manual"),
    private_page("manual/<slug:word>/", manual.chapter, "chapter"),
    private_page("find/", calls.find, "find"),
    private_page("groups/<str:number>/", calls.group, "group"),
    private_page("book/", phone.take, "book"),
    private_page("blocks/", blocks.index, "blocks"),
    private_page("blocks/new/", blocks.new, "block_new"),
    private_page("blocks/<int:pk>/", blocks.show, "block"),
    private_page("blocks/<int:pk>/approve/", blocks.approve, "block_approve"),
    private_page("blocks/<int:pk>/end/", blocks.end, "block_end"),
    *urls_today.urlpatterns,
]
