"""要求: each has a number, is counted, and leaves one line in the log (none of it personal)."""

import logging
import re
from collections.abc import Callable
from time import perf_counter
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from uketsuke.doors.shared.machine import traffic
from uketsuke.kernel.logs import request_id

log = logging.getLogger("uketsuke.request")
SIGNS = 12  # short enough to be read out on the phone
GIVEN = re.compile(r"[0-9a-f]{12,64}")
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
NOWHERE = "none"  # a page that does not exist: what strangers try out makes no family


class RequestMiddleware:
    """The outermost: it sees every answer, also those that the others gave."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = perf_counter()
        number = _number(request)
        request.number = number  # type: ignore[attr-defined]
        token = request_id.set(number)
        try:
            response = self.get_response(request)
            seconds = perf_counter() - started
            method = request.method if request.method in METHODS else "other"
            found, status = family(request), str(response.status_code)
            traffic.count((found, str(method), status), seconds)
            line = {"method": method, "family": found, "status": response.status_code}
            log.info("answered", extra=line | {"ms": round(seconds * 1000), "who": _who(request)})
            return response
        finally:
            request_id.reset(token)


def family(request: HttpRequest) -> str:
    """ページの種類: the first words of its pattern, never what stands for a person in it."""
    match = request.resolver_match
    if match is None:
        return NOWHERE
    words = [word for word in match.route.split("/") if word and "<" not in word]
    return "/".join(words[: 2 if words[:1] in (["staff"], ["api"]) else 1])[:40] or "front"


def _number(request: HttpRequest) -> str:
    """What the proxy has called it, where one is trusted; else a number of our own."""
    given = str(request.META.get("HTTP_X_REQUEST_ID", ""))
    if settings.TRUSTED_PROXIES and GIVEN.fullmatch(given):
        return given[:SIGNS]
    return uuid4().hex[:SIGNS]


def _who(request: HttpRequest) -> str:
    """The kind of person, where a view has looked who it is."""
    user = getattr(request, "_cached_user", None)
    return str(user.role) if user is not None and user.is_authenticated else "stranger"
