"""ログインの安全 of a group: a second factor if she wants one, and word of a new device."""

from django.core import signing
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from uketsuke.doors.portal.carry import member
from uketsuke.doors.shared import second
from uketsuke.doors.shared.guards import group_required
from uketsuke.doors.shared.visits import Visit
from uketsuke.identity.models import User
from uketsuke.kernel import clock, vault
from uketsuke.registration.actions import tell_of_new_device

FRAME = second.Frame("portal/_base.html", "portal:login", "portal:second", "portal:security")
COOKIE, MOST_ACCOUNTS = "known", 8
TWO_YEARS = 2 * 366 * 24 * 60 * 60


@group_required
@require_http_methods(["GET", "POST"])
def security(request: Visit) -> HttpResponse:
    """ログインの安全: what she has, and what she can add."""
    member(request)
    return second.setup(request, FRAME)


def enter(request: Visit, user: User) -> bool:
    """ログインする; whether this device was known. The group is told when it was not."""
    first = user.last_login is None
    second.enter(request, user)
    known = _mark(user) in _marks(request)
    if not known and not first:
        by = second.actor_of(request, user)
        tell_of_new_device(user.pk, by=by, at=clock.now())
    return known


def remember(request: Visit, response: HttpResponse, user: User) -> HttpResponse:
    """From now on this device is known for that account."""
    marks = [mark for mark in _marks(request) if mark != _mark(user)]
    value = signing.dumps([_mark(user), *marks][:MOST_ACCOUNTS], salt=COOKIE)
    response.set_cookie(
        COOKIE, value, TWO_YEARS, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return response


def _marks(request: Visit) -> list[str]:
    try:
        return list(signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=TWO_YEARS))
    except signing.BadSignature:
        return []


def _mark(user: User) -> str:
    return vault.token(str(user.pk), "device")
