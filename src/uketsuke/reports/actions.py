"""月次報告を出す: the figures of a month as the ward is told them; corrections come after."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from uketsuke.audit.actions import record
from uketsuke.kernel import clock
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.calendar import month_start
from uketsuke.kernel.refusals import Refusal
from uketsuke.reports import monthly, queries
from uketsuke.reports.changes import changes, content_of, tables_of
from uketsuke.reports.models import Issued


@transaction.atomic(durable=True)
def issue(month: date, hall: str, reason: str = "", *, by: Actor, at: datetime) -> Issued:
    """月次報告 of a month that is over. While nothing has changed since the last one, it is that
    one; else a new one, whose ``reason`` is asked for from the second on.

    Two who ask at once get the same one: the key lets one be first.
    Raises Refusal ``report.not_over``, ``report.other_hall`` or ``report.no_reason``.
    """
    if month >= month_start(clock.day(at)):
        raise Refusal("report.not_over", month=month)
    if by.hall not in ("", hall):
        raise Refusal("report.other_hall")
    last = queries.last(month, hall)
    tables = monthly.report(monthly.month_of(month, hall)).tables
    if last and not changes(tables_of(last.content), tables):
        return last
    if last and not reason:
        raise Refusal("report.no_reason")
    made = Issued(
        hall=hall,
        month=month,
        nth=last.nth + 1 if last else 1,
        content=content_of(tables),
        reason=reason if last else "",
        issued_at=at,
        issued_by=by.name,
    )
    try:
        with (
            transaction.atomic()
        ):  # a savepoint: the connection stays usable for the question below
            made.save()
    except IntegrityError:  # somebody else was quicker by a moment: hers is the report
        return Issued.objects.get(hall=hall, month=month, nth=made.nth)
    record("report.issue", made, by=by, at=at, month=f"{month:%Y-%m}", hall=hall, nth=made.nth)
    return made
