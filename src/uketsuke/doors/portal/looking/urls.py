"""Addresses that anybody may look at: front, prices, how it works."""

from django.urls import URLPattern, path

from uketsuke.doors.portal.looking import price, statistics, views

urlpatterns: list[URLPattern] = [
    path("", views.front, name="front"),
    path("price/", price.price, name="price"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("components/", views.components, name="components"),
    path("guide/", views.guide, name="guide"),
]
