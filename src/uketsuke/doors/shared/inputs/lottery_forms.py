"""抽選申込の入力: ranked wishes, and a helper that fills them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from uketsuke.bookings.reception import UseDay
from uketsuke.doors.shared.inputs.forms import DateField, Form, TokenField
from uketsuke.doors.shared.inputs.use_forms import DescribeForm
from uketsuke.doors.shared.words import written
from uketsuke.doors.shared.words.refusals import Told
from uketsuke.doors.shared.words.sentences import room_name, sentence, sentences
from uketsuke.halls.spoken import atlas
from uketsuke.kernel.refusals import Refusal
from uketsuke.lottery.queries import offered_rooms

EXAMPLE = 12  # a day of any month
WEEKDAY_CHOICES = (
    ("5", _("土曜日")),
    ("6", _("日曜日")),
    ("weekend", _("土日・祝日")),
    ("weekday", _("平日")),
    ("any", _("いつでも")),
)


class WishForm(Form):
    """希望一つ: nothing typed means no wish. ``number`` from 1."""

    room = forms.ChoiceField(label=_("施設"), required=False)
    day = DateField(label=_("利用日"), required=False)
    slots = forms.MultipleChoiceField(
        label=_("利用区分（続けて使う区分はまとめて）"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--inline"}),
    )

    def __init__(self, number: int, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, prefix=f"w{number}", initial=initial)
        self.number = number
        self.called = translate("第%(number)s希望") % {"number": number}
        if number == 1:
            for field in self.fields.values():
                field.required = True
        self.let_choose("room", [(r.key, room_name(r.key)) for r in offered_rooms()])
        self.let_choose("slots", slot_choices())

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not self.errors and bool(found.get("day")) != bool(found.get("slots")):
            missing = "slots" if found.get("day") else "day"
            self.add_error(missing, _("利用日と利用区分の両方を選んでください。"))
        return found

    def field_of(self, refusal: Refusal) -> str | None:
        """The wish that is named by room and day: its slots, or its day."""
        found = (self.cleaned_data.get("room"), self.cleaned_data.get("day"))
        if (refusal.facts.get("room"), refusal.facts.get("date")) != found:
            return None
        return "slots" if refusal.code == "lottery.no_slot" else "day"

    def wish(self) -> UseDay | None:
        """The wish of a valid form, or None."""
        found = self.cleaned_data
        if not found.get("day"):
            return None
        room = atlas().room(found["room"])
        try:
            return UseDay(room.key, found["day"], room.in_order(set(found["slots"])))
        except Refusal:
            return None


class HelperForm(Form):
    """「この曜日ならいつでも」: what may fill the wishes that are still empty."""

    weekday = forms.ChoiceField(label=_("曜日"), choices=WEEKDAY_CHOICES, required=False)
    slot = forms.ChoiceField(label=_("利用区分"), required=False)
    halls = forms.MultipleChoiceField(
        label=_("館（いくつでも）"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--inline"}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="any")
        self.let_choose("slot", slot_choices())
        halls = [(hall.code, hall.short_name) for hall in atlas().halls.values()]
        self.let_choose("halls", halls)


class EntryForm:
    """抽選申込: its wishes, what the group does there, the helper and the token."""

    def __init__(
        self,
        most: int,
        data: QueryDict | None = None,
        *,
        wishes: Mapping[int, dict[str, Any]] | None = None,
        what: Mapping[str, Any] | None = None,
    ) -> None:
        told = wishes or {}
        self.wishes = [WishForm(n, data, told.get(n)) for n in range(1, most + 1)]
        self.what = DescribeForm(data, initial=what)
        self.helper = HelperForm(data)
        self.token = TokenForm(data)

    def is_valid(self) -> bool:
        """Whether all parts have their shapes; every part says what is wrong."""
        # Not all(): it would stop at the first part, and the others would say nothing.
        return not [part for part in (*self.wishes, self.what, self.token) if not part.is_valid()]

    @property
    def errors(self) -> list[Form]:
        return self.wrong

    @property
    def wrong(self) -> list[Form]:
        """The parts with something to mend, in the order of the page."""
        return [part for part in (*self.wishes, self.what) if part.errors]

    def hint(self, month: date) -> None:
        """例 of a day in the month that is drawn for."""
        day = written.date_and_weekday(month.replace(day=EXAMPLE))
        for wish in self.wishes:
            wish.fields["day"].help_text = translate("例：{day}").format(day=day)

    def tell(self, refusals: Iterable[Refusal]) -> Told:
        """Say each where it belongs; what belongs to no field is left for the top of the page."""
        left = Told()
        for refusal in refusals:
            parts = ((part, part.field_of(refusal)) for part in (*self.wishes, self.what))
            part, field = next(((part, field) for part, field in parts if field), (None, None))
            if part:
                part.add_error(field, sentence(refusal))
            else:
                left += [each for each in sentences(refusal) if each not in left]
        return left

    def wanted(self) -> list[UseDay]:
        return [wish for form in self.wishes if (wish := form.wish())]


class TokenForm(Form):
    """The form's own token."""

    token = TokenField()


def slot_choices() -> list[tuple[str, str]]:
    """Every slot of every room once."""
    rooms = [atlas().room(room.key) for room in offered_rooms()]
    return list({slot.code: slot.label for room in rooms for slot in room.slots}.items())


def as_initial(wish: UseDay) -> dict[str, Any]:
    """A wish as the form shows it."""
    return {"room": wish.room, "day": wish.date, "slots": list(wish.slots)}


def typed(data: QueryDict, most: int) -> dict[int, dict[str, Any]]:
    """What was typed as wishes, right or wrong, to be shown again."""
    return {
        n: {
            "room": data.get(f"w{n}-room", ""),
            "day": data.get(f"w{n}-day", ""),
            "slots": data.getlist(f"w{n}-slots"),
        }
        for n in range(1, most + 1)
    }
