"""電話での申込: the one form that a booking over the phone takes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from uketsuke.bookings import daybook
from uketsuke.bookings.models import Purpose
from uketsuke.bookings.reception import Description, UseDay
from uketsuke.doors.counter.ledger.grid import LOOKS
from uketsuke.doors.shared.inputs.forms import (
    CountField,
    DateField,
    Form,
    LineField,
    TitleField,
    TokenField,
    YenField,
)
from uketsuke.halls.facts import RoomFacts
from uketsuke.halls.models import RoomKind
from uketsuke.halls.queries import atlas
from uketsuke.kernel.calendar import date_ja


def _numbered_purposes() -> list[tuple[str, str | Promise]]:
    """利用目的 with a digit before each: one key chooses it."""
    numbered = [(code, f"{n} {label}") for n, (code, label) in enumerate(Purpose.choices, 1)]
    return [("", _("選んでください")), *numbered]


class BookForm(Form):
    """予約 on behalf of a group: who, what for, where and when. In the order of the phone call:
    hands that start in the first field need not leave the keyboard, the cells are set already."""

    group = LineField(
        label=_("利用者"),
        max_length=80,
        help_text=_("利用者番号・電話・名前のどれか"),
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    title = TitleField(label=_("催しの名前"), max_length=80, attrs={"autocomplete": "off"})
    purpose = forms.ChoiceField(
        label=_("利用の目的"), choices=_numbered_purposes, help_text=_("数字のキーで選べます")
    )
    attendance = CountField(label=_("人数"), unit=_("人"), least=1, most=99_999)
    admission = YenField(
        label=_("入場料（最高額）"),
        required=False,
        most=1_000_000,
        help_text=_("無料なら空欄のまま"),
    )
    commercial = forms.BooleanField(label=_("営利・宣伝の利用"), required=False)
    rehearsal = forms.BooleanField(label=_("練習・準備だけの利用"), required=False)
    public = forms.BooleanField(label=_("催し物として案内してよい"), required=False)
    room = forms.ChoiceField(label=_("施設"))
    date = DateField(label=_("利用日"), typed=True)
    slots = forms.MultipleChoiceField(
        label=_("利用区分"), widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--inline"})
    )
    dressing = forms.MultipleChoiceField(
        label=_("楽屋（同じ日・同じ区分）"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--inline"}),
        error_messages={
            "invalid_choice": _("楽屋は、選んだ施設と同じ館のものを選び直してください。")
        },
    )
    chosen = forms.CharField(required=False, max_length=8, widget=forms.HiddenInput)
    token = TokenField()

    def __init__(
        self, data: Mapping[str, Any] | None, initial: dict[str, Any], at: datetime
    ) -> None:
        super().__init__(data, initial=initial)
        self.let_choose("room", _room_choices())
        room, day = _place(self)
        free = _words_of_day(room, day, at)
        # 選ばれた日: in large letters, so that the clerk reads it out to the caller.
        self.chosen_words = (
            f"{atlas().halls[room.hall].short_name} {room.name} {date_ja(day)}" if day else ""
        )
        slots = ((slot.code, slot.label, free.get((room.key, slot.code))) for slot in room.slots)
        self.let_choose("slots", [(code, _named(label, words)) for code, label, words in slots])
        beside = [each for each in _dressing_rooms(room) if each.key != room.key]
        self.let_choose("dressing", [(each.key, each.name) for each in beside])

    @property
    def uses(self) -> list[UseDay]:
        """The use days that are asked for: the room, and each dressing room with it."""
        given = self.cleaned_data
        room = atlas().room(given["room"])
        slots = room.in_order(set(given["slots"]))
        rooms = [room.key, *given["dressing"]]
        return [UseDay(key, given["date"], slots) for key in rooms]

    @property
    def description(self) -> Description:
        """What the group does there."""
        given = self.cleaned_data
        return Description(
            given["title"],
            given["purpose"],
            given["attendance"],
            given["admission"] or 0,
            commercial=given["commercial"],
            rehearsal=given["rehearsal"],
            public=given["public"],
        )


def _place(form: BookForm) -> tuple[RoomFacts, date | None]:
    """The room and the day that stand in the form now, as far as they can be read."""
    rooms = atlas().rooms
    room = rooms.get(str(form["room"].value() or "")) or next(iter(rooms.values()))
    try:
        return room, form.fields["date"].clean(form["date"].value() or None)
    except forms.ValidationError:
        return room, None


def _room_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (hall.name, [(room.key, f"{hall.short_name} {room.name}") for room in hall.rooms])
        for hall in atlas().halls.values()
    ]


def _dressing_rooms(room: RoomFacts) -> list[RoomFacts]:
    rooms = atlas().halls[room.hall].rooms
    return [each for each in rooms if each.kind == RoomKind.DRESSING]


def _words_of_day(
    room: RoomFacts, day: date | None, at: datetime
) -> dict[tuple[str, str], str | Promise]:
    """What each slot of ``room`` is on that day, in a word or by its group's name."""
    if day is None:
        return {}
    items = daybook.read([room], day, day, at)[room.key, day]
    return {
        (item.room, slot): item.group or LOOKS[item.state][0]
        for item in items
        for slot in item.slots
    }


def _named(label: str, state: str | Promise | None) -> str:
    return f"{label}（{state}）" if state else label
