"""Addresses of a group: booking, my page, login, registration.

None of these pages is kept by a browser or a proxy: most show what is a group's own.
"""

from django.urls import URLPattern

from uketsuke.doors.portal import (
    announcing,
    booking,
    dues,
    feed,
    login,
    lottery_entry,
    mypage,
    pay,
    record,
    registration,
    security,
    suspension,
    telling,
    urls_things,
)
from uketsuke.doors.shared.private import private_page

urlpatterns: list[URLPattern] = [
    private_page("book/", booking.choose, "choose"),
    private_page("book/<uuid:token>/", booking.describe, "describe"),
    *urls_things.urlpatterns,
    private_page("book/<uuid:token>/confirm/", booking.confirm, "confirm"),
    private_page("book/<uuid:token>/done/", booking.done, "done"),
    private_page("book/<uuid:token>/extend/", booking.extend, "extend"),
    private_page("book/<uuid:token>/drop/", booking.drop, "drop"),
    private_page(
        "my/requests/<uuid:token>/withdraw/", booking.request_withdraw, "request_withdraw"
    ),
    private_page("login/", login.login, "login"),
    private_page("login/check/", login.second, "second"),
    private_page("logout/", login.logout, "logout"),
    private_page("forgotten/", login.forgotten, "forgotten"),
    private_page("password/<str:link>/", login.password, "password"),
    private_page("my/", mypage.my, "my"),
    private_page("my/past/", mypage.past, "past"),
    private_page("my/notices/", mypage.notices, "notices"),
    private_page("my/notices/<int:pk>/", mypage.notice, "notice"),
    private_page("my/bookings/<own_number:number>.ics", mypage.event, "event"),
    private_page("my/bookings/<own_number:number>/permit.pdf", mypage.permit, "permit"),
    private_page("my/bookings/<own_number:number>/reduction/", dues.reduction, "reduction"),
    private_page("my/bookings/<own_number:number>/pay/", pay.pay, "pay"),
    private_page("my/bookings/<own_number:number>/paid/", pay.paid, "paid"),
    private_page("pay/events/", pay.events, "pay_events"),
    private_page("my/reductions/<int:pk>/withdraw/", dues.withdraw, "reduction_withdraw"),
    private_page("my/receipts/<slug:number>.pdf", dues.receipt, "receipt"),
    private_page("my/refunds/<slug:number>.pdf", dues.refund_note, "refund_note"),
    private_page("my/bills/<slug:number>.pdf", dues.bill, "bill"),
    private_page("my/bookings/<own_number:number>/", mypage.booking, "booking"),
    private_page("my/bookings/<own_number:number>/cancel/", mypage.cancel, "cancel"),
    private_page("my/bookings/<own_number:number>/undo/", mypage.undo, "undo"),
    private_page("my/bookings/<own_number:number>/change/", mypage.change, "change"),
    private_page("my/bookings/<own_number:number>/announce/", announcing.announce, "announce"),
    private_page("lottery/<slug:code>/enter/", lottery_entry.enter, "lottery_enter"),
    private_page("my/entries/<slug:receipt>/", lottery_entry.entry, "entry"),
    private_page("my/entries/<slug:receipt>/change/", lottery_entry.change, "entry_change"),
    private_page("my/entries/<slug:receipt>/withdraw/", lottery_entry.withdraw, "entry_withdraw"),
    private_page("my/entries/<slug:receipt>/confirm/", lottery_entry.confirm, "entry_confirm"),
    private_page("my/calendar/", feed.feed, "feed"),
    private_page("my/suspension/", suspension.suspension, "suspension"),
    private_page("my/password/", security.password, "password_change"),
    private_page("my/security/", security.security, "security"),
    private_page("my/record/", record.record, "record"),
    private_page("my/record/data.json", record.data, "record_data"),
    private_page("my/mail/", telling.telling, "telling"),
    private_page("my/mail/right/", telling.reachable, "reachable"),
    private_page("my/record/renew/", record.renew, "renew"),
    private_page("my/record/change/", record.change, "record-change"),
    private_page("my/record/withdraw/<own_number:number>/", record.withdraw, "withdraw"),
    private_page("register/", registration.register, "register"),
    private_page("register/<uuid:token>/", registration.registered, "registered"),
    private_page("register/<uuid:token>/photo/", registration.send_photo, "photo_send"),
    private_page(
        "register/<uuid:token>/photo/<int:pk>/back/", registration.take_photo_back, "photo_back"
    ),
]
