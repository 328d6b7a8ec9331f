"""Addresses of a group: booking, my page, login, registration."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
