"""許可アドレス: outside the listed addresses the staff side does not exist."""

import ipaddress
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from uketsuke.identity.queries import place_of
from uketsuke.kernel import clock
from uketsuke.protection.watch import note_knock

STAFF_SIDE = "/staff/"
NOT_FOUND = 404
LISTED_ONLY = (STAFF_SIDE, "/metrics")
SOCKET = "unix"  # named among the trusted proxies: a caller through the machine's own socket


def client_address(request: HttpRequest) -> str:
    """The caller's address. A forwarding header counts only from a trusted proxy, and only its
    last word that no trusted proxy has written: what a stranger adds in front changes nothing."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    hops = [hop.strip() for hop in forwarded if hop.strip()]
    while _is_trusted(address) and hops:
        address = hops.pop()
    return address


def _is_trusted(address: str) -> bool:
    if not address:  # a socket of this machine has no address
        return SOCKET in settings.TRUSTED_PROXIES
    try:
        caller = ipaddress.ip_address(address)
    except ValueError:
        return False
    networks = (proxy for proxy in settings.TRUSTED_PROXIES if proxy != SOCKET)
    return any(caller in ipaddress.ip_network(proxy) for proxy in networks)


class StaffSideMiddleware:
    """Asks for every path of the staff side from where it is called. An address that is not
    listed gets the answer of a page that does not exist, from the very same code."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.place = None  # type: ignore[attr-defined]
        if request.path_info.startswith(LISTED_ONLY) or request.path_info == STAFF_SIDE[:-1]:
            request.place = place_of(client_address(request))  # type: ignore[attr-defined]
            if request.place is None:  # type: ignore[attr-defined]
                request.urlconf = "uketsuke.urls_public"
                response = self.get_response(request)
                # Once the answer is out: who was turned away does not see it in the time it took.
                closers = response._resource_closers  # type: ignore[attr-defined]  # noqa: SLF001
                closers.append(partial(_note, client_address(request)))
                return response
            return self.get_response(request)
        response = self.get_response(request)
        if response.status_code == NOT_FOUND:  # a page that is nowhere takes as long
            place_of(client_address(request))
        return response


def _note(address: str) -> None:
    with suppress(DatabaseError, ValueError):  # an address may be no address; a note is not needed
        note_knock(str(ipaddress.ip_address(address)), clock.now())
