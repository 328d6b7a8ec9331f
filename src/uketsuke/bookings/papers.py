"""紙の内容, frozen when money moves: what the papers say however halls and names change later.

源: facts 7.3. What the hall keeps of a cancelled booking is compensation, 不課税 [A]: the price
comes back as a whole, and what is kept is set off against it.
"""

from typing import Any

from uketsuke.bookings.models import Booking
from uketsuke.halls.queries import atlas
from uketsuke.kernel.yen import included_tax
from uketsuke.ledger.models import Entry, Kind
from uketsuke.tariffs.queries import version


def receipt_content(booking: Booking, payment: Entry, tendered: int | None) -> dict[str, Any]:
    """領収書の内容 of one payment."""
    amount = -payment.amount
    return {
        **_content(booking),
        "method": payment.get_method_display(),
        "lines": lines(booking),
        "amount": amount,
        **_tax(booking, amount),
        "tendered": tendered,
        "change": None if tendered is None else tendered - amount,
        "paid_on": payment.day.isoformat(),
    }


def refund_content(
    booking: Booking, refund: Entry, kept: int, receipts: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    """返還の明細書の内容 of one refund; ``kept`` yen are set off against what comes back.

    ``receipts`` of what was paid, where they are known already.
    """
    price = refund.amount + kept
    return {
        **_content(booking),
        "method": refund.get_method_display(),
        "price": price,
        **_tax(booking, price),
        "kept": kept,
        "amount": refund.amount,
        "reason": "取消" if kept else "料金の変更・取消",
        "receipts": _receipts(booking) if receipts is None else receipts,
        "paid_on": refund.day.isoformat(),
    }


def bill_content(booking: Booking, owed: int) -> dict[str, Any]:
    """納入通知書の内容: all lines of the price, what was settled of it already, what is left."""
    return {
        **_content(booking),
        "title": booking.application.title,
        "lines": lines(booking),
        "settled": booking.total - owed,
        "amount": owed,
        **_tax(booking, owed),
    }


def lines(booking: Booking) -> list[dict[str, Any]]:
    """明細: the lines of the price and of what was billed apart."""
    return [*booking.quote["lines"], *booking.extras.get("lines", [])]


def _tax(booking: Booking, amount: int) -> dict[str, int]:
    """内消費税: by the rate of the tariff that the booking is priced by."""
    percent = version(booking.tariff_id).facts.tax_percent
    return {"tax_percent": percent, "tax": included_tax(amount, percent)}


def _content(booking: Booking) -> dict[str, Any]:
    hall, room = booking.room.hall, atlas().room(booking.room.key)
    return {
        "issuer": hall.issuer,
        "issuer_number": hall.issuer_number,
        "hall": hall.name,
        "fee": hall.get_fee_scheme_display(),
        "payer": booking.group.name,
        "booking": booking.number,
        "room": booking.room.name,
        "date": booking.date.isoformat(),
        "slots": [room.slot(code).label for code in booking.slot_codes],
        "official": version(booking.tariff_id).facts.official,
    }


def _receipts(booking: Booking) -> list[dict[str, str]]:
    """The receipts that the refund is about: their numbers and days."""
    payments = Entry.objects.filter(account=booking.account_id, kind=Kind.PAYMENT)
    rows = payments.order_by("pk").values_list("receipt__number", "day")
    return [{"number": number or "", "day": day.isoformat()} for number, day in rows]
