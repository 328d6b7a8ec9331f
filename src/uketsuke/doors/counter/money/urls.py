"""Addresses of the till, accounts, bank files, and of closing days and months.

None of these pages is kept by a browser or a proxy.
"""

from django.urls import URLPattern

from uketsuke.doors.counter.money import bank, days, dues, refunds, till
from uketsuke.doors.shared.machine.private import private_page

urlpatterns: list[URLPattern] = [
    private_page("bookings/<slug:number>/till/", till.show, "till"),
    private_page("bookings/<slug:number>/permit.pdf", till.permit, "permit"),
    private_page("receipts/<slug:number>.pdf", till.receipt, "receipt"),
    private_page("refunds/<slug:number>.pdf", till.refund_note, "refund_note"),
    private_page("bookings/<slug:number>/dues/", dues.show, "dues"),
    private_page("bookings/<slug:number>/dues/reduction/", dues.ask, "reduction_ask"),
    private_page("bookings/<slug:number>/dues/extras/", dues.bill_extras, "extras"),
    private_page("bookings/<slug:number>/move/", dues.move, "move"),
    private_page("reductions/", dues.waiting, "reductions"),
    private_page("reductions/<int:pk>/decide/", dues.decide, "reduction_decide"),
    private_page("reductions/<int:pk>/withdraw/", dues.withdraw, "reduction_withdraw"),
    private_page("reductions/<int:pk>/certify/", dues.certify, "reduction_certify"),
    private_page("bills/<slug:number>.pdf", dues.bill, "bill"),
    private_page("refunds/", refunds.index, "refunds"),
    private_page("refunds/<int:pk>/decide/", refunds.decide, "refund_decide"),
    private_page("refunds/<int:pk>/card/", refunds.send_back, "refund_card"),
    private_page("accounts/<slug:label>/", refunds.account, "account"),
    private_page("payments/<int:pk>/void/", refunds.void, "payment_void"),
    private_page("bank/", bank.index, "bank"),
    private_page("bank/<int:pk>/", bank.show, "bank_file"),
    private_page("bank/lines/<int:pk>/match/", bank.match, "bank_match"),
    private_page("bank/lines/<int:pk>/aside/", bank.aside, "bank_aside"),
    private_page("bank/lines/<int:pk>/undo/", bank.undo, "bank_undo"),
    private_page("close/", days.close, "close"),
    private_page("close/<slug:hall>/<str:day>/", days.closed, "closed"),
    private_page("months/", days.by_month, "months"),
    private_page("months/open/", days.open_at_end, "open_accounts"),
    private_page("months/journal.csv", days.journal, "journal"),
    private_page("months/entries/", days.entries, "entries"),
]
