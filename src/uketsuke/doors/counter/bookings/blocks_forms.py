"""休止の起案と終了: the shapes of what staff type about blocks."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from uketsuke.bookings.blocks import Closing
from uketsuke.bookings.models import PASSING, BlockReason
from uketsuke.doors.shared.inputs.forms import DateField, Form, LineField, ReasonField
from uketsuke.halls.queries import atlas


class BlockForm(Form):
    """休止の起案 for rooms of ``hall``: all ``slots`` of every day from ``starts`` to ``ends``."""

    rooms = forms.MultipleChoiceField(
        label=_("施設"), widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--inline"})
    )
    starts = DateField(label=_("始まりの日"), typed=True)
    ends = DateField(
        label=_("終わりの日"), typed=True, required=False, help_text=_("1日だけなら空欄のまま")
    )
    slots = forms.MultipleChoiceField(
        label=_("利用区分"), widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--inline"})
    )
    reason_class = forms.ChoiceField(
        label=_("理由の区分"),
        choices=[
            ("", _("選んでください")),
            *(choice for choice in BlockReason.choices if choice[0] not in PASSING),
        ],
    )
    public_reason = LineField(
        label=_("公開する理由"),
        max_length=60,
        help_text=_("空き状況のページにそのまま表示されます（例：舞台設備の保守点検）"),
    )
    document = LineField(label=_("文書番号"), max_length=40, required=False)
    cancelling = ReasonField(
        label=_("重なる予約を取り消す理由（利用者にお知らせします）"),
        max_length=200,
        required=False,
        help_text=_("館の都合の取消です。お支払い済みの額は、全額お返しします。"),
    )

    def __init__(self, data: Mapping[str, Any] | None, hall: str, initial: dict[str, Any]) -> None:
        facts = atlas().halls[hall]
        slots = facts.rooms[0].slots
        preset = {"slots": [slot.code for slot in slots], "rooms": [facts.rooms[0].key]}
        super().__init__(data, initial=preset | initial)
        self.fields["starts"].widget.attrs["autofocus"] = True  # the first that must be typed
        self.let_choose("rooms", [(room.key, room.name) for room in facts.rooms])
        self.let_choose("slots", [(slot.code, slot.label) for slot in slots])

    @property
    def closing(self) -> Closing:
        """休止の内容."""
        given = self.cleaned_data
        return Closing(
            rooms=tuple(given["rooms"]),
            starts=given["starts"],
            ends=given["ends"] or given["starts"],
            slots=tuple(given["slots"]),
            reason_class=given["reason_class"],
            public_reason=given["public_reason"],
            document=given["document"],
        )


class EndForm(Form):
    """休止の終了・取下げ."""

    reason = ReasonField(label=_("終える理由（記録に残ります）"), max_length=200)
