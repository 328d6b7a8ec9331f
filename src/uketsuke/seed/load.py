"""施設の登録: reads the files of this folder into the database, where it is not there yet."""

import json
from datetime import date, time
from pathlib import Path
from typing import Any

from django.db import transaction

from uketsuke.bookings.models import ReceptionRules
from uketsuke.day.models import DayRules
from uketsuke.equipment.models import EquipmentRules, Item, Stock
from uketsuke.halls.models import Closure, Hall, Room, RoomKind, Slot, Space
from uketsuke.identity.models import Network
from uketsuke.kernel import clock, revision
from uketsuke.kernel.proposals import ProposalState
from uketsuke.lottery.models import LotteryRules
from uketsuke.meetings.models import MeetingRule, Offer
from uketsuke.notices.models import Envelope
from uketsuke.outages.models import OutageRules
from uketsuke.protection.models import Term
from uketsuke.registration.models import SourceRules, TermRules
from uketsuke.tariffs.models import (
    AdmissionTier,
    BaseFee,
    EquipmentPrice,
    Reduction,
    RefundStep,
    State,
    Tariff,
)
from uketsuke.waiting.models import WaitingRules

FOLDER = Path(__file__).parent


@transaction.atomic
def load() -> bool:
    """Halls, rooms, slots, closed days, reception rules and the sample tariff, once.

    Returns whether anything was loaded.
    """
    halls = _read("halls.json")
    _retention(_read("retention.json"))
    if not SourceRules.objects.exists():
        SourceRules.objects.create(**halls["sources"])
    if not OutageRules.objects.exists():
        OutageRules.objects.create(**halls["outages"])
    if Hall.objects.exists():
        things = _read("equipment.json")
        return any([_equipment(things), _meetings(things)])
    for order, row in enumerate(halls["halls"]):
        _hall(order, row, halls)
    for row in halls["closures"]:
        Closure.objects.create(
            hall=Hall.objects.filter(code=row["hall"]).first(),
            starts=date.fromisoformat(row["starts"]),
            ends=date.fromisoformat(row["ends"]),
            yearly=row["yearly"],
            label=row["label"],
        )
    _rules(halls["rules"])
    for each in halls["envelopes"]:
        Envelope.objects.get_or_create(code=each["code"], defaults=each)
    term = halls["term"]
    TermRules.objects.get_or_create(in_force_from=term["in_force_from"], defaults=term)
    _tariff(_read("tariff.json"))
    _equipment(_read("equipment.json"))
    _meetings(_read("equipment.json"))
    for cidr in ("127.0.0.0/8", "::1/128"):
        Network.objects.create(cidr=cidr, hall="", label="このコンピューター")
    revision.changed()
    return True


def _retention(sample: dict[str, Any]) -> None:
    """保存期間: a sample for each kind that has none yet."""
    known = set(Term.objects.values_list("code", flat=True))
    at = clock.at_time(date.fromisoformat(sample["since"]), time())
    Term.objects.bulk_create(
        Term(
            code=code,
            days=days,
            basis=sample["basis"],
            state=ProposalState.APPROVED,
            proposed_by="uketsuke",
            proposed_at=at,
            approved_by="見本",
            approved_at=at,
        )
        for code, days in sample["days"].items()
        if code not in known
    )


def _hall(order: int, row: dict[str, Any], halls: dict[str, Any]) -> None:
    counter, issuer = halls["counter"], halls["issuer"]
    hall = Hall.objects.create(
        code=row["code"],
        name=row["name"],
        short_name=row["short_name"],
        order=order,
        address=row["address"],
        postal=row["postal"],
        phone=row["phone"],
        office=row["office"],
        counter_opens=time.fromisoformat(counter["opens"]),
        counter_closes=time.fromisoformat(counter["closes"]),
        fee_scheme=issuer["scheme"],
        issuer=issuer["name"],
        issuer_number=issuer["number"],
    )
    for nth, slot in enumerate(halls["slots"]):
        Slot.objects.create(
            hall=hall,
            code=slot["code"],
            label=slot["label"],
            starts=time.fromisoformat(slot["starts"]),
            ends=time.fromisoformat(slot["ends"]),
            order=nth,
        )
    _room(hall, "hall", "ホール", RoomKind.HALL, row["capacity"], 0)
    for nth in range(1, row["dressing_rooms"] + 1):
        _room(hall, f"dressing-{nth}", f"楽屋{nth}", RoomKind.DRESSING, 10, nth)


