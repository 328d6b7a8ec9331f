"""減免・附帯設備・利用日の変更・収納の取消: the shapes of what staff type about what is owed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from uketsuke.bookings import along, reductions
from uketsuke.bookings.models import Booking, ReductionRequest
from uketsuke.bookings.reception import UseDay
from uketsuke.doors.shared.inputs.forms import (
    CountField,
    DateField,
    Form,
    LineField,
    ReasonField,
    TitleField,
)
from uketsuke.equipment.queries import lent_with
from uketsuke.halls.queries import atlas
from uketsuke.kernel.yen import yen
from uketsuke.tariffs.queries import version

MOST_PIECES = 999


class AskForm(Form):
    """減免の申請 that is brought to the counter."""

    prefix = "ask"
    kind = forms.ChoiceField(label=_("減免の種類"), widget=forms.RadioSelect)
    evidence = TitleField(
        label=_("理由を示す書類"),
        required=False,
        max_length=200,
        help_text=_("例：区の後援承認通知書。認定の記録があれば、空欄でかまいません。"),
    )

    def __init__(self, data: Mapping[str, Any] | None, booking: Booking) -> None:
        super().__init__(data)
        self.let_choose("kind", kind_choices(booking))


class DecideForm(Form):
    """減免の決定; ``percent`` only where the kind has none of its own."""

    prefix = "decide"
    percent = CountField(label=_("減額の割合"), unit="%", least=0, most=100, required=False)
    reason = ReasonField(
        label=_("理由"),
        max_length=200,
        required=False,
        help_text=_("承認しないときは、利用者にお知らせします。"),
    )

    def __init__(self, data: Mapping[str, Any] | None, asked: ReductionRequest) -> None:
        super().__init__(data)
        kind = reductions.kinds(asked.booking).get(asked.kind)
        if kind and kind.percent is not None:
            del self.fields["percent"]


class CertificateForm(Form):
    """減免の認定: the paper a group has shown."""

    prefix = "certificate"
    document = LineField(
        label=_("書類の種類と番号"), max_length=60, help_text=_("例：団体認定書 第0000号（見本）")
    )
    valid_until = DateField(label=_("認定の期限"), typed=True)


class ExtrasForm(Form):
    """附帯設備と超過: how many of each were used, by the booking's own tariff."""

    prefix = "extras"

    def __init__(self, data: Mapping[str, Any] | None, booking: Booking) -> None:
        super().__init__(data, initial=_said(booking))
        facts = version(booking.tariff_id).facts
        things, rooms = _things(booking)
        self.fields["overtime"] = CountField(
            label=_("超過"),
            unit=_("時間"),
            least=0,
            most=facts.overtime_max_hours,
            required=False,
            help_text=_("始まった1時間を1と数えます。"),
        )
        self._codes = {f"item-{nth}": code for nth, code in enumerate(facts.equipment)}
        for name, code in self._codes.items():
            item = facts.equipment[code]
            self.fields[name] = CountField(
                label=f"{item.label}（1{item.unit} {yen(item.amount)}）",
                unit=item.unit,
                least=0,
                most=MOST_PIECES,
                required=False,
            )
            self.initial[name] = things.get(code)
        names = _dressing(booking)
        if names:
            self.fields["dressing"] = forms.MultipleChoiceField(
                label=_("楽屋"),
                required=False,
                choices=names,
                initial=rooms,
                widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--inline"}),
            )

    @property
    def quantities(self) -> dict[str, int]:
        given = self.cleaned_data
        return {code: given[name] or 0 for name, code in self._codes.items()}

    @property
    def dressing(self) -> list[str]:
        """楽屋 that were used, by key."""
        return list(self.cleaned_data.get("dressing", []))


class MoveForm(Form):
    """利用日の変更: the room, day and slots it should have."""

    room = forms.ChoiceField(label=_("施設"))
    date = DateField(label=_("利用日"), typed=True)
    slots = forms.MultipleChoiceField(
        label=_("利用区分"), widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--inline"})
    )
    reason = ReasonField(label=_("変更の理由"), max_length=200)
    shown = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, data: Mapping[str, Any] | None, booking: Booking) -> None:
        now = {
            "room": booking.room.key,
            "date": booking.date.isoformat(),
            "slots": booking.slot_codes,
        }
        super().__init__(data, initial=now)
        hall = atlas().halls[booking.room.hall.code]
        self.let_choose("room", [(room.key, room.name) for room in hall.rooms])
        self.let_choose(
            "slots", [(slot.code, slot.label) for slot in atlas().room(booking.room.key).slots]
        )

    @property
    def use(self) -> UseDay:
        given = self.cleaned_data
        on: date = given["date"]
        room = atlas().room(given["room"])
        return UseDay(room.key, on, room.in_order(set(given["slots"])))


class VoidForm(Form):
    """収納の取消."""

    prefix = "void"
    reason = ReasonField(label=_("取り消す理由（利用者にお知らせします）"), max_length=200)


def kind_choices(booking: Booking) -> list[tuple[str, str]]:
    """減免の種類 with its percent."""
    return [
        (code, kind.label if kind.percent is None else f"{kind.label}（{kind.percent}%減額）")
        for code, kind in reductions.kinds(booking).items()
    ]


def _said(booking: Booking) -> dict[str, Any]:
    return {"overtime": booking.extras.get("overtime") or None}


def _things(booking: Booking) -> tuple[dict[str, int], list[str]]:
    """What was billed apart; before that, what the hall decided to lend: the proposal."""
    if said := booking.extras:
        return dict(said.get("equipment", {})), list(said.get("dressing", []))
    return along.proposal(booking.number)


def _dressing(booking: Booking) -> list[tuple[str, str]]:
    """楽屋 that go with the booking's room and have a fee, by key."""
    lent = [item for item in lent_with(booking.room.key, booking.date) if item.room]
    known = {room for room, _, _ in version(booking.tariff_id).facts.base}
    return [(item.room, item.name) for item in lent if item.room in known]
