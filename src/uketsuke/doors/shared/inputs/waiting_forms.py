"""空き待ちの入力: which cells are waited for, and what an offer is answered with."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from uketsuke.bookings.reception import Description, UseDay
from uketsuke.doors.shared.inputs.forms import Form, TokenField
from uketsuke.doors.shared.inputs.use_forms import DescribeForm
from uketsuke.doors.shared.words.sentences import room_name
from uketsuke.halls.spoken import atlas


class CellsForm(Form):
    """待つ枠: slots of a room, all of them together; each door asks for the day itself."""

    room = forms.ChoiceField(label=_("施設"))
    slots = forms.MultipleChoiceField(
        label=_("利用区分（選んだものがすべて空いたときにご案内します）"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--inline"}),
    )
    token = TokenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rooms = [room for room in atlas().rooms.values() if room.web_bookable]
        slots = {slot.code: slot.label for room in rooms for slot in room.slots}
        self.let_choose("room", [(room.key, room_name(room.key)) for room in rooms])
        self.let_choose("slots", list(slots.items()))

    def use(self, on: date) -> UseDay:
        """The use day of a valid form. Raises Refusal ``halls.unknown_slot``."""
        given = self.cleaned_data
        return UseDay(given["room"], on, atlas().room(given["room"]).in_order(set(given["slots"])))


class AcceptForm(DescribeForm):
    """案内された枠の申込: what the group does there."""

    token = TokenField()

    def what(self) -> Description:
        """利用内容 of a valid form, which keeps its token."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "token"}
        return Description(**given)
