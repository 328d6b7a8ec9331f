"""Addresses of the protection of personal data: audit, files out, erasure, the vendor's work.

None of these pages is kept by a browser or a proxy.
"""

from django.urls import URLPattern

from uketsuke.doors.counter.protection import (
    analysis,
    audit,
    checklist,
    closing,
    erasure,
    exports,
    incidents,
    retention,
    works,
)
from uketsuke.doors.shared.machine.private import private_page

urlpatterns: list[URLPattern] = [
    private_page("audit/", audit.audit, "audit"),
    private_page("analysis/", analysis.show, "analysis"),
    private_page("analysis/read/", analysis.read, "alerts_read"),
    private_page("analysis/report.pdf", analysis.printed, "analysis_report"),
    private_page("analysis/sign/", analysis.sign, "analysis_sign"),
    private_page("inventory/", audit.inventory, "inventory"),
    private_page("work/", works.show, "works"),
    private_page("work/ask/", works.ask, "work_ask"),
    private_page("work/<int:pk>/decide/", works.decide, "work_decide"),
    private_page("work/<int:pk>/stop/", works.stop, "work_stop"),
    private_page("work/<int:pk>/report/", works.report, "work_report"),
    private_page("work/<int:pk>/<slug:paper>.pdf", works.printed, "work_paper"),
    private_page("work/<int:pk>/read/", works.read, "work_read"),
    private_page("erasure/", erasure.show, "erasure"),
    private_page("erasure/all/", closing.show, "closing"),
    private_page("erasure/all/propose/", closing.propose, "closing_propose"),
    private_page("erasure/all/<int:pk>/approve/", closing.approve, "closing_approve"),
    private_page("erasure/all/<int:pk>/withdraw/", closing.withdraw, "closing_withdraw"),
    private_page("erasure/terms/", retention.show, "retention"),
    private_page("erasure/terms/propose/", retention.propose, "term_propose"),
    private_page("erasure/terms/<int:pk>/approve/", retention.approve, "term_approve"),
    private_page("erasure/terms/<int:pk>/withdraw/", retention.withdraw, "term_withdraw"),
    private_page("erasure/propose/", erasure.propose, "erasure_propose"),
    private_page("erasure/<int:pk>/approve/", erasure.approve, "erasure_approve"),
    private_page("erasure/<int:pk>/withdraw/", erasure.withdraw, "erasure_withdraw"),
    private_page("erasure/<slug:number>.pdf", erasure.report, "erasure_report"),
    private_page("protection/", checklist.show, "protection"),
    private_page("protection/report.pdf", checklist.printed, "protection_report"),
    private_page("incidents/", incidents.index, "incidents"),
    private_page("incidents/open/", incidents.report, "incident_open"),
    private_page("incidents/contacts/", incidents.contact, "contact_add"),
    private_page("incidents/contacts/<int:pk>/", incidents.contact_remove, "contact_remove"),
    private_page("incidents/<slug:number>/", incidents.show, "incident"),
    private_page("incidents/<slug:number>/note/", incidents.note, "incident_note"),
    private_page("incidents/<slug:number>/count/", incidents.count, "incident_count"),
    private_page("incidents/<slug:number>/close/", incidents.close, "incident_close"),
    private_page("incidents/<slug:number>.pdf", incidents.printed, "incident_report"),
    private_page("exports/", exports.show, "exports"),
    private_page("exports/ask/", exports.ask, "export_ask"),
    private_page("exports/<int:pk>/", exports.one, "export"),
    private_page("exports/<int:pk>/file/", exports.take, "export_take"),
    private_page("exports/<int:pk>/password/", exports.password, "export_password"),
    private_page("exports/<int:pk>/finish/", exports.finish, "export_finish"),
]
