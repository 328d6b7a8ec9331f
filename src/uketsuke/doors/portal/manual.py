"""利用者の手引き: a page for each chapter, and which chapter helps on which screen."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from uketsuke.doors.shared.entrance.guards import everyone
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.words.manuals import manual, opened

NAME = "citizen"
# この画面の使い方: the page's name, then the chapter (and the place in it) that helps there.
HELP = {
    "front": "start",
    "guide": "start",
    "register": "register",
    "registered": "register",
    "availability": "find",
    "month": "find#month",
    "week": "find#week",
    "day": "find#week",
    "search": "find#search",
    "price": "price",
    "events": "find#events",
    "events_month": "find#events",
    "statistics": "find#events",
    "choose": "book#choose",
    "describe": "book#describe",
    "choose_things": "book#things",
    "confirm": "book#confirm",
    "done": "book#done",
    "my": "after",
    "past": "after",
    "booking": "after#booking",
    "things": "book#things",
    "meeting": "after#meeting",
    "change": "after#change",
    "cancel": "after#cancel",
    "pay": "pay",
    "paid": "pay",
    "reduction": "pay#reduction",
    "lottery": "lottery",
    "round": "lottery",
    "lottery_verify": "lottery#verify",
    "lottery_enter": "lottery#enter",
    "entry": "lottery#result",
    "entry_change": "lottery#enter",
    "entry_confirm": "lottery#confirm-win",
    "waiting": "waiting",
    "waiting_join": "waiting",
    "offer": "waiting#offer",
    "notices": "notices",
    "notice": "notices",
    "telling": "notices#mail",
    "feed": "notices#calendar",
    "login": "login",
    "second": "login#second",
    "forgotten": "login#forgotten",
    "password": "login#forgotten",
    "password_change": "login#forgotten",
    "security": "login#second",
    "record": "record",
    "renew": "record#renew",
    "record-change": "record#record-change",
    "suspension": "trouble",
}


@everyone
@require_safe
def contents(request: Visit) -> HttpResponse:
    """目次."""
    return render(request, "portal/manual.html", {"manual": manual(NAME)})


@everyone
@require_safe
def chapter(request: Visit, word: str) -> HttpResponse:
    """一つの章."""
    return render(request, "portal/manual_chapter.html", {"opened": opened(NAME, word)})
