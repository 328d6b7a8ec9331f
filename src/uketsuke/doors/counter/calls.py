"""電話を受ける: find a group, and everything about it on one page."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from uketsuke.audit.actions import record_view
from uketsuke.bookings import daybook
from uketsuke.bookings.daybook import Row
from uketsuke.bookings.finding import by_title
from uketsuke.bookings.models import Booking
from uketsuke.bookings.requests import uses_of
from uketsuke.bookings.states import CHANGEABLE
from uketsuke.doors.counter import links
from uketsuke.doors.counter.jump import meant
from uketsuke.doors.counter.ledger import VIEWS, YEARS, Wanted
from uketsuke.doors.shared.guards import staff
from uketsuke.doors.shared.sentences import use_name
from uketsuke.doors.shared.visits import Visit
from uketsuke.groups.models import Group, GroupState
from uketsuke.groups.queries import search, search_near, with_persons
from uketsuke.halls.queries import atlas
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.kernel.text import digits, search_key
from uketsuke.notices.texts import render as written
from uketsuke.registration.models import State as RegistrationState

MOST_HITS = 20
NUMBERS = "0123456789+()"
MOST_PAST = 20
MOST_NOTICES = 10
SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Mark:
    """目印 of a group: how it looks (a tone of the badges), and its words."""

    tone: str
    words: str | Promise


@staff(Role.COUNTER, Role.MANAGER)
@require_GET
def find(request: Visit) -> HttpResponse:
    """探す: one field for a day, a booking number, a 利用者番号, a phone number, a name, what is
    done, or a room.

    Where only one thing is meant, it opens at once. Where nothing is found, those are offered
    whose names differ by one sign.
    """
    words = request.GET.get("q", "").replace("\0", "").strip()[:80]
    if not words:
        return render(request, "counter/calls/find.html", {"words": ""})
    now = clock.now()
    if url := _numbered(request, words) or _day_url(request, words, now):
        return redirect(url)
    found = search(words, limit=MOST_HITS + 1)
    numeric = not search_key(words).strip(NUMBERS)
    titled = [] if numeric else by_title(words, clock.day(now), limit=MOST_HITS + 1)
    if url := _only_one(request, words, found, titled):
        return redirect(url)
    near = [] if found or titled else search_near(words, limit=MOST_HITS)
    record_view("group.search_view", f"hits:{len(found or near)}", by=request.actor, at=now)
    context = {
        "words": words,
        "found": found[:MOST_HITS],
        "near": near,
        "more": len(found) > MOST_HITS,
        "titled": titled[:MOST_HITS],
        "titled_more": len(titled) > MOST_HITS,
        "places": _places(words),
    }
    return render(request, "counter/calls/find.html", context)


def _only_one(request: Visit, words: str, found: list[Group], titled: list[Booking]) -> str:
    """The page of the one thing that is meant: the only group, or the one of exactly that name;
    else the only booking."""
    exact = [group for group in found if group.name_key == search_key(words)]
    for groups in (exact, [] if titled else found):
        if len(groups) == 1:
            return links.open_to(request, "group", groups[0].number)
    if not found and len(titled) == 1:
        return links.open_to(request, "booking", titled[0].number)
    return ""


def _places(words: str) -> list[tuple[str, str]]:
    """施設: the halls and rooms whose name has all of the words, with their ledgers."""
    keys = [key for part in words.split() if (key := search_key(part))]
    named = [
        (f"{hall.name} {room.name}", Wanted("week", clock.day(clock.now()), hall.code).url)
        for hall in atlas().halls.values()
        for room in hall.rooms
    ]
    if not keys:
        return []
    return [(name, url) for name, url in named if all(key in search_key(name) for key in keys)]


@staff(Role.COUNTER, Role.MANAGER)
@require_GET
def group(request: Visit, number: str) -> HttpResponse:
    """電話の画面: the group, its bookings and debts, what can be done; the look is on record."""
    found = with_persons(Group.objects.filter(number=digits(number))).first()
    if found is None:
        raise Http404
    now = clock.now()
    today = clock.day(now)
    record_view("group.view", found, by=request.actor, at=now)
    rows = daybook.of_group(found.pk)
    coming = [row for row in rows if row.date >= today and row.state in CHANGEABLE]
    rest = [row for row in rows if row not in coming]
    received = RegistrationState.RECEIVED
    context = {
        "group": found,
        "marks": marks(found, rows, today),
        "coming": coming[::-1],
        "past": rest[:MOST_PAST],
        "past_more": max(len(rest) - MOST_PAST, 0),
        "sample": any(row.sample for row in rows),
        "owed": sum(row.owed for row in rows if row.owed > 0),
        "due_back": -sum(row.owed for row in rows if row.owed < 0),
        "asked": [
            (each, [use_name(use) for use in uses_of(each)])
            for each in found.requests.filter(served_at=None, withdrawn_at=None)
        ],
        "entries": found.entries.filter(withdrawn_at=None)
        .select_related("round__dates", "win__booking")
        .order_by("-received_at")[:MOST_PAST],
        "applications": found.applications.filter(state=received).order_by("received_at"),
        "notices": [
            (notice.created_at, written(notice).subject)
            for notice in found.notices.order_by("-created_at")[:MOST_NOTICES]
        ],
        "today": today,
        "book_url": links.with_query(links.open_to(request, "book"), group=number),
        "slip_url": links.open_to(request, "slip", number),
        "renew_url": links.open_to(request, "group_renew", number),
        "history_url": links.open_to(request, "group_history", number),
        "suspension_url": links.open_to(request, "suspension", number),
        "eligibility_url": links.open_to(request, "eligibility", number),
    }
    return render(request, "counter/calls/group.html", context)


def marks(found: Group, rows: list[Row], today: date) -> list[Mark]:
    """利用者の目印: what a clerk must know before she says yes."""
    shown = [_eligibility(found, today), _validity(found, today)]
    if found.state not in (GroupState.ACTIVE, GroupState.LAPSED):
        shown.insert(0, Mark("bad", found.get_state_display()))
    late = [row for row in rows if row.owed > 0 and row.due and row.due < today]
    if late:
        shown.append(Mark("bad", _("納付期限を過ぎた予約 %(n)s件") % {"n": len(late)}))
    elif any(row.owed > 0 for row in rows):
        shown.append(Mark("wait", _("未納あり")))
    if any(row.owed < 0 for row in rows):
        shown.append(Mark("wait", _("還付待ちあり")))
    return shown


def _eligibility(found: Group, today: date) -> Mark:
    label, until = found.get_eligibility_display(), found.eligibility_until
    if until and until < today:
        return Mark("bad", _("%(label)s（期限切れ）") % {"label": label})
    if until and until <= today + SOON:
        return Mark("wait", _("%(label)s（まもなく期限）") % {"label": label})
    return Mark("good", label)


def _validity(found: Group, today: date) -> Mark:
    if found.valid_until < today:
        return Mark("bad", _("登録の期限切れ"))
    if found.valid_until <= today + SOON:
        return Mark("wait", _("登録の期限が近い"))
    return Mark("good", _("登録 有効"))


def _numbered(request: Visit, words: str) -> str:
    """The page of the one group or booking that has exactly this number."""
    number = digits(words)
    if len(number) != 8 or len(number) != len(words.replace("-", "").replace(" ", "")):
        return ""
    pages = []
    if Group.objects.filter(number=number).exists():
        pages.append(links.open_to(request, "group", number))
    if Booking.objects.filter(number=number).exists():
        pages.append(links.open_to(request, "booking", number))
    return pages[0] if len(pages) == 1 else ""


def _day_url(request: Visit, words: str, now: datetime) -> str:
    """The ledger of the day that is meant, in the view she came from."""
    view, hall = request.GET.get("view", ""), request.GET.get("hall", "")
    hall, rest = _hall_in(words, hall if hall in atlas().halls else "")
    found = meant(rest, clock.day(now))
    if found is None or found.day.year not in YEARS:
        return ""
    view = found.view or (view if view in VIEWS else "day")
    return Wanted(view, found.day, hall).url


def _hall_in(words: str, hall: str) -> tuple[str, str]:
    """「四谷 4/10」: the hall that is named before or after the day, and what is left."""
    parts = words.split()
    for each in atlas().halls.values():
        names = {each.short_name, each.name}
        if len(parts) > 1 and names & {parts[0], parts[-1]}:
            return each.code, " ".join(part for part in parts if part not in names)
    return hall, words
