"""Addresses of the lottery. None of these pages is kept by a browser or a proxy."""

from django.urls import URLPattern

from uketsuke.doors.counter import lottery, lottery_ceremony, lottery_letters, lottery_report
from uketsuke.doors.shared.private import private_page

ROUND = "lottery/<slug:code>/"
ENTRY = "lottery/entries/<slug:receipt>/"

urlpatterns: list[URLPattern] = [
    private_page("lottery/", lottery.index, "lottery"),
    private_page(ENTRY, lottery.entry, "entry"),
    private_page(f"{ENTRY}change/", lottery.change, "entry_change"),
    private_page(f"{ENTRY}withdraw/", lottery.withdraw, "entry_withdraw"),
    private_page(f"{ENTRY}confirm/", lottery.confirm, "entry_confirm"),
    private_page(ROUND, lottery.show, "round"),
    private_page(f"{ROUND}enter/", lottery.enter, "lottery_enter"),
    private_page(f"{ROUND}parties/", lottery_ceremony.parties, "parties"),
    private_page(f"{ROUND}parties/decide/", lottery_ceremony.decide, "party_decide"),
    private_page(f"{ROUND}freeze/", lottery_ceremony.freeze, "round_freeze"),
    private_page(f"{ROUND}draw/", lottery_ceremony.draw, "draw"),
    private_page(f"{ROUND}draw/propose/", lottery_ceremony.propose, "redraw_propose"),
    private_page(f"{ROUND}draw/again/", lottery_ceremony.again, "redraw"),
    private_page(f"{ROUND}settle/", lottery_ceremony.settle, "round_settle"),
    private_page(f"{ROUND}letters.pdf", lottery_letters.letters, "lottery_letters"),
    private_page(f"{ROUND}letters/sent/", lottery_letters.sent, "lottery_letters_sent"),
    private_page(f"{ROUND}report/", lottery_report.report, "lottery_report"),
]
