"""予約の入力: what is added to a choice."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from uketsuke.bookings.reception import UseDay
from uketsuke.doors.shared.inputs.forms import DateField, Form, TokenField
from uketsuke.doors.shared.words.sentences import room_name
from uketsuke.halls.spoken import atlas
from uketsuke.kernel.refusals import Refusal

BOTH = _("追加する日と利用区分の両方を選んでください。")


class ChooseForm(Form):
    """選ぶ: one more day for the choice, if wanted. ``since`` is an older draft of hers."""

    room = forms.ChoiceField(label=_("施設"), required=False)
    day = DateField(label=_("利用日"), required=False, help_text=_("例：2027年4月10日"))
    slots = forms.MultipleChoiceField(
        label=_("利用区分"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--inline"}),
    )
    since = forms.UUIDField(required=False, widget=forms.HiddenInput)
    token = TokenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rooms = [room for room in atlas().rooms.values() if room.web_bookable]
        labels = {slot.code: slot.label for room in rooms for slot in room.slots}
        self.let_choose("room", [(room.key, room_name(room.key)) for room in rooms])
        self.let_choose("slots", list(labels.items()))

    @staticmethod
    def known_token(text: str) -> str:
        """``text`` if it is a token at all, so that an odd address does not block the form."""
        try:
            return str(UUID(text))
        except ValueError:
            return ""

    def clean_since(self) -> str:
        return str(self.cleaned_data["since"] or "")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if "day" in self.errors or "slots" in self.errors:
            return found
        if bool(found.get("day")) != bool(found.get("slots")):
            missing = "slots" if found.get("day") else "day"
            self.add_error(missing, BOTH)
        return found

    def added(self) -> UseDay | None:
        """The day to add; None where none is asked for."""
        day, slots = self.cleaned_data.get("day"), self.cleaned_data.get("slots")
        if not day or not slots or self.errors:
            return None
        room = atlas().room(self.cleaned_data["room"])
        try:
            return UseDay(room.key, day, room.in_order(set(slots)))
        except Refusal:
            self.add_error("slots", _("この施設にはない利用区分です。"))
            return None
