"""舞台: what the scenes need beside the small world, made through the real actions for today."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from tests import make
from tests.journeys.people import PASSWORD
from tests.journeys.world import quiet_days
from uketsuke.bookings import decisions, opening, queries
from uketsuke.groups.models import Group
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.kernel.calendar import add_months, month_start
from uketsuke.notices.bounces import actions as bouncing
from uketsuke.notices.models import Delivery
from uketsuke.registration import suspensions

TROUPE = {
    "kagi": "二つ目の鍵の会（見本）",
    "wasure": "忘れもの合唱団（見本）",
    "kigen": "そろそろ更新の会（見本）",
    "teishi": "お休み中の会（見本）",
    "todoka": "届かないメールの会（見本）",
    "tegami": "手紙で読む会（見本）",
    "machi": "空きを待つ会（見本）",
    "ban": "番を待つ会（見本）",
    "kari": "枠をおさえる会（見本）",
    "kuji": "開始をくじで待つ会（見本）",
    "harau": "お支払いの会（見本）",
    "shinsa": "承認を待つ会（見本）",
}
HALL = "tsunohazu/hall"


def make_stage() -> dict[str, Any]:
    """Numbers of the groups by their key, and what each of them has to do with."""
    make.NOON, make.TODAY = clock.now(), clock.day(clock.now())
    early = make.NOON - timedelta(hours=1)  # a new link may be asked for already
    groups = {
        key: make.group(
            name,
            password=PASSWORD,
            mail="" if key == "tegami" else f"{key}@example.jp",
            at=early,
        )
        for key, name in TROUPE.items()
    }
    make.staff(Role.COUNTER, login="kagi-mado")
    days = quiet_days(make.TODAY + timedelta(days=40))
    today = make.TODAY
    Group.objects.filter(pk=groups["kigen"].pk).update(valid_until=today + timedelta(days=20))
    suspensions.suspend(
        groups["teishi"].pk,
        "conduct",
        "連絡のないまま使わなかったことが3回ありました（見本）。",
        today + timedelta(days=60),
        by=make.ward(),
        at=make.NOON,
    )
    return {
        "groups": {key: group.number for key, group in groups.items()},
        "offers": [_offered(groups, days[0]), _offered(groups, days[1])],
        "owing": [_booked(groups["harau"], day, approved=True) for day in days[2:5]],
        "asked": _asked(groups["shinsa"], days[5], days[6]),
        "awaited": _awaited(groups, days[7]),
        "free": [f"{day}" for day in days[8:12]],
        "opening": f"{_opened_last()}",
    }


def _booked(group: Group, day: date, *, approved: bool = False) -> str:
    use = make.use("am", room=HALL, on=day)
    return str(make.booking(group, use, approved=approved, at=make.NOON).number)


def _asked(group: Group, day: date, other: date) -> list[str]:
    """Two that nobody has approved yet; of the second the hall has a question."""
    numbers = [_booked(group, day), _booked(group, other)]
    asked = group.bookings.get(number=numbers[1])
    decisions.wait(asked.pk, "舞台の図面を確かめています（見本）", by=make.counter(), at=make.NOON)
    return numbers


def _awaited(groups: dict[str, Group], day: date) -> str:
    """A taken cell for which two wait; nothing has been given back."""
    use = make.use("pm", room=HALL, on=day)
    make.booking(groups["harau"], use, at=make.NOON)
    for key in ("machi", "ban"):
        make.wait(groups[key], use, at=make.NOON)
    return f"{day}"


def _offered(groups: dict[str, Group], day: date) -> dict[str, Any]:
    """A cell that was given back and is offered to one of two who wait: whose turn it is."""
    use = make.use("night", room=HALL, on=day)
    taken = make.booking(groups["harau"], use, at=make.NOON)
    waits = {key: make.wait(groups[key], use, at=make.NOON) for key in ("machi", "ban")}
    make.cancel(taken, make.NOON)
    make.rest_over(make.NOON)
    first = next(key for key, wait in waits.items() if wait.offers.exists())
    return {"who": first, "pk": make.offer(waits[first]).pk}


def _opened_last() -> date:
    """A day of the month whose first-come on the web opened last."""
    rule = queries.rules(make.TODAY).opening
    first = month_start(make.TODAY)
    draws = [
        opening.draw_dates(add_months(first, n), opening.Klass.RESIDENTS, rule) for n in range(9)
    ]
    over = [each.month for each in draws if each.web_from < make.NOON]
    last: date = quiet_days(max(over))[3]
    return last


def no_mail_arrives(number: str) -> int:
    """The mail server says that the address of that group is unknown."""
    sent = Delivery.objects.filter(channel="mail", notice__group__number=number)
    found = sent.exclude(done_at=None).order_by("-pk")[0]
    bouncing.note(found.pk, "5.1.1", by=make.manager(), at=clock.now())
    return int(found.pk)


def take(number: str, day: str, slot: str) -> str:
    """Somebody else is quicker; the holds of others have run out."""
    group = Group.objects.get(number=number)
    use = make.use(slot, room=HALL, on=date.fromisoformat(day))
    made = make.application(group, [use], token=uuid4(), at=clock.now())
    return str(made.bookings.get().number)
