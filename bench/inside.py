"""中で測る: what needs the program loaded runs here, in a process of its own.

``python -m bench.inside prepare|book|month|people|statistics`` prints one JSON document.
"""

import json
import sys
import time
from datetime import timedelta
from itertools import islice
from statistics import median
from typing import Any
from uuid import uuid4

import django

WHAT = {"title": "見本の音楽会", "purpose": "music", "attendance": "100", "admission": "1500"}
GROUPS = 1500
SECRET = "s" * 32  # of the CSRF cookie and the form alike


def prepare() -> dict[str, Any]:
    """Ten years of data, a session for each of 1,500 groups and one draft of each of them."""
    from django.core.management import call_command
    from django.db import connection

    from bench import years

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    began = time.perf_counter()
    years.make()
    made = time.perf_counter() - began
    ready = {"seconds": made, "staff": _session("manager")} | _visits()
    with connection.cursor() as cursor:  # as a server that has grown by the day knows its tables
        cursor.execute("ANALYZE")
    return ready


def people() -> dict[str, Any]:
    """A hundred thousand groups more, and words that mean some of them."""
    from bench import people
    from uketsuke.groups.models import Person

    people.make()
    numbers = [str(people.FIRST + n * 997) for n in range(20)]
    some = list(Person.objects.filter(group__number__in=numbers).order_by("pk"))
    wanted = {
        "phone": [each.phone_mobile for each in some],
        "phone's end": [each.phone_mobile[-4:] for each in some],
        "number": [f"{people.FIRST + n * 4_999:08d}"[:6] for n in range(20)],
        "person": [each.name for each in some],
        "surname": [each.name.split()[0] for each in some],
        "name part": [f"{a}{b}" for a in people.WHOSE[:10] for b in people.KINDS[:2]],
        "old form": ["渡邊合唱團", "斉藤吹奏楽團", "渡邉", "斎藤"],
        "two words": [f"{a} {b}" for a in people.PLACES for b in people.KINDS[:1]],
        "one sign wrong": [f"{a}みどし合唱団" for a in people.PLACES],
        "event": ["発表会", "第3回 見本", "ピアノ", "見本総会"],
        "nothing": ["ないものはない", "該当なし合唱団体"],
    }
    return {"groups": people.COUNT, "staff": _session("manager"), "wanted": wanted}


def _visits() -> dict[str, Any]:
    """Requests that book (one for each free cell, each by another group), that lose (the same
    cells by other groups), and sessions that go the whole way."""
    from uketsuke.bookings.models import Booking

    groups, free = iter(_groups()), iter(_free_cells())
    win = [_drafted(next(groups), cell) for cell in islice(free, 500)]
    lose = [_drafted(next(groups), None, of) for of in islice(_cells_of(win), 400)]
    way = [_way(next(groups), cell) for cell in islice(free, 200)]
    month = min(each["month"] for each in win)
    return {
        "win": win,
        "lose": lose,
        "way": way,
        "month": month,
        "bookings": Booking.objects.count(),
    }


def _groups() -> list[Any]:
    from uketsuke.groups.models import Group
    from uketsuke.identity.models import Role, User
    from uketsuke.kernel import clock

    now = clock.now()
    numbers = [f"{n + 1000:08d}" for n in range(GROUPS)]
    users = User.objects.bulk_create(
        User(login=number, role=Role.GROUP, password="!") for number in numbers
    )
    return Group.objects.bulk_create(
        Group(
            number=user.login,
            name=f"見本計測{user.login}",
            name_key=f"見本計測{user.login}",
            eligibility="resident",
            valid_until=clock.day(now) + timedelta(days=700),
            user=user,
            created_at=now,
        )
        for user in users
    )


def _free_cells() -> list[Any]:
    """What a resident may ask for on the web now, one slot each, in a mixed order."""
    import random

    from uketsuke.bookings import queries, reception
    from uketsuke.bookings.holds import taken_of
    from uketsuke.halls.queries import atlas
    from uketsuke.kernel import clock

    at = clock.now()
    today, rules = clock.day(at), queries.rules(clock.day(at))
    days = [today + timedelta(days=n) for n in range(15, 200)]
    cells = [
        reception.UseDay(f"{hall}/hall", day, (slot,))
        for day in days
        for hall in atlas().halls
        for slot in ("am", "pm", "night")
    ]
    free = [
        cell for cell in cells if not any(reception.of_cell(cell, True, rules, atlas(), "web", at))
    ]
    taken = set(taken_of(free, at))
    free = [cell for cell in free if cell not in taken]
    random.Random(1).shuffle(free)
    return free


