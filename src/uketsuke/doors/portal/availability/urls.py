"""Addresses of what is free."""

from django.urls import URLPattern, path

from uketsuke.doors.portal.availability import calendar, search

urlpatterns: list[URLPattern] = [
    path("availability/", calendar.overview, name="availability"),
    path("availability/search/", search.search, name="search"),
    path("availability/day/<str:day>/", calendar.day, name="day"),
    path("availability/week/<str:day>/", calendar.week, name="week"),
    path("availability/<slug:hall>/<slug:room>/<str:month>/", calendar.month, name="month"),
]
