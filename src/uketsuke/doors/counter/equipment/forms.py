"""附帯設備の決定と台帳: the shapes of what staff type about things that are lent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from uketsuke.bookings.along import Offer
from uketsuke.bookings.ordering import Ruling
from uketsuke.doors.shared.inputs.fields import NO_NAMES
from uketsuke.doors.shared.inputs.forms import CountField, DateField, Form, LineField, ReasonField
from uketsuke.doors.shared.inputs.things_forms import MOST_PIECES, left_in_words
from uketsuke.equipment.catalogue import Description
from uketsuke.equipment.counting import Less
from uketsuke.halls.models import RoomKind
from uketsuke.halls.queries import atlas
from uketsuke.kernel.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Row:
    """一品: the offer, what is left in words, and its two fields."""

    offer: Offer
    left: str
    number: forms.BoundField
    reason: forms.BoundField


class DecideThingsForm(Form):
    """附帯設備・楽屋の決定: of each thing so many in each slot, and why not as many as asked."""

    def __init__(self, data: Mapping[str, Any] | None, offers: Sequence[Offer]) -> None:
        initial: dict[str, Any] = {
            f"number-{each.item.code}": each.number or None for each in offers
        }
        initial |= {f"why-{each.item.code}": each.line.reason for each in offers if each.line}
        super().__init__(data, initial=initial)
        self.offers = list(offers)
        for each in offers:
            code, name = each.item.code, each.item.name
            self.fields[f"number-{code}"] = CountField(
                label=name, unit=each.left.unit, most=MOST_PIECES, required=False
            )
            self.fields[f"number-{code}"].widget.attrs |= {
                "class": "input--4",
                "aria-label": str(_("{name}を貸す数")).format(name=name),
            }
            self.fields[f"why-{code}"] = ReasonField(
                label=str(_("{name}の理由")).format(name=name),
                max_length=120,
                required=False,
                attrs={
                    "aria-label": str(_("{name}の理由")).format(name=name),
                    "aria-describedby": "why-hint",  # said once, above the rows
                },
            )

    no_names = NO_NAMES

    def field_of(self, refusal: Refusal) -> str | None:
        """The number of the thing that is named, or its reason where that is missing."""
        about = "why" if refusal.code == "equipment.reason" else "number"
        name = refusal.facts.get("item")
        codes = (each.item.code for each in self.offers if each.item.name == name)
        return next((f"{about}-{code}" for code in codes), None)

    @property
    def rows(self) -> list[Row]:
        return [self._row(each) for each in self.offers]

    @property
    def asked(self) -> list[Row]:
        """What the booking has a line for."""
        return [self._row(each) for each in self.offers if each.line]

    @property
    def others(self) -> list[Row]:
        return [self._row(each) for each in self.offers if not each.line]

    @property
    def wanted(self) -> dict[str, int]:
        """As a request: what is typed, of what is not decided yet."""
        return {
            each.item.code: self._number(each)
            for each in self.offers
            if each.line is None or each.line.given is None
        }

    @property
    def rulings(self) -> dict[str, Ruling]:
        """As a decision, of what is asked for and of what was typed besides."""
        return {
            each.item.code: Ruling(
                self._number(each), self.cleaned_data[f"why-{each.item.code}"] or ""
            )
            for each in self.offers
            if each.line or self._number(each)
        }

    def _number(self, offer: Offer) -> int:
        return int(self.cleaned_data[f"number-{offer.item.code}"] or 0)

    def _row(self, offer: Offer) -> Row:
        code = offer.item.code
        return Row(offer, left_in_words(offer), self[f"number-{code}"], self[f"why-{code}"])


class ItemForm(Form):
    """品目: its name, unit, and the rooms it is lent with; ``code`` and ``number`` of a new one."""

    code = forms.CharField(
        label=_("記号"),
        max_length=30,
        validators=[RegexValidator(r"^[a-z0-9-]+$", _("半角の小文字・数字・ハイフンだけです。"))],
        help_text=_("料金表の附帯設備の記号と同じにすると、料金が出ます（例：projector）"),
    )
    name = LineField(label=_("品名"), max_length=60)
    unit = LineField(label=_("数え方"), max_length=10, help_text=_("例：台、本、式"))
    number = CountField(label=_("今日からの在庫"), unit=_("個"), most=MOST_PIECES)
    rooms = forms.MultipleChoiceField(
        label=_("いっしょに貸す施設"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--inline"}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        hall: str,
        initial: dict[str, Any] | None = None,
    ) -> None:
        halls = [room for room in atlas().halls[hall].rooms if room.kind == RoomKind.HALL]
        super().__init__(data, initial=initial or {"rooms": [room.key for room in halls]})
        self.let_choose("rooms", [(room.key, room.name) for room in halls])
        if initial:
            del self.fields["code"], self.fields["number"]

    @property
    def what(self) -> Description:
        given = self.cleaned_data
        return Description(given["name"], given["unit"], tuple(given["rooms"]))


class StockForm(Form):
    """在庫: so many from that day on."""

    prefix = "stock"
    since = DateField(label=_("いつから"), typed=True)
    number = CountField(label=_("数"), unit=_("個"), most=MOST_PIECES)


class RepairForm(Form):
    """故障・修理: so many fewer, from when to when."""

    prefix = "repair"
    starts = DateField(label=_("始まりの日"), typed=True)
    ends = DateField(label=_("終わりの日"), typed=True)
    number = CountField(label=_("使えない数"), unit=_("個"), least=1, most=MOST_PIECES)
    reason = ReasonField(
        label=_("理由"),
        max_length=60,
        help_text=_("足りない分を減らすときは、利用者に伝わります。"),
    )
    lowering = forms.BooleanField(
        label=_("すでに約束した分が足りなくなるときは、あとから頼んだ方の分を減らしてお知らせする"),
        required=False,
    )

    @property
    def away(self) -> Less:
        given = self.cleaned_data
        return Less(given["starts"], given["ends"], given["number"])
