"""Addresses of the ledger screen, finding groups, booking for them, blocks."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
