"""Addresses of the lottery.

None of these pages is kept by a browser or a proxy.
"""

from django.urls import URLPattern

from uketsuke.doors.counter.lottery import ceremony, letters, report, views
from uketsuke.doors.shared.machine.private import private_page

ROUND = "lottery/<slug:code>/"
ENTRY = "lottery/entries/<slug:receipt>/"

urlpatterns: list[URLPattern] = [
    private_page("lottery/", views.index, "lottery"),
    private_page(ENTRY, views.entry, "entry"),
    private_page(f"{ENTRY}change/", views.change, "entry_change"),
    private_page(f"{ENTRY}withdraw/", views.withdraw, "entry_withdraw"),
    private_page(f"{ENTRY}confirm/", views.confirm, "entry_confirm"),
    private_page(ROUND, views.show, "round"),
    private_page(f"{ROUND}enter/", views.enter, "lottery_enter"),
    private_page(f"{ROUND}parties/", ceremony.parties, "parties"),
    private_page(f"{ROUND}parties/decide/", ceremony.decide, "party_decide"),
    private_page(f"{ROUND}freeze/", ceremony.freeze, "round_freeze"),
    private_page(f"{ROUND}draw/", ceremony.draw, "draw"),
    private_page(f"{ROUND}draw/propose/", ceremony.propose, "redraw_propose"),
    private_page(f"{ROUND}draw/again/", ceremony.again, "redraw"),
    private_page(f"{ROUND}settle/", ceremony.settle, "round_settle"),
    private_page(f"{ROUND}letters.pdf", letters.letters, "lottery_letters"),
    private_page(f"{ROUND}letters/sent/", letters.sent, "lottery_letters_sent"),
    private_page(f"{ROUND}report/", report.report, "lottery_report"),
]
