"""附帯設備・楽屋の入力: how many of each are wanted, the same at home and at the counter."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as translate

from uketsuke.bookings.along import Offer
from uketsuke.doors.shared.inputs.forms import CountField, Form
from uketsuke.doors.shared.words import written
from uketsuke.doors.shared.words.sentences import slot_name
from uketsuke.halls.spoken import named
from uketsuke.kernel.refusals import Refusal

MOST_PIECES = 999


class ThingsForm(Form):
    """附帯設備・楽屋: one field for each thing that can be had; ``fees`` are yen for one piece in
    one slot, by code (a 楽屋: in all of its slots)."""

    prefix = "thing"

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        offers: Sequence[Offer],
        fees: Mapping[str, int],
        wanted: Mapping[str, int] | None = None,
    ) -> None:
        given = {each.item.code: each.number for each in offers} if wanted is None else wanted
        super().__init__(data, initial={code: number or None for code, number in given.items()})
        self.offers = list(offers)
        for each in offers:
            self.fields[each.item.code] = _field(each, fees.get(each.item.code))

    def field_of(self, refusal: Refusal) -> str | None:
        """The field of the thing that is named."""
        name = refusal.facts.get("item")
        return next((each.item.code for each in self.offers if each.item.name == name), None)

    @property
    def wanted(self) -> dict[str, int]:
        """So many of each, by code, of a valid form."""
        return {each.item.code: int(self.cleaned_data[each.item.code] or 0) for each in self.offers}

    @property
    def rooms(self) -> list[forms.BoundField]:
        return [self[each.item.code] for each in self.offers if each.item.room]

    @property
    def pieces(self) -> list[forms.BoundField]:
        return [self[each.item.code] for each in self.offers if not each.item.room]


def left_in_words(offer: Offer) -> str:
    """残り in words: ``残り3本``, by slot where they differ."""
    unit, slots = named(offer.left.unit), offer.left.slots
    if offer.item.room:
        return translate("空いています") if offer.most else translate("ふさがっています")
    mine = offer.number
    if len(set(slots.values())) == 1:
        return translate("残り{n}{unit}").format(n=offer.left.least + mine, unit=unit)
    each = written.joined(f"{slot_name(code)} {n + mine}{unit}" for code, n in slots.items())
    return translate("残り {each}").format(each=each)


def _field(offer: Offer, fee: int | None) -> forms.Field:
    hint = [left_in_words(offer)]
    unit = named(offer.item.unit)
    label = named(offer.item.name)
    if offer.item.room:
        if fee is not None:
            hint.append(translate("{yen}（利用する区分の合計）").format(yen=written.yen(fee)))
        return forms.BooleanField(label=label, required=False, help_text="　".join(hint))
    if fee is not None:
        hint.append(translate("1{unit}1区分 {yen}").format(unit=unit, yen=written.yen(fee)))
    return CountField(
        label=label, unit=unit, least=0, most=MOST_PIECES, required=False, help_text="　".join(hint)
    )
