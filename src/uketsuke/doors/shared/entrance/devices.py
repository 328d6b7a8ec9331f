"""知っている端末: a browser on which somebody has logged in to that account before.

It carries a signed cookie. Its owner is told of a login from any other, and who guesses from
elsewhere (even from the same address) does not slow it down.
"""

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from uketsuke.identity.models import User
from uketsuke.kernel import vault

COOKIE, MOST_ACCOUNTS = f"{settings.COOKIE_PREFIX}known", 8
TWO_YEARS = 2 * 366 * 24 * 60 * 60


def knows(request: HttpRequest, user: User) -> bool:
    """Whether somebody has logged in here as ``user`` before."""
    return _mark(user) in _marks(request)


def remember(request: HttpRequest, response: HttpResponse, user: User) -> HttpResponse:
    """From now on this device is known for that account."""
    marks = [mark for mark in _marks(request) if mark != _mark(user)]
    value = signing.dumps([_mark(user), *marks][:MOST_ACCOUNTS], salt=COOKIE)
    response.set_cookie(
        COOKIE, value, TWO_YEARS, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return response


def vouch(request: HttpRequest, login: str) -> None:
    """Before a password is tried: what fails on a known device is counted by itself."""
    if not _marks(request):
        return
    user = User.objects.filter(login=login).first()
    if user and knows(request, user):
        AxesProxyHandler.update_request(request)
        request.axes_user_agent = request.known_device = _mark(user)  # type: ignore[attr-defined]


def _marks(request: HttpRequest) -> list[str]:
    try:
        return list(signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=TWO_YEARS))
    except signing.BadSignature:
        return []


def _mark(user: User) -> str:
    return vault.token(str(user.pk), "device")
