"""Addresses of the halls' day.

None of these pages is kept by a browser or a proxy.
"""

from django.urls import URLPattern

from uketsuke.doors.counter.today import record, sheet, views
from uketsuke.doors.shared.machine.private import private_page

urlpatterns: list[URLPattern] = [
    private_page("today/", views.show, "today"),
    private_page("today/sheet/", sheet.show, "today_sheet"),
    private_page("today/sheet.pdf", sheet.printed, "today_sheet_pdf"),
    private_page("today/sheet/phones.pdf", sheet.with_phones, "today_sheet_phones"),
    private_page("today/notes/", views.note, "today_note"),
    private_page("today/notes/<int:pk>/", views.settle, "today_settle"),
    private_page("today/<slug:number>/do/", views.act, "today_act"),
    private_page("today/<slug:number>/", record.show, "today_record"),
]
