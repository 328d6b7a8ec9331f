"""Addresses of the rulebook.

None of these pages is kept by a browser or a proxy.
"""

from django.urls import URLPattern

from uketsuke.doors.counter.rulebook import views
from uketsuke.doors.shared.machine.private import private_page

urlpatterns: list[URLPattern] = [
    private_page("rules/", views.index, "rules"),
    private_page("rules/<slug:code>/", views.show, "rulebook"),
    private_page("rules/<slug:code>/change/", views.change, "rule_change"),
    private_page("rules/changes/<int:pk>/approve/", views.approve, "rule_approve"),
    private_page("rules/changes/<int:pk>/withdraw/", views.withdraw, "rule_withdraw"),
]
