"""料金表の入力: the shapes of what is typed about a version, and its content as one sheet of cells.

The sheet sends the same rows as a file, so that both are read by one set of rules.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from uketsuke.doors.shared.inputs.dates import read_date
from uketsuke.doors.shared.inputs.forms import DateField, Form, LineField, ReasonField
from uketsuke.doors.shared.words.sentences import room_name, sentence, slot_name
from uketsuke.halls.queries import atlas
from uketsuke.tariffs.content import CHANGE_OVERS, FIGURES, Content
from uketsuke.tariffs.files import HEAD, KINDS, Problem, Row, rows
from uketsuke.tariffs.quote import DAY_KINDS

_OFF = {"autocomplete": "off"}
_SPARE = 3
_MOST_ROWS = 120

# The columns of the parts that have as many rows as one likes: the column, its heading, its size.
LISTS: dict[str, tuple[tuple[str, Promise, str], ...]] = {
    "tiers": (
        ("code", _("入場料の最高額（円まで。空欄：それを超えるもの）"), "input--6"),
        ("value", _("基本料金に対する割合（%）"), "input--4"),
    ),
    "refund_steps": (
        ("code", _("利用日の何日前まで（当日は0）"), "input--4"),
        ("value", _("還付する割合（%）"), "input--4"),
    ),
    "reductions": (
        ("code", _("コード"), "input--8"),
        ("label", _("名称"), "input--12"),
        ("value", _("減額する割合（%。空欄：職員が決定）"), "input--4"),
    ),
    "equipment": (
        ("code", _("コード"), "input--8"),
        ("label", _("名称"), "input--12"),
        ("unit", _("単位"), "input--4"),
        ("value", _("1区分の料金（円）"), "input--6"),
    ),
}
TITLES: dict[str, Promise] = {
    "tiers": _("入場料の区分"),
    "refund_steps": _("取消のときの還付"),
    "reductions": _("減額・免除"),
    "equipment": _("附帯設備"),
}


class OfficialForm(Form):
    """正式な料金にする前の確認."""

    checked = forms.BooleanField(
        label=_("条例・規則に定める料金と、1円も違わないことを確かめました")
    )


class ReleaseForm(Form):
    """公布する前の確認."""

    checked = forms.BooleanField(label=_("前の版との違いと、予約への影響を確かめました"))


class WithdrawForm(Form):
    """案に戻す理由."""

    reason = ReasonField(label=_("案に戻す理由"), max_length=100)


class CopyForm(Form):
    """写した案の名前と施行日."""

    code = LineField(
        label=_("版の記号"),
        max_length=20,
        help_text=_("半角の英数字とハイフン（例：2027-04）。あとから変えられません。"),
        attrs=_OFF | {"autocapitalize": "none", "spellcheck": "false", "class": "input--8"},
        validators=[
            RegexValidator(r"^[A-Za-z0-9-]+\Z", _("半角の英数字とハイフンだけにしてください。"))
        ],
    )
    label = LineField(label=_("版の名称"), max_length=60, attrs=_OFF)
    in_force_from = DateField(label=_("施行日"), typed=True, help_text=_("明日より後の日"))


class UploadForm(Form):
    """取り込むファイル."""

    file = forms.FileField(
        label=_("ファイル"), help_text=_("書き出したときと同じ形のCSVかJSON、200KBまで")
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """入力欄: ``name`` is its place, ``label`` what a reader hears."""

    name: str
    value: str
    label: str
    wrong: str  # the place with the fault, empty where there is none
    size: str = "input--4"
    numeric: bool = True


@dataclass(slots=True)
class Sheet:
    """料金表の入力票: what stands in each cell, by its name; ``wrong`` are places with a fault."""

    values: Mapping[str, str]
    wrong: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, content: Content) -> "Sheet":
        """The sheet of a version as it is stored."""
        values: dict[str, str] = {}
        parts = {word: part for part, word in KINDS.items()}
        count = dict.fromkeys(KINDS, 0)
        for row in rows(content):
            part = parts[row.kind]
            if part == "base":
                values[_fee_name(row.code, row.slot, row.day_kind)] = row.value
            elif part in LISTS:
                for column, _label, _size in LISTS[part]:
                    values[f"{part}:{count[part]}:{column}"] = getattr(row, column)
                count[part] += 1
            else:
                values[f"{part}:{row.code}"] = row.value
        return cls(values)

    @classmethod
    def sent(cls, posted: Mapping[str, Any]) -> "Sheet":
        """The sheet as somebody filled it in."""
        return cls({name: str(posted[name]).strip() for name in posted if ":" in name})

    def rows(self) -> list[Row]:
        """The rows that the sheet says; rows without anything in them are left out."""
        found = [Row(f"head:{name}", "head", name, value=self._head(name)) for name in HEAD]
        for room, slot, kind in _fees():
            name = _fee_name(room, slot, kind)
            found.append(Row(name, "base", room, slot, kind, value=self._value(name)))
        found += [
            Row(f"figures:{name}", "figures", name, value=self._value(f"figures:{name}"))
            for name in FIGURES
        ]
        for part, columns in LISTS.items():
            for nth in range(self._count(part)):
                cells = {each: self._value(f"{part}:{nth}:{each}") for each, _, _ in columns}
                if any(cells.values()):
                    found.append(Row(f"{part}:{nth}", part, **cells))
        return found

    def blame(self, problems: Iterable[Problem], form: Form) -> None:
        """Mark the cells and say in ``form`` what is wrong where."""
        for problem in problems:
            where, said = _where(problem.place), sentence(problem.reason)
            if not where:
                form.add_error(None, said)
                continue
            first = problem.place not in self.wrong  # what the cell is described by
            mark = format_html(' id="wrong-{}"', problem.place) if first else ""
            way = format_html('<a href="#{}">{}</a>', self._way(problem.place), where)
            form.add_error(None, format_html("<span{}>{}：{}</span>", mark, way, said))
            self.wrong.add(problem.place)

    @property
    def head(self) -> dict[str, Cell]:
        """The named cells of the head."""
        names = {
            "label": _("版の名称"),
            "in_force_from": _("施行日"),
            "change_over": _("切替の規則"),
        }
        return {
            name: self._cell(f"head:{name}", str(label), size="input--12", numeric=False)
            for name, label in names.items()
        }

    @property
    def change_overs(self) -> list[tuple[str, str, bool]]:
        """The rules of change: key, words, whether it is chosen."""
        chosen = self._value("head:change_over")
        return [(key, translate(words), key == chosen) for key, words in CHANGE_OVERS.items()]

    @property
    def halls(self) -> list[dict[str, Any]]:
        """Rooms by slots by kinds of day, hall by hall."""
        return [
            {
                "name": hall.name,
                "slots": hall.rooms[0].slots,
                "rooms": [
                    {
                        "name": room.name,
                        "cells": [
                            self._cell(_fee_name(room.key, slot.code, kind))
                            for kind in DAY_KINDS
                            for slot in room.slots
                        ],
                    }
                    for room in hall.rooms
                ],
            }
            for hall in atlas().halls.values()
            if hall.rooms
        ]

    @property
    def figures(self) -> list[tuple[Cell, str]]:
        """The single figures, each with its unit."""
        return [
            (self._cell(f"figures:{name}", translate(label)), unit)
            for name, (label, unit, _least, _most) in FIGURES.items()
        ]

    @property
    def lists(self) -> list[dict[str, Any]]:
        """The parts with any number of rows, some spare ones at their end."""
        return [
            {
                "part": part,
                "title": TITLES[part],
                "headings": [heading for _name, heading, _size in columns],
                "rows": [
                    [
                        self._cell(
                            f"{part}:{nth}:{name}",
                            f"{TITLES[part]} {nth + 1} {heading}",
                            size=size,
                            numeric=name == "value" or part in ("tiers", "refund_steps"),
                        )
                        for name, heading, size in columns
                    ]
                    for nth in range(min(self._count(part) + _SPARE, _MOST_ROWS))
                ],
            }
            for part, columns in LISTS.items()
        ]

    def _cell(
        self, name: str, label: str = "", *, size: str = "input--4", numeric: bool = True
    ) -> Cell:
        places = (name, name.rpartition(":")[0])
        wrong = next((place for place in places if place in self.wrong), "")
        return Cell(name, self._value(name), label or _where(name), wrong, size, numeric)

    def _way(self, place: str) -> str:
        """The name of the cell at that place; of a row its first."""
        part = place.partition(":")[0]
        return f"{place}:{LISTS[part][0][0]}" if part in LISTS else place

    def _head(self, name: str) -> str:
        value = self._value(f"head:{name}")
        day = read_date(value) if name == "in_force_from" else None
        return day.isoformat() if day else value

    def _value(self, name: str) -> str:
        return self.values.get(name, "")

    def _count(self, part: str) -> int:
        """How many rows of that part there are, up to the last one with anything in it."""
        pattern = re.compile(rf"{part}:([0-9]{{1,3}}):")
        used = [
            int(found[1])
            for name, value in self.values.items()
            if value and (found := pattern.match(name))
        ]
        return min(max(used, default=-1) + 1, _MOST_ROWS)


def _fees() -> list[tuple[str, str, str]]:
    return [
        (room.key, slot.code, kind)
        for room in atlas().rooms.values()
        for kind in DAY_KINDS
        for slot in room.slots
    ]


def _fee_name(room: str, slot: str, kind: str) -> str:
    return f"base:{room}:{slot}:{kind}"


def _where(place: str) -> str:
    """The place of a cell or row in words."""
    part, *rest = place.split(":")
    if part == "base" and len(rest) == 3:
        return f"{room_name(rest[0])} {DAY_KINDS.get(rest[2], rest[2])} {slot_name(rest[1])}"
    if part in LISTS and rest:
        return translate("%(part)sの%(nth)s行目") % {
            "part": TITLES[part],
            "nth": int(rest[0]) + 1,
        }
    if part == "figures" and rest:
        return translate(FIGURES[rest[0]][0])
    return translate(HEAD[rest[0]]) if part == "head" and rest else ""
