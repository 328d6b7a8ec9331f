"""料金表の影響: what is new in a version, which bookings it changes, and what it would bring in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as translate
from django.views.decorators.http import require_GET

from uketsuke.bookings import repricing
from uketsuke.doors.counter.tariffs.views import LOOKING, find, url
from uketsuke.doors.shared.drawing.charts import Bar, Chart, chart
from uketsuke.doors.shared.drawing.downloads import csv_file
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.words.sentences import room_name, slot_name
from uketsuke.groups.models import Eligibility
from uketsuke.halls.queries import atlas
from uketsuke.kernel import clock
from uketsuke.kernel.calendar import fiscal_year, fiscal_year_ja
from uketsuke.kernel.text import digits
from uketsuke.kernel.yen import yen
from uketsuke.tariffs import queries
from uketsuke.tariffs.content import Content, Difference, differences
from uketsuke.tariffs.models import Tariff
from uketsuke.tariffs.simulation import Affected, Line, affected, lines, summed

A_PAGE = 100
FIRST_YEAR, AHEAD, BACK = 2000, 2, 8


@dataclass(frozen=True, slots=True)
class Sums:
    """小計の表: ``title``, the heading of what is summed, and (name, line) for each."""

    title: str
    heading: str
    lines: list[tuple[str, Line]]


@staff(*LOOKING)
@require_GET
def changes(request: Visit, code: str) -> HttpResponse:
    """前の版との違い, and every running booking whose price would change."""
    tariff = find(code)
    version, before = queries.as_version(tariff), queries.before(tariff)
    said = queries.content(tariff)
    old = queries.content(before) if before else None
    moved = repricing.running(version, clock.now())
    if "csv" in request.GET:
        return _running_csv(tariff, moved)
    context = {
        "tariff": tariff,
        "by_use": version.by_use,
        "before": before,
        "differences": _in_words(differences(old, said), old, said) if old else [],
        "page": Paginator(moved, A_PAGE).get_page(request.GET.get("page")),
        "count": len(moved),
        "dearer": sum(each.change > 0 for each in moved),
        "change": sum(each.change for each in moved),
        "kept": repricing.approved_after(version),
        "back_url": url(code),
    }
    return render(request, "counter/tariffs/changes.html", context)


@staff(*LOOKING)
@require_GET
def trial(request: Visit, code: str) -> HttpResponse:
    """試算: a 年度's bookings by this version: income, and who pays more."""
    tariff = find(code)
    year = _year(request)
    priced, unpriced = repricing.of_year(queries.as_version(tariff), year)
    made = lines(priced)
    if "csv" in request.GET:
        return _trial_csv(tariff, year, made)
    total = Line(("",), len(priced), sum(e.old for e in priced), sum(e.new for e in priced))
    spread = affected(priced)
    sums = _sums(made)
    this_year = fiscal_year(clock.day(clock.now()))
    context = {
        "tariff": tariff,
        "year": year,
        "year_ja": fiscal_year_ja(year),
        "years": [
            (each, fiscal_year_ja(each)) for each in range(this_year + AHEAD, this_year - BACK, -1)
        ],
        "total": total,
        "unpriced": unpriced,
        "sums": sums,
        "lines": [(_names(line.key), line) for line in sorted(made, key=_place)],
        "affected": spread,
        "income_chart": _income_chart(sums[0], year),
        "spread_chart": _spread_chart(spread, year),
        "back_url": url(code),
    }
    return render(request, "counter/tariffs/trial.html", context)


def _in_words(
    found: Iterable[Difference], old: Content, new: Content
) -> list[tuple[str, str, Difference]]:
    """The differences with their part and place as people call them."""
    labels: dict[str, str] = {}
    for said in (old, new):
        labels |= {kind.code: kind.label for kind in said.reductions}
        labels |= {item.code: item.label for item in said.equipment}
    return [(translate(each.part), _what(each, labels), each) for each in found]


def _what(difference: Difference, labels: dict[str, str]) -> str:
    if difference.part == "基本料金":
        room, slot, kind = difference.what.split("|")
        return f"{room_name(room)} {translate(kind)} {slot_name(slot)}"
    return labels.get(difference.what, translate(difference.what))


