"""附帯設備・楽屋の料金: what one piece costs, by the tariff of the use."""

from collections.abc import Mapping, Sequence
from datetime import date

from uketsuke.bookings.along import Offer
from uketsuke.tariffs.quote import TariffFacts, day_kind


def fees(
    offers: Sequence[Offer], tariff: TariffFacts, on: date, slots: Sequence[str]
) -> Mapping[str, int]:
    """Yen by code: of a piece in one slot, of a 楽屋 in all ``slots``; only what has a fee."""
    kind = day_kind(on)
    found = {
        each.item.code: tariff.equipment[each.item.code].amount
        for each in offers
        if each.item.code in tariff.equipment
    }
    for each in offers:
        base = [tariff.base.get((each.item.room, slot, kind)) for slot in slots]
        if each.item.room and None not in base:
            found[each.item.code] = sum(amount for amount in base if amount)
    return found
