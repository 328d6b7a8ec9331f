"""月次報告を読む: what was told of a month, and what has changed since."""

from dataclasses import dataclass
from datetime import date

from uketsuke.reports.changes import Change, changes, tables_of
from uketsuke.reports.models import Issued
from uketsuke.reports.tables import Table


@dataclass(frozen=True, slots=True)
class Told:
    """報告の一覧: all that were issued, the newest first, and how the figures of now differ."""

    reports: list[Issued]
    since: list[Change]


def last(month: date, hall: str) -> Issued | None:
    """いちばん新しい報告."""
    return Issued.objects.filter(month=month, hall=hall).order_by("-nth").first()


def told(month: date, hall: str, now: list[Table]) -> Told:
    """出した報告 of a month, beside the tables of ``now``."""
    found = list(Issued.objects.filter(month=month, hall=hall).order_by("-nth"))
    return Told(found, changes(tables_of(found[0].content), now) if found else [])


def corrected(report: Issued) -> list[Change]:
    """訂正: what this report says otherwise than the one before it; the first one nothing."""
    before = Issued.objects.filter(month=report.month, hall=report.hall, nth=report.nth - 1).first()
    if before is None:
        return []
    return changes(tables_of(before.content), tables_of(report.content))
