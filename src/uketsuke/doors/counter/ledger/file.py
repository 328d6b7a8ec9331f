"""台帳のCSV: what the ledger shows, one line for each item; no person is named in it."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from uketsuke.bookings.daybook import Daybook, Item
from uketsuke.doors.counter.ledger.grid import LOOKS, PAYMENT
from uketsuke.doors.shared.drawing.downloads import ENCODINGS, csv_file
from uketsuke.halls.facts import RoomFacts
from uketsuke.halls.queries import atlas
from uketsuke.kernel.calendar import fiscal_year, fiscal_year_ja, holiday_name, wareki, weekday_ja
from uketsuke.kernel.practice import LABEL, is_practice

LABELS: dict[str, Promise] = {"utf-8": _("Excel（UTF-8）"), "cp932": _("シフトJIS")}
HEADINGS = (
    *(_("利用日"), _("和暦"), _("曜日"), _("祝日"), _("年度"), _("館"), _("施設"), _("区分")),
    *(_("開始"), _("終了"), _("状態"), _("予約番号"), _("利用者"), _("催しの名前"), _("支払い")),
)


def response(
    rooms: Sequence[RoomFacts], days: Sequence[date], book: Daybook, encoding: str
) -> HttpResponse:
    """The items of those rooms and days as a file to be opened with a spreadsheet."""
    headings = [str(heading) for heading in HEADINGS]
    lines = [_line(room, item) for day in days for room, item in _items(rooms, day, book)]
    name = f"daicho-{days[0]:%Y%m%d}-{days[-1]:%Y%m%d}.csv"
    name = f"{LABEL}_{name}" if is_practice() else name
    return csv_file(headings, lines, name, ENCODINGS[encoding], tell=True)


def _items(
    rooms: Sequence[RoomFacts], day: date, book: Daybook
) -> Iterator[tuple[RoomFacts, Item]]:
    for room in rooms:
        for item in book[room.key, day]:
            yield room, item


def _line(room: RoomFacts, item: Item) -> list[str]:
    day = item.date
    slots = [room.slot(code) for code in item.slots]
    payment = PAYMENT.get(item.payment)
    return [
        day.isoformat(),
        wareki(day),
        weekday_ja(day),
        holiday_name(day) or "",
        fiscal_year_ja(fiscal_year(day)),
        atlas().halls[room.hall].short_name,
        room.name,
        "・".join(slot.label for slot in slots),
        f"{slots[0].starts:%H:%M}" if slots else "",
        f"{slots[-1].ends:%H:%M}" if slots else "",
        str(LOOKS[item.state][0]),
        item.number,
        item.group,
        item.title,
        str(payment[1]) if payment else "",
    ]
