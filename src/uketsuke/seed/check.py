"""つじつま合わせ: does what is stored agree with itself? Every fault in plain words.

The dummy world is stored in two ways (as rows, and by the real actions); this holds both, and
any real database, to the same rules.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from django.db.models import Sum

from uketsuke.audit.queries import verify
from uketsuke.bookings import along
from uketsuke.bookings.models import Block, BlockState, Booking, Hold
from uketsuke.bookings.states import OCCUPYING, State
from uketsuke.equipment import queries as equipment
from uketsuke.halls.queries import atlas
from uketsuke.ledger.models import OPEN, Account, Entry, Kind, Receipt, Refund
from uketsuke.lottery.models import Draw
from uketsuke.lottery.verify import difference

Cell = tuple[int, object, str]


def faults() -> list[str]:
    """All faults, sorted; an empty list: everything agrees."""
    checks: tuple[Callable[[], Iterable[str]], ...] = (
        _of_holds,
        _of_blocks,
        equipment.faults,
        _of_prices,
        _of_money,
        _of_receipts,
        _of_draws,
        _of_audit,
    )
    return sorted(fault for check in checks for fault in check())


def _of_holds() -> Iterator[str]:
    """A booking has exactly its cells as long as it stands, and none afterwards."""
    held: dict[int, set[Cell]] = defaultdict(set)
    rows = Hold.objects.filter(booking__isnull=False)
    for owner, space, day, slot in rows.values_list("booking_id", "space_id", "date", "slot"):
        held[owner or 0].add((space, day, slot))
    beside = equipment.rooms_beside()
    for booking in Booking.objects.select_related("room"):
        spaces = atlas().room(booking.room.key).spaces
        cells = {(space, booking.date, slot) for space in spaces for slot in booking.slot_codes}
        cells |= along.cells_beside(beside, booking)
        expected = cells if State(booking.state) in OCCUPYING else set()
        if held.get(booking.pk, set()) != expected:
            yield f"booking {booking.number} ({booking.state}) does not hold its cells"


def _of_blocks() -> Iterator[str]:
    """A block holds all slots of all its days, until it has ended."""
    for block in Block.objects.prefetch_related("rooms"):
        spaces = {space for room in block.rooms.all() for space in atlas().room(room.key).spaces}
        days = (block.ends - block.starts).days + 1
        expected = len(spaces) * days * len(block.slots.split(","))
        if block.state == BlockState.ENDED:
            expected = 0
        if block.holds.count() != expected:
            yield f"block {block.pk} does not hold its cells"


def _of_prices() -> Iterator[str]:
    """The price is what its lines say."""
    for number, price, quote in Booking.objects.values_list("number", "price", "quote"):
        if price != quote["total"] or price != sum(line["amount"] for line in quote["lines"]):
            yield f"booking {number}: the price is not the sum of its lines"


def _of_money() -> Iterator[str]:
    """What is charged is the price while a booking stands; a use is paid for; nothing is paid
    beyond what was charged."""
    sums: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    rows = Entry.objects.values_list("account_id", "kind", "corrects__kind")
    for account, kind, corrected, total in rows.annotate(total=Sum("amount")):
        sums[account][corrected or kind] += total
    asked: dict[int, list[int]] = defaultdict(list)
    for account, amount in Refund.objects.filter(state__in=OPEN).values_list("account", "amount"):
        asked[account].append(amount)
    for booking in Booking.objects.exclude(account=None):
        mine = sums[booking.account_id or 0]
        charged, paid = mine[Kind.CHARGE], -(mine[Kind.PAYMENT] + mine[Kind.REFUND])
        stands = State(booking.state) in OCCUPYING
        charged += mine[Kind.REDUCTION]
        if stands and charged != booking.total:
            yield f"booking {booking.number}: {charged} yen charged, the price is {booking.total}"
        if booking.state == State.USED and paid not in (charged, booking.price):
            yield f"booking {booking.number}: used, {paid} of {charged} yen paid"
        if asked[booking.account_id or 0] != ([paid - charged] if paid > charged else []):
            yield f"booking {booking.number}: what is due back is not what is asked for"
        if booking.state == State.LAPSED and (charged or paid):
            yield f"booking {booking.number}: lapsed, but {charged} yen are charged"
        if not stands and paid < charged:
            yield f"booking {booking.number}: ended, but {charged - paid} yen are owed"
    for label in Account.objects.filter(booking=None).values_list("label", flat=True):
        yield f"account {label} belongs to nothing"


def _of_receipts() -> Iterator[str]:
    """Every payment has its receipt, about the same sum; numbers have no gaps."""
    last: dict[str, int] = {}
    for receipt in Receipt.objects.select_related("payment").order_by("number"):
        series, _, nth = receipt.number.rpartition("-")
        if int(nth) != last.get(series, 0) + 1:
            yield f"receipt {receipt.number} does not follow the one before"
        last[series] = int(nth)
        if receipt.content["amount"] != -receipt.payment.amount:
            yield f"receipt {receipt.number} says another sum than its payment"
    for pk in Entry.objects.filter(kind=Kind.PAYMENT, receipt=None).values_list("pk", flat=True):
        yield f"payment {pk} has no receipt"


def _of_draws() -> Iterator[str]:
    """The public record of a draw holds, and is of the list that was frozen."""
    for draw in Draw.objects.select_related("round"):
        document = json.loads(draw.record)
        if fault := difference(document):
            yield f"{draw}: {fault.code} at {fault.where}"
        if document["entries_digest"] != draw.round.entries_digest:
            yield f"{draw}: not of the list that was frozen"


def _of_audit() -> Iterator[str]:
    if fault := verify().fault:
        yield f"audit: {fault}"
