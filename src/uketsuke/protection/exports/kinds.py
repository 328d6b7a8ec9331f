"""持ち出せるもの: which lists of persons there are, with which columns, for what.

What is not in this table does not leave as a file.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from uketsuke.bookings.models import Booking
from uketsuke.bookings.states import OCCUPYING
from uketsuke.groups.models import Group, GroupState, Person, PersonRole
from uketsuke.groups.queries import with_persons
from uketsuke.halls.queries import atlas
from uketsuke.kernel.calendar import date_ja

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """範囲: of which hall ("": all) and which days of use. A list of groups needs no days."""

    hall: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """持出しの種類: ``rows`` are read at the moment of asking; ``days``: whether days bound it."""

    code: str
    label: str
    purpose: str
    columns: Row
    rows: Callable[[Scope], Iterable[Row]]
    days: bool


def _groups(_: Scope) -> Iterator[Row]:
    """利用者の名簿: of all halls, for a group belongs to none."""
    living = Group.objects.exclude(state=GroupState.CLOSED).order_by("number")
    for group in with_persons(living):
        of = {person.role: person for person in group.persons.all()}
        head = of.get(PersonRole.REPRESENTATIVE, Person())
        contact = of.get(PersonRole.CONTACT, Person())
        yield (
            *(group.number, group.name, group.get_eligibility_display(), group.get_state_display()),
            *(head.name, head.address, head.phone_home or head.phone_mobile),
            *(contact.name, contact.address, contact.phone_home, contact.phone_mobile),
            contact.mail,
        )


def _uses(scope: Scope) -> Iterator[Row]:
    """利用予定と連絡先: whom to call when something happens on those days."""
    found = Booking.objects.filter(date__range=(scope.first, scope.last), state__in=OCCUPYING)
    if scope.hall:
        found = found.filter(room__hall__code=scope.hall)
    found = found.select_related("group", "application", "room__hall").order_by("date", "room")
    bookings = list(found)
    people = Person.objects.filter(role=PersonRole.CONTACT)
    contacts = {
        each.group_id: each for each in people.filter(group__in={b.group_id for b in bookings})
    }
    for booking in bookings:
        contact = contacts.get(booking.group_id, Person())
        room = atlas().room(booking.room.key)
        slots = "・".join(room.slot(code).label for code in booking.slot_codes)
        yield (
            *(booking.number, date_ja(booking.date), booking.room.hall.name, room.name),
            *(slots, booking.group.number, booking.group.name, booking.application.title),
            *(contact.name, contact.phone_mobile or contact.phone_home, contact.mail),
        )


KINDS = {
    kind.code: kind
    for kind in (
        Kind(
            "groups",
            "利用者の名簿",
            "登録者名簿の区への提出",
            (
                *("利用者番号", "団体名", "区分", "状態", "代表者", "代表者の住所"),
                *("代表者の電話", "連絡担当者", "連絡担当者の住所", "電話（自宅）"),
                *("電話（携帯）", "メールアドレス"),
            ),
            _groups,
            days=False,
        ),
        Kind(
            "uses",
            "利用予定と連絡先",
            "停電や災害のとき、その日に利用する方への連絡",
            (
                *("予約番号", "利用日", "館", "施設", "区分", "利用者番号", "団体名", "催しの名前"),
                *("連絡担当者", "電話", "メールアドレス"),
            ),
            _uses,
            days=True,
        ),
    )
}
