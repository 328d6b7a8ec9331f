"""Addresses that anybody may look at: availability, prices, how it works."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
