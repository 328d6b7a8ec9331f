"""打合せの入力: the time that is chosen, and the sheet, the same at home and at the counter."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from uketsuke.doors.shared.inputs.forms import CountField, Form, NotesField
from uketsuke.doors.shared.words.written import date_and_weekday
from uketsuke.kernel.refusals import Refusal
from uketsuke.meetings.actions import Agreed, Prepared
from uketsuke.meetings.appointments import Opening
from uketsuke.meetings.models import Sheet
from uketsuke.meetings.timetable import STAGES

_CLOCK = re.compile(r"([01]?\d|2[0-3])(?:[:時]([0-5]\d)分?|時(半)?|([0-5]\d))?")
MOST_PEOPLE = 99
# 進行表 in the language of whoever fills it in; on paper it is Japanese.
LABELS = {
    "move_in": _("搬入"),
    "set_up": _("仕込み"),
    "rehearsal": _("リハーサル"),
    "doors": _("開場"),
    "begins": _("開演"),
    "ends": _("終演"),
    "move_out": _("退館"),
}


class ClockField(forms.Field):
    """時刻: 「9:00」「９時半」「0930」 are understood; the value is a ``time``."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"autocomplete": "off", "class": "input--6", "maxlength": 12}

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values or isinstance(value, time):
            return value or None
        plain = unicodedata.normalize("NFKC", str(value)).replace(" ", "")
        found = _CLOCK.fullmatch(plain)
        if not found:
            raise ValidationError(_("時刻は 9:00 のように入力してください。"), "time")
        hour, minute, half, plain_minute = found.groups()
        return time(int(hour), 30 if half else int(minute or plain_minute or 0))


class AppointmentForm(Form):
    """打合せの日時: one of the times that are free."""

    when = forms.ChoiceField(
        label=_("打合せの日時"),
        error_messages={
            "invalid_choice": _("この時刻は、もう選べません。ほかの時刻を選んでください。")
        },
    )

    def __init__(self, data: Mapping[str, Any] | None, openings: Sequence[Opening]) -> None:
        super().__init__(data)
        free = [each for each in openings if each.left]
        days = [
            (
                date_and_weekday(day),
                [(_value(each), f"{each.starts:%H:%M}〜{each.ends:%H:%M}") for each in of],
            )
            for day, of in groupby(free, key=lambda each: each.date)
        ]
        self.let_choose("when", [("", _("選んでください")), *days])

    @property
    def chosen(self) -> tuple[date, time]:
        """The day and the time of a valid form."""
        moment = datetime.fromisoformat(self.cleaned_data["when"])
        return moment.date(), moment.time()


class PreparedForm(Form):
    """打合せ票のうち、利用者が書く分."""

    prefix = "sheet"
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**6)
    visitors = CountField(
        label=_("来場する人数（出演者を含む）"), unit=_("人"), most=99_999, required=False
    )
    own_crew = CountField(
        label=_("ご自分で連れてくる技術者の人数"), unit=_("人"), most=MOST_PEOPLE, required=False
    )
    open_fire = forms.BooleanField(label=_("火気や煙（スモーク）を使います"), required=False)
    sells = forms.BooleanField(label=_("品物を販売します"), required=False)
    notes = NotesField(label=_("ホールに伝えたいこと"), rows=4, max_length=1000, required=False)

    def __init__(self, data: Mapping[str, Any] | None, sheet: Sheet | None) -> None:
        super().__init__(data, initial=_initial(sheet))
        for name in STAGES:
            self.fields[name] = ClockField(label=LABELS[name])

    def field_of(self, refusal: Refusal) -> str | None:
        """The stage that is named."""
        stage = refusal.facts.get("stage")
        named = (name for name, said in STAGES.items() if said == stage)
        return next(named, super().field_of(refusal))

    @property
    def hours(self) -> list[forms.BoundField]:
        return [self[name] for name in STAGES]

    @property
    def rest(self) -> list[forms.BoundField]:
        return [self[name] for name in ("visitors", "own_crew", "open_fire", "sells", "notes")]

    @property
    def prepared(self) -> Prepared:
        given = self.cleaned_data
        return Prepared(
            **{name: given[name] for name in STAGES},
            own_crew=given["own_crew"] or 0,
            visitors=given["visitors"],
            open_fire=given["open_fire"],
            sells=given["sells"],
            notes=given["notes"],
        )


class SheetForm(PreparedForm):
    """打合せ票 as staff write it, with what the hall agrees to."""

    stage = CountField(label=_("舞台技術者"), unit=_("人"), most=MOST_PEOPLE, required=False)
    sound = CountField(label=_("音響技術者"), unit=_("人"), most=MOST_PEOPLE, required=False)
    lighting = CountField(label=_("照明技術者"), unit=_("人"), most=MOST_PEOPLE, required=False)
    guides = CountField(label=_("避難誘導係"), unit=_("人"), most=MOST_PEOPLE, required=False)
    exits_told = forms.BooleanField(
        label=_("避難経路・非常口・消火器の場所を説明しました"), required=False
    )
    office_notes = NotesField(
        label=_("ホールの控え（利用者には見えません）"),
        rows=3,
        max_length=1000,
        required=False,
    )

    @property
    def crew(self) -> list[forms.BoundField]:
        return [self[name] for name in ("stage", "sound", "lighting", "own_crew")]

    @property
    def agreed(self) -> Agreed:
        given = self.cleaned_data
        return Agreed(
            stage=given["stage"] or 0,
            sound=given["sound"] or 0,
            lighting=given["lighting"] or 0,
            guides=given["guides"] or 0,
            exits_told=given["exits_told"],
            office_notes=given["office_notes"],
        )


def _initial(sheet: Sheet | None) -> dict[str, Any]:
    if sheet is None:
        return {"seen": 0}
    fields = (*STAGES, "own_crew", "visitors", "open_fire", "sells", "notes")
    more = ("stage", "sound", "lighting", "guides", "exits_told", "office_notes")
    return {"seen": sheet.revision} | {name: getattr(sheet, name) for name in (*fields, *more)}


def _value(opening: Opening) -> str:
    return f"{opening.date.isoformat()}T{opening.starts:%H:%M}"
