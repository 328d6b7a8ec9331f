"""What must always hold, asked of a whole database. Every answer is a fault in plain words."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta

from uketsuke.audit.models import Entry as AuditEntry
from uketsuke.audit.queries import verify
from uketsuke.bookings import along
from uketsuke.bookings.models import Application, Block, BlockState, Booking, Draft, Hold
from uketsuke.bookings.states import OCCUPYING
from uketsuke.equipment import queries as equipment
from uketsuke.halls.queries import atlas
from uketsuke.kernel import revision
from uketsuke.ledger.models import OPEN, Bill, Entry, Kind, Receipt, Refund, RefundNote
from uketsuke.lottery.models import Draw, Outcome, Win
from uketsuke.lottery.verify import difference
from uketsuke.notices.models import Notice
from uketsuke.waiting.models import Offer

Cell = tuple[int, object, str]


def faults() -> list[str]:
    """All that is wrong; empty: everything holds."""
    revision.forget()
    return [
        *_cells(),
        *equipment.faults(),
        *_applications(),
        *_lotteries(),
        *_waiting(),
        *_money(),
        *_bills(),
        *_receipts(),
        *_audit(),
    ]


def double_cells() -> list[str]:
    """Cells that are held more than once."""
    held = Counter(Hold.objects.values_list("space_id", "date", "slot"))
    return [f"cell {cell} is held {count} times" for cell, count in held.items() if count > 1]


def _cells() -> Iterator[str]:
    yield from double_cells()
    held: dict[tuple[str, int], set[Cell]] = defaultdict(set)
    for space, day, slot, booking, block, draft in Hold.objects.values_list(
        "space_id", "date", "slot", "booking_id", "block_id", "draft_id"
    ):
        owner = ("booking", booking) if booking else ("block", block) if block else ("draft", draft)
        held[owner].add((space, day, slot))
    for owner, cells in _wanted():
        if held.pop(owner, set()) != cells:
            yield f"{owner} does not hold what it takes"
    for owner in held:
        if owner[0] != "draft":
            yield f"{owner} holds cells without a right to them"
    yield from _drafts(held)


def _wanted() -> Iterator[tuple[tuple[str, int], set[Cell]]]:
    rooms = {room.id: room for room in atlas().rooms.values()}
    beside = equipment.rooms_beside()
    for booking in Booking.objects.all():
        spaces = rooms[booking.room_id].spaces if booking.state in OCCUPYING else ()
        cells = {(space, booking.date, slot) for space in spaces for slot in booking.slot_codes}
        cells |= along.cells_beside(beside, booking)
        yield ("booking", booking.pk), cells
    for block in Block.objects.prefetch_related("rooms"):
        ended = block.state == BlockState.ENDED
        days = range(0 if ended else (block.ends - block.starts).days + 1)
        cells = {
            (space, block.starts + timedelta(days=n), slot)
            for room in block.rooms.all()
            for space in rooms[room.pk].spaces
            for n in days
            for slot in block.slots.split(",")
        }
        yield ("block", block.pk), cells


def _drafts(held: dict[tuple[str, int], set[Cell]]) -> Iterator[str]:
    group_of = dict(Draft.objects.values_list("pk", "group_id"))
    holding = Counter(group_of[pk] for kind, pk in held if kind == "draft")
    for group, count in holding.items():
        if count > 1:
            yield f"group {group} sits on {count} choices"


def _applications() -> Iterator[str]:
    for application in Application.objects.filter(bookings=None):
        yield f"{application} has no bookings"
    told_of = ("booking.book", "lottery.award", "lottery.pass_on")
    recorded = set(AuditEntry.objects.filter(action__in=told_of).values_list("subject", flat=True))
    won = dict(Win.objects.values_list("booking__application_id", "entry_id"))
    for pk in Application.objects.values_list("pk", flat=True):
        subject = f"lottery.entry:{won[pk]}" if pk in won else f"bookings.application:{pk}"
        if subject not in recorded:
            yield f"application {pk} has no audit entry"


def _lotteries() -> Iterator[str]:
    """What was told of a draw is what its public record says; nobody was told twice."""
    for draw in Draw.objects.select_related("round__dates"):
        if fault := difference(json.loads(draw.record)):
            yield f"{draw}: {fault}"
    for outcome in Outcome.objects.select_related("entry", "draw"):
        document = json.loads(outcome.draw.record)
        wishes = {row["receipt"]: row["wish"] for row in document["results"]}
        if (outcome.wish is None) != (wishes[outcome.entry.receipt] is None):
            yield f"{outcome} is not what was drawn"
    kinds = ("lottery.won", "lottery.lost", "lottery.withheld")
    told = Counter(Notice.objects.filter(kind__in=kinds).values_list("facts__receipt", flat=True))
    receipts = set(Outcome.objects.values_list("entry__receipt", flat=True))
    if set(told) != receipts or any(count > 1 for count in told.values()):
        yield "not everybody with an outcome was told once"


def _waiting() -> Iterator[str]:
    """What is offered is kept for exactly one who waits; who has accepted has a booking."""
    for offer in Offer.objects.select_related("wait__room", "block", "booking"):
        wait, block = offer.wait, offer.block
        cells = {(wait.room_id, wait.date, slot) for slot in wait.slot_codes}
        if offer.ended_at is None and block.state == BlockState.APPROVED:
            there = {(block.rooms.get().pk, block.starts, s) for s in block.slots.split(",")}
            if block.reason_class != "offered" or there != cells or wait.ended_at:
                yield f"{offer} is open, but its cells are not kept for {wait}"
        if (offer.ended_as == "accepted") != (offer.booking_id is not None):
            yield f"{offer} ended as {offer.ended_as}, with booking {offer.booking_id}"
    kept = Block.objects.filter(reason_class="offered", state=BlockState.APPROVED)
    for block in kept.exclude(offer__ended_at=None, offer__isnull=False):
        yield f"block {block.pk} is kept for nobody"
    told = Counter(
        Notice.objects.filter(kind="waiting.offered").values_list("facts__wait", flat=True)
    )
    offers = Counter(Offer.objects.values_list("wait_id", flat=True))
    if told != offers:
        yield "not everybody who was offered something was told once"


def _money() -> Iterator[str]:
    entries: dict[int, list[Entry]] = defaultdict(list)
    for entry in Entry.objects.select_related("corrects").order_by("pk"):
        entries[entry.account_id].append(entry)
    for booking in Booking.objects.all():
        yield from _of_booking(booking, entries.pop(booking.account_id or 0, []))
    for account in entries:
        yield f"account {account} belongs to no booking"


def _of_booking(booking: Booking, entries: list[Entry]) -> Iterator[str]:
    of = {entry: entry.corrects.kind if entry.corrects else entry.kind for entry in entries}
    paid = -sum(entry.amount for entry in entries if of[entry] in (Kind.PAYMENT, Kind.REFUND))
    came_in = -sum(entry.amount for entry in entries if of[entry] == Kind.PAYMENT)
    owed = sum(entry.amount for entry in entries) + paid
    charges = [entry for entry in entries if entry.kind == Kind.CHARGE]
    apart = 1 if booking.extras else 0  # 附帯設備・超過
    if len(charges) not in ({1, 1 + apart} if booking.account_id else {0}):
        yield f"{booking} was charged {len(charges)} times"
    yield from _of_refunds(booking, sum(entry.amount for entry in entries))
    if paid < 0:
        yield f"{booking} got back more than was paid"
    match booking.state:
        case "approved" | "used" | "no_show":
            right = owed == booking.total
        case "cancelled":
            right = 0 <= owed <= min(booking.total, came_in)
        case _:
            right = owed == 0
    if not right:
        yield f"{booking} ({booking.state}, {booking.price} yen) owes {owed} in all"


def _of_refunds(booking: Booking, balance: int) -> Iterator[str]:
    """What is due back is asked for by exactly one open refund; what was paid names its entry."""
    refunds = list(Refund.objects.filter(account=booking.account_id).select_related("entry"))
    asked = [refund.amount for refund in refunds if refund.state in OPEN]
    if asked != ([-balance] if balance < 0 else []):
        yield f"{booking} is at {balance}, open refunds are {asked}"
    for refund in refunds:
        if refund.entry and refund.entry.amount != refund.amount:
            yield f"refund {refund.pk} was paid with another sum"


def _bills() -> Iterator[str]:
    numbers: dict[str, list[int]] = defaultdict(list)
    for bill in Bill.objects.select_related("account__booking").order_by("pk"):
        if bill.content["amount"] != bill.amount:
            yield f"bill {bill} says another sum than it asks for"
        if sum(line["amount"] for line in bill.content["lines"]) - bill.content["settled"] != (
            bill.amount
        ):
            yield f"bill {bill} does not add up"
        series, _, nth = bill.number.rpartition("-")
        numbers[series].append(int(nth))
    for series, given in numbers.items():
        if sorted(given) != list(range(1, len(given) + 1)):
            yield f"bills {series} have gaps: {sorted(given)}"


def _receipts() -> Iterator[str]:
    payments = Entry.objects.filter(kind=Kind.PAYMENT)
    for payment in payments.filter(receipt=None):
        yield f"payment {payment.pk} has no receipt"
    for refund in Entry.objects.filter(kind=Kind.REFUND, note=None):
        yield f"refund {refund.pk} has no paper"
    numbers: dict[str, list[int]] = defaultdict(list)
    for note in RefundNote.objects.select_related("refund"):
        if note.content["amount"] != note.refund.amount:
            yield f"note {note} says another sum than the ledger"
        if note.content["price"] - note.content["kept"] != note.refund.amount:
            yield f"note {note} does not add up"
        numbers[note.number[:9]].append(int(note.number[10:]))
    for receipt in Receipt.objects.select_related("payment"):
        if receipt.content["amount"] != -receipt.payment.amount:
            yield f"receipt {receipt} says another sum than the ledger"
        series, _, nth = receipt.number.rpartition("-")
        numbers[series].append(int(nth))
    for series, given in numbers.items():
        if sorted(given) != list(range(1, len(given) + 1)):
            yield f"receipts {series} have gaps: {sorted(given)}"


def _audit() -> Iterator[str]:
    if fault := verify().fault:
        yield f"audit: {fault}"