def _drafted(group: Any, cell: Any, of: Any = None) -> dict[str, str]:
    """A draft that waits to be confirmed; without a cell, its cells are somebody else's."""
    from uketsuke.bookings import drafts
    from uketsuke.bookings.models import Draft
    from uketsuke.doors.portal.booking.views import _seen
    from uketsuke.kernel import clock
    from uketsuke.kernel.actors import Actor, Who

    at, token = clock.now(), uuid4()
    me = Actor(Who.GROUP, group.number, "127.0.0.1")
    if cell:
        draft = drafts.hold(group.pk, [cell], token, by=me, at=at)
        drafts.keep(draft.pk, WHAT, by=me, at=at)
        Draft.objects.filter(pk=draft.pk).update(expires_at=at + timedelta(hours=2))
        draft.holds.update(expires_at=at + timedelta(hours=2))
    else:
        of_draft = Draft.objects.get(token=of)
        draft = Draft.objects.create(
            token=token,
            group=group,
            uses=of_draft.uses,
            typed=WHAT,
            created_at=at,
            expires_at=at + timedelta(hours=2),
        )
    draft.refresh_from_db()
    day = draft.uses[0][1]
    return {
        "path": f"/book/{token}/confirm/",
        "token": str(token),
        "cookies": _session(group.number, group.user),
        "body": f"csrfmiddlewaretoken={SECRET}&seen={_seen(draft)}",
        "month": day[:7],
    }


def _cells_of(win: list[dict[str, str]]) -> Any:
    return (each["token"] for each in win)


def _way(group: Any, cell: Any) -> dict[str, str]:
    return {
        "cookies": _session(group.number, group.user),
        "cell": f"{cell.room}|{cell.date.isoformat()}|{','.join(cell.slots)}",
        "token": str(uuid4()),
    }


def _session(login: str, user: Any = None) -> str:
    """The cookies of somebody who is logged in."""
    from django.conf import settings
    from django.contrib.auth import (
        BACKEND_SESSION_KEY,
        HASH_SESSION_KEY,
        SESSION_KEY,
    )

    from uketsuke.identity.models import User
    from uketsuke.identity.sessions import BEGAN, SEEN, SessionStore

    user = user or User.objects.get(login=login)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[BEGAN] = session[SEEN] = int(time.time())
    session.create()
    cookies = {settings.SESSION_COOKIE_NAME: session.session_key, settings.CSRF_COOKIE_NAME: SECRET}
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def book() -> dict[str, float]:
    """``bookings.actions.book`` alone, one process, one after the other."""
    from uketsuke.bookings import actions, reception
    from uketsuke.groups.models import Group
    from uketsuke.kernel import clock
    from uketsuke.kernel.actors import Actor, Who

    what = reception.Description("見本の音楽会", "music", 100, 1500)
    groups = list(Group.objects.filter(drafts=None, uses=None, name__startswith="見本計測")[:320])
    cells = _free_cells()[: len(groups)]
    times, cpu = [], 0.0
    for n, (group, cell) in enumerate(zip(groups, cells, strict=False)):
        me = Actor(Who.GROUP, group.number, "127.0.0.1")
        began, used = time.perf_counter(), time.process_time()
        actions.book(group.pk, [cell], what, uuid4(), by=me, at=clock.now())
        if n >= 20:  # the first ones warm everything up
            times.append(time.perf_counter() - began)
            cpu += time.process_time() - used
    return {"rate": len(times) / sum(times), "cpu_ms": cpu / len(times) * 1000}


def month() -> dict[str, float]:
    """A month of a room from the query layer, one process."""
    from uketsuke.bookings import availability
    from uketsuke.halls.queries import atlas
    from uketsuke.kernel import clock
    from uketsuke.kernel.calendar import add_months, days_of_month, month_start

    at = clock.now()
    room = atlas().room("yotsuya/hall")
    days = days_of_month(add_months(month_start(clock.day(at)), 2))
    rates = []
    for _ in range(6):  # the first one warms everything up
        began = time.perf_counter()
        for _ in range(60):
            availability.cells([room], days, None, at)
        rates.append(60 / (time.perf_counter() - began))
    return {"rate": median(rates[1:])}


def statistics() -> dict[str, float]:
    """A 年度 of the statistics, of ten years and of a hundred times as much."""
    from bench import crowd

    return crowd.statistics()


if __name__ == "__main__":
    django.setup()
    print(json.dumps(globals()[sys.argv[1]]()))
