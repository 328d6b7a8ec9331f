"""Addresses of a group: booking, my page, login, registration.

None of these pages is kept by a browser or a proxy: most show what is a group's own.
"""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path, register_converter
from django.views.decorators.cache import cache_control

from uketsuke.doors.portal import booking, login, mypage, record, registration


class _Number:
    """予約番号・受付番号: nothing else gets as far as the database."""

    regex = "[0-9]{1,8}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(_Number, "own_number")


def _page(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    return path(route, cache_control(private=True, no_store=True)(view), name=name)


urlpatterns: list[URLPattern] = [
    _page("book/", booking.choose, "choose"),
    _page("book/<uuid:token>/", booking.describe, "describe"),
    _page("book/<uuid:token>/confirm/", booking.confirm, "confirm"),
    _page("book/<uuid:token>/done/", booking.done, "done"),
    _page("book/<uuid:token>/extend/", booking.extend, "extend"),
    _page("book/<uuid:token>/drop/", booking.drop, "drop"),
    _page("login/", login.login, "login"),
    _page("logout/", login.logout, "logout"),
    _page("forgotten/", login.forgotten, "forgotten"),
    _page("password/<str:link>/", login.password, "password"),
    _page("my/", mypage.my, "my"),
    _page("my/past/", mypage.past, "past"),
    _page("my/notices/", mypage.notices, "notices"),
    _page("my/notices/<int:pk>/", mypage.notice, "notice"),
    _page("my/bookings/<own_number:number>.ics", mypage.event, "event"),
    _page("my/bookings/<own_number:number>/permit.pdf", mypage.permit, "permit"),
    _page("my/bookings/<own_number:number>/", mypage.booking, "booking"),
    _page("my/bookings/<own_number:number>/cancel/", mypage.cancel, "cancel"),
    _page("my/bookings/<own_number:number>/undo/", mypage.undo, "undo"),
    _page("my/bookings/<own_number:number>/change/", mypage.change, "change"),
    _page("my/record/", record.record, "record"),
    _page("my/record/change/", record.change, "record-change"),
    _page("my/record/withdraw/<own_number:number>/", record.withdraw, "withdraw"),
    _page("register/", registration.register, "register"),
    _page("register/<uuid:token>/", registration.registered, "registered"),
]
