"""Addresses of the desk: approvals, till, papers, registration, accounts."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
