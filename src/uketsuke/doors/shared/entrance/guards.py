"""入室: the first line of every view says who may enter. A test finds a page without it."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from uketsuke.audit.actions import record_view
from uketsuke.doors.shared.entrance import away
from uketsuke.identity.models import STAFF, Role
from uketsuke.kernel import clock
from uketsuke.protection.maintenance.queries import open_of

View = Callable[..., HttpResponse]

EVERYONE = frozenset({"everyone"})
DUE = "second-due"  # of a session: she has no second factor yet


def everyone(view: View) -> View:
    """だれでも."""
    view.allows = EVERYONE  # type: ignore[attr-defined]
    return view


def group_required(view: View) -> View:
    """ログインした利用者. Others are asked to log in and come back to where they were.

    What a form carried is carried over the login by the page itself (see the booking pages).
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.group:  # type: ignore[attr-defined]
            return redirect_to_login(request.get_full_path(), reverse("portal:login"))
        away.still_here(request)
        return view(request, *args, **kwargs)

    guarded.allows = frozenset({Role.GROUP})  # type: ignore[attr-defined]
    return guarded


def staff(
    *roles: Role, before_second: bool = False, always: bool = False
) -> Callable[[View], View]:
    """職員: only these roles, and only from a listed place of their hall. Others see a 404,
    those who are not logged in the staff login. Who must set up her second factor first gets no
    further than the page for that (``before_second``). The vendor gets in only during approved
    work, each page on record, but for where he asks for it (``always``)."""
    allowed = frozenset(roles)
    if not allowed or not allowed <= STAFF:
        raise ValueError("a staff view names the staff roles that may enter")

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            instead = _instead(request, allowed)
            if instead is None and not before_second:
                instead = _first(request, always=always)
            return view(request, *args, **kwargs) if instead is None else instead

        guarded.allows = allowed  # type: ignore[attr-defined]
        return guarded

    return guard


def _instead(request: HttpRequest, allowed: frozenset[Role]) -> HttpResponse | None:
    """What who may not enter gets to see; a place that is not listed sees a 404, as does a role
    that has nothing to do here."""
    user: Any = request.user
    place: Any = request.place  # type: ignore[attr-defined]
    if place is None:
        raise Http404
    if not user.is_authenticated or not user.is_staff_member:
        back = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('counter:login')}?{back}")
    if user.role not in allowed or not fits(user.hall, place.hall):
        raise Http404
    if away.is_away(request):
        return away.shut(request)
    away.here(request)
    return None


def _first(request: HttpRequest, *, always: bool) -> HttpResponse | None:
    """What comes first: a second factor; for the vendor, approved work."""
    if request.session.get(DUE):
        return redirect("counter:security")
    user: Any = request.user
    if user.role == Role.VENDOR and not always and not _at_work(request):
        return redirect("counter:works")
    return None


def _at_work(request: HttpRequest) -> bool:
    """Whether the vendor's work is open now; then this page is on record."""
    by: Any = request.actor  # type: ignore[attr-defined]
    work = open_of(by.name, clock.now())
    if work is None:
        return False
    record_view("work.page", work, by=by, at=clock.now(), page=request.path[:120])
    return True


def staff_address(view: View) -> View:
    """職員の入口 (the staff login itself): anybody at a listed address."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.place is None:  # type: ignore[attr-defined]
            raise Http404
        return view(request, *args, **kwargs)

    guarded.allows = STAFF  # type: ignore[attr-defined]
    return guarded


def fits(own: str, place: str) -> bool:
    """A member of one hall works from that hall's addresses (or from one for all halls)."""
    return "" in (own, place) or own == place
