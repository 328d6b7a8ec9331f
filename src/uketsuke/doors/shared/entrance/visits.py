"""来訪: who is there, worked out once for every request."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.functional import SimpleLazyObject

from uketsuke.doors.shared.entrance.addresses import client_address
from uketsuke.doors.shared.words import languages
from uketsuke.groups.models import Group
from uketsuke.halls.spoken import atlas
from uketsuke.identity.models import Role, User
from uketsuke.identity.queries import Place
from uketsuke.kernel import clock, rows
from uketsuke.kernel.actors import Actor, Who
from uketsuke.kernel.practice import is_practice
from uketsuke.protection.maintenance.queries import alarms, open_of
from uketsuke.protection.watch import unread


class Visit(HttpRequest):
    """A request as views see it: with who is there. (Only a type: nothing is ever built of it.)"""

    user: User | AnonymousUser
    group: Group | None
    actor: Actor
    place: Place | None


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also where that is nothing at all; None: the page is only looked at."""
    return request.POST if request.method == "POST" else None


class VisitMiddleware:
    """Gives every request ``group`` (who is logged in as one) and ``actor``; what somebody with a
    session is shown stays in no browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.group = SimpleLazyObject(lambda: _group(request))  # type: ignore[attr-defined]
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and "Cache-Control" not in response:
            # Her name and what is her own stand on public pages too: no browser keeps them.
            response["Cache-Control"] = "private, no-store"
        return response


def _group(request: HttpRequest) -> Group | None:
    user: Any = request.user
    if not user.is_authenticated or user.role != Role.GROUP:
        return None
    found = rows.where(Group, user=user.pk)
    return found[0] if found else None


def _actor(request: HttpRequest) -> Actor:
    user: Any = request.user
    address = client_address(request)
    if not user.is_authenticated:
        return Actor(Who.STRANGER, "stranger", address)
    return Actor(Who(user.role), user.login, address, user.hall)


@dataclass(frozen=True, slots=True)
class StaffMember:
    """職員 as the page header shows her."""

    name: str
    role_label: str
    hall: str


def visit(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: ``visit.group``, ``visit.staff``, ``halls_help``, ``practice``,
    ``languages``."""
    user: Any = getattr(request, "user", None)
    staff = None
    if user is not None and user.is_authenticated and user.is_staff_member:
        staff = StaffMember(user.name, user.get_role_display(), user.hall)
    halls = [
        {"name": hall.name, "phone": hall.phone, "office": hall.office}
        for hall in atlas().halls.values()
    ]
    group = getattr(request, "group", None)
    context: dict[str, Any] = {"visit": {"group": group, "staff": staff}, "halls_help": halls}
    context |= {"practice": is_practice(), "languages": languages.switch(request)}
    return context | _works(user, staff)


def _works(user: Any, staff: StaffMember | None) -> dict[str, Any]:
    """作業の帯: the vendor's own open work; for who oversees, what was let in by emergency."""
    if staff is None:
        return {}
    if user.role == Role.VENDOR:
        return {"work": open_of(user.login, clock.now())}
    if user.role in (Role.WARD, Role.ADMINISTRATOR):
        return {"alarms": list(alarms()[:3]), "unread_alerts": unread().count()}
    return {}
