"""Addresses of the halls' day. None of these pages is kept by a browser or a proxy."""

from django.urls import URLPattern

from uketsuke.doors.counter import announcing, today, today_record, today_sheet
from uketsuke.doors.shared.private import private_page

urlpatterns: list[URLPattern] = [
    private_page("bookings/<slug:number>/announce/", announcing.announce, "announce"),
    private_page("today/", today.show, "today"),
    private_page("today/sheet/", today_sheet.show, "today_sheet"),
    private_page("today/sheet.pdf", today_sheet.printed, "today_sheet_pdf"),
    private_page("today/sheet/phones.pdf", today_sheet.with_phones, "today_sheet_phones"),
    private_page("today/notes/", today.note, "today_note"),
    private_page("today/notes/<int:pk>/", today.settle, "today_settle"),
    private_page("today/<slug:number>/do/", today.act, "today_act"),
    private_page("today/<slug:number>/", today_record.show, "today_record"),
]
