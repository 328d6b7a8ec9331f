"""Addresses of the statistics and reports.

None of these pages is kept by a browser or a proxy.
"""

from django.urls import URLPattern

from uketsuke.doors.counter.statistics import reports, views
from uketsuke.doors.shared.machine.private import private_page

urlpatterns: list[URLPattern] = [
    private_page("statistics/", views.show, "statistics"),
    private_page("statistics/bookings/", views.behind, "statistics_behind"),
    private_page("statistics/report.pdf", views.printed, "statistics_report"),
    private_page("statistics/issue/", reports.issue, "report_issue"),
    private_page("statistics/reports/<int:pk>.<str:form>", reports.show, "report_issued"),
]
