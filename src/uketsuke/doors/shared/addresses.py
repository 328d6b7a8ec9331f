"""許可アドレス: outside the listed addresses the staff side does not exist."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from uketsuke.identity.queries import place_of

STAFF_SIDE = "/staff/"
LISTED_ONLY = (STAFF_SIDE, "/metrics")


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
    try:
        caller = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(caller in ipaddress.ip_network(proxy) for proxy in settings.TRUSTED_PROXIES)


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
        return self.get_response(request)
