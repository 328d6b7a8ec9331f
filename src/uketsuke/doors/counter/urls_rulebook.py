"""Addresses of the rulebook. None of these pages is kept by a browser."""

from django.urls import URLPattern

from uketsuke.doors.counter import rulebook
from uketsuke.doors.shared.private import private_page

urlpatterns: list[URLPattern] = [
    private_page("rules/", rulebook.index, "rules"),
    private_page("rules/<slug:code>/", rulebook.show, "rulebook"),
    private_page("rules/<slug:code>/change/", rulebook.change, "rule_change"),
    private_page("rules/changes/<int:pk>/approve/", rulebook.approve, "rule_approve"),
    private_page("rules/changes/<int:pk>/withdraw/", rulebook.withdraw, "rule_withdraw"),
]
