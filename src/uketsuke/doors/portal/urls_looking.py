"""Addresses that anybody may look at: availability, prices, how it works."""

from django.urls import URLPattern, path

from uketsuke.doors.portal import (
    calendar,
    events,
    looking,
    lottery,
    lottery_check,
    manual,
    pages,
    price,
    search,
    statistics,
)

urlpatterns: list[URLPattern] = [
    path("", looking.front, name="front"),
    path("availability/", calendar.overview, name="availability"),
    path("availability/search/", search.search, name="search"),
    path("availability/day/<str:day>/", calendar.day, name="day"),
    path("availability/week/<str:day>/", calendar.week, name="week"),
    path("availability/<slug:hall>/<slug:room>/<str:month>/", calendar.month, name="month"),
    path("price/", price.price, name="price"),
    path("lottery/", lottery.index, name="lottery"),
    path("lottery/verify/", lottery_check.lottery_verify, name="lottery_verify"),
    path("lottery/<slug:code>/", lottery.show, name="round"),
    path("lottery/<slug:code>/record.json", lottery.record_json, name="record_json"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("events/", events.month, name="events"),
    path("events/<str:month>/", events.month, name="events_month"),
    path("signage/<slug:hall>/", events.signage, name="signage"),
    path("accessibility/", looking.accessibility, name="accessibility"),
    path("components/", looking.components, name="components"),
    path("guide/", looking.guide, name="guide"),
    path("guide/pages/", pages.pages, name="pages"),
    path("guide/manual/", manual.contents, name="manual"),
    path("guide/manual/<slug:word>/", manual.chapter, name="chapter"),
]
