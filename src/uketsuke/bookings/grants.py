"""当選による予約: the lottery gives a group its cells; the rules had their say when it entered."""

from datetime import date, datetime
from uuid import UUID

from uketsuke.bookings import holds, steps
from uketsuke.bookings.models import Booking
from uketsuke.bookings.reception import Description, UseDay
from uketsuke.groups.models import Group
from uketsuke.kernel.actors import Actor


def grant(
    group: Group,
    use: UseDay,
    what: Description,
    token: UUID,
    *,
    confirm_by: date,
    passes_on_until: datetime,
    by: Actor,
    at: datetime,
) -> Booking:
    """当選者の仮予約 (step): a tentative booking that the group confirms until ``confirm_by``.

    Whoever grants it tells the group and leaves the audit entry.

    Raises Refusal ``cells.taken``; then nothing is stored.
    """
    application = steps.receive(group, what, token, by, at)
    booking = steps.write(application, use, what, at)
    booking.confirm_by, booking.passes_on_until = confirm_by, passes_on_until
    booking.save(update_fields=["confirm_by", "passes_on_until"])
    holds.take([(booking, use)], at)
    return booking
