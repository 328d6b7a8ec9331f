"""経過: what was done with one booking, told from the audit."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from uketsuke.audit.actions import reference
from uketsuke.audit.models import Entry
from uketsuke.bookings.models import Booking
from uketsuke.doors.counter.deeds import deed
from uketsuke.kernel.yen import yen

ACTORS: dict[str, Promise] = {"group": _("利用者"), "system": _("システム")}


@dataclass(frozen=True, slots=True)
class Step:
    """経過の一行."""

    at: datetime
    words: str | Promise
    who: str | Promise
    more: str | Promise


def of_booking(booking: Booking) -> list[Step]:
    """経過 of a booking and of the application it belongs to, the latest first. One query."""
    subjects = [reference(booking), reference(booking.application)]
    entries = Entry.objects.filter(subject__in=subjects).order_by("-pk")
    return [_step(entry) for entry in entries]


def _step(entry: Entry) -> Step:
    who = ACTORS.get(entry.who, entry.actor)
    return Step(entry.at, deed(entry.action), who, _more(entry))


def _more(entry: Entry) -> str | Promise:
    """What of the entry helps to understand it: a reason, an amount, how the use ended."""
    if entry.action == "booking.close_use":
        return _("利用済") if entry.facts.get("came") else _("無断不使用")
    amount = entry.facts.get("yen")
    return entry.why or (yen(amount) if amount is not None else "")
