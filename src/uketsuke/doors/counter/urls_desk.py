"""Addresses of the desk: approvals, till, papers, registration, accounts."""

from django.urls import URLPattern

from uketsuke.doors.counter import urls_money

urlpatterns: list[URLPattern] = [*urls_money.urlpatterns]
