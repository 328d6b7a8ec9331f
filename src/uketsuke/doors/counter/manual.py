"""窓口の手引き: a page for each chapter, and which chapter helps on which screen."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.words.manuals import manual, opened
from uketsuke.identity.models import STAFF

NAME = "counter"
# この画面の使い方: the page's name, then the chapter (and the place in it) that helps there.
HELP = {
    "security": "start#second",
    "password": "start#second",
    "keys": "keys",
    "ledger": "day#ledger",
    "today": "day#today",
    "today_record": "day#today",
    "today_sheet": "day#sheet",
    "find": "phone#find",
    "group": "phone#group",
    "book": "phone",
    "queue": "approval",
    "booking": "approval",
    "booking_cancel": "phone#cancel",
    "move": "phone#move",
    "till": "till",
    "dues": "till#dues",
    "account": "till#refund",
    "refunds": "till#refund",
    "reductions": "till#reduction",
    "bank": "till#bank",
    "bank_file": "till#bank",
    "close": "till#close",
    "closed": "till#close",
    "months": "statistics#months",
    "open_accounts": "statistics#months",
    "entries": "statistics#months",
    "registrations": "registration",
    "registration": "registration",
    "register": "registration#counter",
    "slip": "registration#slip",
    "eligibility": "registration",
    "expiring": "registration#term",
    "group_renew": "registration#term",
    "group_history": "registration#term",
    "suspension": "registration#suspension",
    "blocks": "blocks",
    "block": "blocks",
    "block_new": "blocks",
    "waiting": "phone#waiting",
    "waiting_new": "phone#waiting",
    "waiting_offer": "phone#waiting",
    "equipment": "equipment",
    "things": "equipment",
    "items": "equipment#items",
    "item": "equipment#items",
    "meetings": "equipment#meetings",
    "meeting_offers": "equipment#meetings",
    "meeting": "equipment#meetings",
    "lottery": "lottery",
    "round": "lottery",
    "lottery_enter": "lottery#enter",
    "entry": "lottery#enter",
    "parties": "lottery#parties",
    "draw": "lottery#draw",
    "lottery_report": "lottery#after",
    "letters": "notices",
    "letters_batch": "notices",
    "unreached": "notices#unreached",
    "group_telling": "notices#unreached",
    "wordings": "notices#wordings",
    "wording": "notices#wordings",
    "statistics": "statistics",
    "statistics_behind": "statistics",
    "people": "manage",
    "networks": "manage#networks",
    "tariffs": "manage#tariffs",
    "tariff_edit": "manage#tariffs",
    "tariff_changes": "manage#tariffs",
    "tariff_trial": "manage#tariffs",
    "rules": "manage#rules",
    "rulebook": "manage#rules",
    "rule_change": "manage#rules",
    "protection": "protection",
    "inventory": "protection",
    "audit": "protection#analysis",
    "analysis": "protection#analysis",
    "exports": "protection#exports",
    "export": "protection#exports",
    "erasure": "protection#erasure",
    "retention": "protection#erasure",
    "closing": "protection#erasure",
    "works": "protection#works",
    "incidents": "incident",
    "incident": "incident",
    "outages": "offline#outages",
}


@staff(*STAFF)
@require_safe
def contents(request: Visit) -> HttpResponse:
    """目次."""
    return render(request, "counter/manual/contents.html", {"manual": manual(NAME)})


@staff(*STAFF)
@require_safe
def chapter(request: Visit, word: str) -> HttpResponse:
    """一つの章."""
    return render(request, "counter/manual/chapter.html", {"opened": opened(NAME, word)})