def _year(request: Visit) -> int:
    this_year = fiscal_year(clock.day(clock.now()))
    year = int(digits(request.GET.get("year", ""))[:4] or this_year)
    return year if FIRST_YEAR <= year <= this_year + AHEAD else this_year


def _names(key: Sequence[str]) -> list[str]:
    hall, room, slot, klass = key
    return [
        atlas().halls[hall].name,
        atlas().room(room).name,
        slot_name(slot),
        str(Eligibility(klass).label),
    ]


def _place(line: Line) -> tuple[int, int, int]:
    """Where the line stands in the table: rooms, slots and classes in their own orders."""
    _hall, key, slot, klass = line.key
    rooms = list(atlas().rooms)
    slots = [each.code for each in atlas().room(key).slots]
    nth = slots.index(slot) if slot in slots else len(slots)
    return rooms.index(key), nth, Eligibility.values.index(klass)


def _sums(made: Sequence[Line]) -> list[Sums]:
    """The table by hall, by room, by slot and by class."""
    halls, known = atlas().halls, atlas()
    slots = [slot.code for room in known.rooms.values() for slot in room.slots]
    by_slot = sorted(summed(made, 2), key=lambda line: slots.index(line.key[0]))
    return [
        Sums(
            translate("館ごと"),
            translate("館"),
            [(halls[line.key[0]].name, line) for line in summed(made, 0)],
        ),
        Sums(
            translate("施設ごと"),
            translate("施設"),
            [(room_name(line.key[0]), line) for line in summed(made, 1)],
        ),
        Sums(
            translate("利用区分ごと"),
            translate("利用区分"),
            [(slot_name(line.key[0]), line) for line in by_slot],
        ),
        Sums(
            translate("利用者の区分ごと"),
            translate("利用者の区分"),
            [(str(Eligibility(line.key[0]).label), line) for line in summed(made, 3)],
        ),
    ]


def _income_chart(by_hall: Sums, year: int) -> Chart:
    bars = []
    for name, line in by_hall.lines:
        bars.append(Bar(f"{name} {translate('現在')}", line.old, yen(line.old), "plain"))
        bars.append(Bar(f"{name} {translate('この版')}", line.new, yen(line.new), "hatched"))
    told = "、".join(f"{bar.label} {bar.shown}" for bar in bars)
    title = translate("館ごとの収入の試算（%(year)s）") % {"year": fiscal_year_ja(year)}
    return chart("income", title, told, bars)


def _spread_chart(spread: Iterable[Affected], year: int) -> Chart:
    styles = ("dotted",) * 3 + ("plain",) + ("hatched",) * 3
    bars = [
        Bar(
            translate(each.label),
            each.bookings,
            translate("%(count)s件") % {"count": each.bookings},
            style,
        )
        for each, style in zip(spread, styles, strict=True)
    ]
    told = "、".join(f"{bar.label} {bar.shown}" for bar in bars)
    title = translate("料金の変わり方ごとの予約の数（%(year)s）") % {"year": fiscal_year_ja(year)}
    return chart("spread", title, told, bars)


def _running_csv(tariff: Tariff, moved: Iterable[repricing.Repriced]) -> HttpResponse:
    headings = ("予約番号", "施設", "利用日", "利用区分", "お知らせした料金", "この版", "増減")
    rows = (
        (
            each.number,
            room_name(each.room),
            each.date.isoformat(),
            "・".join(slot_name(slot) for slot in each.slots),
            each.old,
            "" if each.new is None else each.new,
            "" if each.new is None else each.change,
        )
        for each in moved
    )
    return csv_file(headings, rows, f"tariff-{tariff.code}-bookings.csv")


def _trial_csv(tariff: Tariff, year: int, made: Iterable[Line]) -> HttpResponse:
    headings = ("館", "施設", "利用区分", "利用者の区分", "件数", "現在", "この版", "増減")
    rows = (
        (*_names(line.key), line.uses, line.old, line.new, line.change)
        for line in sorted(made, key=_place)
    )
    return csv_file(headings, rows, f"tariff-{tariff.code}-{year}.csv")
