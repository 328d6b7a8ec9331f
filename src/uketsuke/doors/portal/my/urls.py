"""Addresses of what is a group's own.

None of these pages is kept by a browser or a proxy.
"""

from django.urls import URLPattern

from uketsuke.doors.portal.my import dues, feed, meeting, pay, record, suspension, telling, views
from uketsuke.doors.shared.machine.private import private_page

urlpatterns: list[URLPattern] = [
    private_page("my/", views.my, "my"),
    private_page("my/past/", views.past, "past"),
    private_page("my/notices/", views.notices, "notices"),
    private_page("my/notices/<int:pk>/", views.notice, "notice"),
    private_page("my/bookings/<own_number:number>.ics", views.event, "event"),
    private_page("my/bookings/<own_number:number>/permit.pdf", views.permit, "permit"),
    private_page("my/bookings/<own_number:number>/reduction/", dues.reduction, "reduction"),
    private_page("my/bookings/<own_number:number>/pay/", pay.pay, "pay"),
    private_page("my/bookings/<own_number:number>/paid/", pay.paid, "paid"),
    private_page("pay/events/", pay.events, "pay_events"),
    private_page("my/reductions/<int:pk>/withdraw/", dues.withdraw, "reduction_withdraw"),
    private_page("my/receipts/<slug:number>.pdf", dues.receipt, "receipt"),
    private_page("my/refunds/<slug:number>.pdf", dues.refund_note, "refund_note"),
    private_page("my/bills/<slug:number>.pdf", dues.bill, "bill"),
    private_page("my/bookings/<own_number:number>/", views.booking, "booking"),
    private_page("my/bookings/<own_number:number>/cancel/", views.cancel, "cancel"),
    private_page("my/bookings/<own_number:number>/undo/", views.undo, "undo"),
    private_page("my/bookings/<own_number:number>/change/", views.change, "change"),
    private_page("my/calendar/", feed.feed, "feed"),
    private_page("my/suspension/", suspension.suspension, "suspension"),
    private_page("my/record/", record.record, "record"),
    private_page("my/record/data.json", record.data, "record_data"),
    private_page("my/mail/", telling.telling, "telling"),
    private_page("my/mail/right/", telling.reachable, "reachable"),
    private_page("my/record/renew/", record.renew, "renew"),
    private_page("my/record/change/", record.change, "record-change"),
    private_page("my/record/withdraw/<own_number:number>/", record.withdraw, "withdraw"),
    private_page("my/bookings/<own_number:number>/meeting/", meeting.show, "meeting"),
    private_page(
        "my/bookings/<own_number:number>/meeting/cancel/", meeting.cancel, "meeting_cancel"
    ),
    private_page("my/bookings/<own_number:number>/sheet/", meeting.sheet, "sheet"),
]
