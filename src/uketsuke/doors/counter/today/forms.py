"""当日: the shapes of what is typed about a day."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from uketsuke.day import hours
from uketsuke.day.hours import Happened
from uketsuke.day.queries import Row
from uketsuke.doors.shared.inputs.forms import CountField, Form, LineField, TimeField, TokenField
from uketsuke.kernel import clock
from uketsuke.kernel.refusals import Refusal

MOST_VISITORS = 99_999


def _visitors() -> CountField:
    return CountField(
        label=_("来場者数"), unit=_("人"), least=0, most=MOST_VISITORS, required=False
    )


class ActForm(Form):
    """一件の操作: the version of the record on the page, and the visitors where they are typed."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput())
    visitors = _visitors()


class NoteForm(Form):
    """引継ぎ."""

    prefix = "note"
    text = LineField(
        label=_("次の人に伝えること"),
        max_length=300,
        help_text=_("例：下手の照明が1灯切れています。個人の名前や電話番号は書かないでください。"),
        attrs={"autocomplete": "off", "data-key": "h"},
    )
    token = TokenField()


class RecordForm(Form):
    """当日の記録: all of it at once, to be put right or written down later."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput())
    expected = TimeField(
        label=_("遅れの連絡（着く見込み）"),
        required=False,
        help_text=_("電話があったとき、着く見込みの時刻。"),
    )
    arrived = TimeField(label=_("入館"), required=False)
    left = TimeField(
        label=_("退館"),
        required=False,
        help_text=_("夜の0時を過ぎたときは、0:20 のように入力します。"),
    )
    visitors = _visitors()

    def __init__(self, data: Mapping[str, Any] | None, row: Row) -> None:
        was, self._row = row.happened, row
        super().__init__(
            data,
            initial={
                "seen": row.version,
                "expected": _clock(was.expected),
                "arrived": _clock(was.arrived),
                "left": _clock(was.left),
                "visitors": was.visitors,
            },
        )

    def field_of(self, refusal: Refusal) -> str | None:
        """The time that is named."""
        if refusal.code == "day.future":
            was, written = self.happened, refusal.facts["written"]
            return next((n for n in ("arrived", "left") if getattr(was, n) == written), "expected")
        return super().field_of(refusal)

    @property
    def happened(self) -> Happened:
        """The record as it is typed."""
        given, on = self.cleaned_data, self._row.booking.date
        arrived = given["arrived"] and hours.moment(on, given["arrived"])
        return Happened(
            expected=given["expected"] and hours.moment(on, given["expected"]),
            arrived=arrived,
            left=given["left"] and hours.moment(on, given["left"], arrived),
            visitors=given["visitors"],
        )


def _clock(at: Any) -> Any:
    return at and at.astimezone(clock.TOKYO).time()
