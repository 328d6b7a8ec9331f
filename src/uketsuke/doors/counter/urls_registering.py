"""Addresses of the registration of groups. None of these pages is kept by a browser."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.cache import cache_control

from uketsuke.doors.counter import registering


def _page(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    return path(route, cache_control(private=True, no_store=True)(view), name=name)


urlpatterns: list[URLPattern] = [
    _page("registrations/", registering.queue, "registrations"),
    _page("registrations/<slug:number>/", registering.show, "registration"),
    _page("register/", registering.register, "register"),
    _page("groups/<slug:number>/slip/", registering.slip, "slip"),
    _page("groups/<slug:number>/eligibility/", registering.eligibility, "eligibility"),
]
