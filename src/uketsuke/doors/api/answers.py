"""答え: what the API tells of halls, cells, prices and lotteries. No person stands in any of it."""

import csv
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from uketsuke.bookings import availability
from uketsuke.bookings.cells import Cell
from uketsuke.doors.shared.inputs.forms import CountField, DateField, Form
from uketsuke.halls.facts import RoomFacts
from uketsuke.halls.queries import atlas
from uketsuke.kernel import clock
from uketsuke.lottery import queries as lottery
from uketsuke.reports.open import published
from uketsuke.tariffs.queries import quote_for
from uketsuke.tariffs.quote import Use

MOST_DAYS = 62
ROUNDS = 24
CSV_TYPE = "text/csv; charset=utf-8"
COLUMNS = ("room", "date", "slot", "state", "reason", "residents_from", "others_from", "until")


class RoomForm(Form):
    """施設."""

    room = forms.ChoiceField(label=_("施設"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rooms = [(key, key) for key in atlas().rooms]
        self.let_choose("room", rooms)


class CellsForm(RoomForm):
    """空きの範囲."""

    first = DateField(label=_("初めの日"))
    last = DateField(label=_("終わりの日"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("first"), given.get("last")
        if first and last and not first <= last < first + timedelta(days=MOST_DAYS):
            self.add_error("last", _("初めの日から62日以内の日を指定してください。"))
        return given


class YearForm(Form):
    """年度."""

    year = CountField(label=_("年度（4月から始まる年）"), unit="", least=2020, most=2099)


class PriceForm(RoomForm):
    """料金を知りたい利用."""

    date = DateField(label=_("利用日"))
    slots = forms.CharField(label=_("区分（am,pm のように）"), max_length=40)
    admission = CountField(label=_("入場料"), unit=_("円"), least=0, most=1_000_000, required=False)
    commercial = forms.BooleanField(label=_("営利"), required=False)
    rehearsal = forms.BooleanField(label=_("練習"), required=False)


def halls() -> dict[str, Any]:
    """施設の一覧."""
    return {
        "halls": [
            {
                "code": hall.code,
                "name": hall.name,
                "address": hall.address,
                "rooms": [_room(room) for room in hall.rooms],
            }
            for hall in atlas().halls.values()
        ]
    }


def cells(room: str, first: date, last: date) -> dict[str, Any]:
    """空き状況 as a stranger sees it."""
    return {"room": room, "cells": list(_cells(room, first, last))}


def cells_csv(room: str, first: date, last: date) -> HttpResponse:
    """空き状況 as CSV (UTF-8 with BOM, so that office programs read it)."""
    written = StringIO()
    rows = csv.DictWriter(written, COLUMNS, lineterminator="\r\n")
    rows.writeheader()
    rows.writerows({"room": room} | each for each in _cells(room, first, last))
    return HttpResponse("\ufeff" + written.getvalue(), content_type=CSV_TYPE)


def price(
    room: str,
    date: date,
    slots: str,
    admission: int | None,
    *,
    commercial: bool,
    rehearsal: bool,
) -> dict[str, Any]:
    """料金, line by line. Raises Refusal ``halls.*`` and ``quote.*``."""
    codes = {word.strip() for word in slots.split(",") if word.strip()}
    use = Use(
        room=room,
        date=date,
        slots=atlas().room(room).in_order(codes),
        admission=admission or 0,
        commercial=commercial,
        rehearsal=rehearsal,
    )
    told = quote_for(use, clock.day(clock.now()))
    return {
        "room": told.room,
        "date": told.date.isoformat(),
        "slots": list(told.slots),
        "tariff": told.tariff,
        "official": told.official,
        "lines": [
            {"code": line.code, "label": line.label, "amount": line.amount} for line in told.lines
        ],
        "total": told.total,
    }


def statistics(year: int) -> dict[str, Any]:
    """利用の統計 of a 年度."""
    return published(year)


def rounds() -> dict[str, Any]:
    """抽選の一覧, the newest first."""
    at = clock.now()
    found = lottery.rounds().prefetch_related("draws").order_by("-dates__closes_at", "code")
    return {"rounds": [_round(each, at) for each in found[:ROUNDS]]}


def _room(room: RoomFacts) -> dict[str, Any]:
    return {
        "key": room.key,
        "name": room.name,
        "kind": room.kind,
        "capacity": room.capacity,
        "capacity_is_sample": room.capacity_is_sample,
        "web_bookable": room.web_bookable,
        "slots": [
            {
                "code": slot.code,
                "label": slot.label,
                "starts": f"{slot.starts:%H:%M}",
                "ends": f"{slot.ends:%H:%M}",
            }
            for slot in room.slots
        ],
    }


def _cells(key: str, first: date, last: date) -> Iterator[dict[str, Any]]:
    room = atlas().room(key)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    seen = availability.cells([room], days, None, clock.now())
    for (_room_key, day, slot), cell in seen.items():
        yield {"date": day.isoformat(), "slot": slot} | _cell(cell)


def _cell(cell: Cell) -> dict[str, Any]:
    told = asdict(cell)
    del told["at_counter"]
    return {name: _written(value) for name, value in told.items()}


def _round(each: Any, at: datetime) -> dict[str, Any]:
    drawn, dates = list(each.draws.all()), each.dates
    return {
        "code": each.code,
        "month": dates.use_month.isoformat(),
        "klass": dates.klass,
        "stage": str(lottery.stage(each, at, drawn=bool(drawn))),
        "entries_from": _written(dates.entries_from),
        "closes_at": _written(dates.closes_at),
        "commitment": each.commitment,
        "record": f"/lottery/{each.code}/record.json" if drawn else None,
    }


def _written(value: Any) -> Any:
    """Moments as Japan's clocks show them, with the offset."""
    return value.astimezone(clock.TOKYO).isoformat() if isinstance(value, datetime) else value