def _room(hall: Hall, code: str, name: str, kind: RoomKind, capacity: int, order: int) -> None:
    room = Room.objects.create(
        hall=hall,
        key=f"{hall.code}/{code}",
        name=name,
        kind=kind,
        capacity=capacity,
        web_bookable=kind == RoomKind.HALL,
        order=order,
    )
    room.spaces.add(Space.objects.create(hall=hall, code=code))


def _rules(row: dict[str, Any]) -> None:
    ReceptionRules.objects.create(
        in_force_from=date.fromisoformat(row["in_force_from"]),
        residents_close=time.fromisoformat(row["residents_close"]),
        counter_opens=time.fromisoformat(row["counter_opens"]),
        web_opens=time.fromisoformat(row["web_opens"]),
    )
    LotteryRules.objects.create(in_force_from=date.fromisoformat(row["in_force_from"]))
    DayRules.objects.create(in_force_from=date.fromisoformat(row["in_force_from"]))
    WaitingRules.objects.create(in_force_from=date.fromisoformat(row["in_force_from"]))


def _tariff(row: dict[str, Any]) -> None:
    tariff = Tariff.objects.create(
        code=row["code"],
        label=row["label"],
        in_force_from=date.fromisoformat(row["in_force_from"]),
    )
    for room in Room.objects.all():
        fees = row["base"].get(room.key) or dict.fromkeys(("weekday", "holiday"), row["dressing"])
        BaseFee.objects.bulk_create(
            BaseFee(tariff=tariff, room=room, slot=slot, day_kind=kind, amount=amount)
            for kind, amounts in fees.items()
            for slot, amount in zip(row["slots"], amounts, strict=True)
        )
    for up_to, percent in row["tiers"]:
        AdmissionTier.objects.create(tariff=tariff, up_to=up_to, percent=percent)
    for min_days, percent in row["refund_steps"]:
        RefundStep.objects.create(tariff=tariff, min_days=min_days, percent=percent)
    for code, label, percent in row["reductions"]:
        Reduction.objects.create(tariff=tariff, code=code, label=label, percent=percent)
    for code, label, unit, amount in row["equipment"]:
        EquipmentPrice.objects.create(
            tariff=tariff, code=code, label=label, unit=unit, amount=amount
        )
    tariff.state = State.RELEASED
    tariff.save(update_fields=["state"])


def _equipment(row: dict[str, Any]) -> bool:
    """附帯設備 of each hall, and its 楽屋; also for a database of before there were any."""
    if EquipmentRules.objects.exists():
        return False
    since = date.fromisoformat(row["in_force_from"])
    EquipmentRules.objects.create(
        in_force_from=since, web_days=row["web_days"], counter_days=row["counter_days"]
    )
    for nth, code in enumerate(row["halls"]):
        hall = Hall.objects.filter(code=code).first()
        stock = {thing: (name, unit, has[nth]) for thing, name, unit, has in row["items"]}
        if hall is not None:
            _items(hall, stock, since)
    revision.changed()
    return True


def _meetings(row: dict[str, Any]) -> bool:
    """打合せ: ホール need one, on some days of the week; also for a database of before."""
    if MeetingRule.objects.exists():
        return False
    since, what = date.fromisoformat(row["in_force_from"]), row["meetings"]
    days = {name: what[name] for name in ("due_days", "notice_days", "remind_days")}
    for room in Room.objects.filter(kind=RoomKind.HALL):
        MeetingRule.objects.create(room=room, in_force_from=since, needed=True, **days)
    usual = ("minutes", "places", "first_days", "last_days")
    for hall in Hall.objects.filter(code__in=row["halls"]):
        for weekday in what["weekdays"]:
            Offer.objects.create(
                hall=hall,
                in_force_from=since,
                weekday=weekday,
                starts=time.fromisoformat(what["starts"]),
                ends=time.fromisoformat(what["ends"]),
                **{name: what[name] for name in usual},
            )
    revision.changed()
    return True


def _items(hall: Hall, stock: dict[str, tuple[str, str, int]], since: date) -> None:
    lent_with = list(hall.rooms.filter(kind=RoomKind.HALL))
    dressing = list(hall.rooms.filter(kind=RoomKind.DRESSING))
    items = [Item(code=room.code, name=room.name, unit="室", room=room) for room in dressing]
    items += [Item(code=code, name=name, unit=unit) for code, (name, unit, _) in stock.items()]
    for order, item in enumerate(items):
        item.hall, item.order = hall, order
        item.save()
        item.rooms.set(lent_with)
        number = 1 if item.room else stock[item.code][2]
        Stock.objects.create(item=item, in_force_from=since, number=number)


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return content
