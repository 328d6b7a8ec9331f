"""見本の行: collects rows of all tables, numbers them itself, and stores them many at once."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.core.management.color import no_style
from django.db import connection, models

from uketsuke.audit.actions import compose
from uketsuke.audit.models import Entry
from uketsuke.bookings.models import Application, Block, Booking, Hold
from uketsuke.day.models import UseRecord
from uketsuke.groups.models import EligibilityDecision, Group, Person, SearchToken
from uketsuke.identity.models import OneTimeLink, User
from uketsuke.kernel.actors import Actor
from uketsuke.ledger import models as ledger
from uketsuke.notices.models import Delivery, Notice
from uketsuke.notices.outbox import LETTER, MAIL
from uketsuke.registration import models as registration

Row = TypeVar("Row", bound=models.Model)

# Every table after those it points to.
ORDER: tuple[type[models.Model], ...] = (
    User,
    OneTimeLink,
    Group,
    Person,
    SearchToken,
    EligibilityDecision,
    registration.Application,
    registration.ProposedPerson,
    registration.Suspension,
    Application,
    ledger.Account,
    Booking,
    ledger.Entry,
    ledger.Receipt,
    ledger.ReceiptPrint,
    ledger.Bill,
    ledger.RefundNote,
    ledger.Refund,
    UseRecord,
    Block,
    Hold,
    Notice,
    Delivery,
)
PRINTED_AFTER = timedelta(days=14)  # older letters have long been on their way


class Rows:
    """行の束: what is to be stored. A row has its number as soon as it is added."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.kept: dict[type[models.Model], list[Any]] = defaultdict(list)
        self.audit: list[tuple[datetime, int, dict[str, Any]]] = []
        self.links: list[models.Model] = []  # rows that tie others together, stored last
        self.used: dict[type[models.Model], int] = {}

    def add(self, row: Row) -> Row:
        """Number it and keep it for ``store``."""
        model = type(row)
        if model not in self.used:
            last = _manager(model).order_by("-pk").values_list("pk", flat=True).first()
            self.used[model] = last or 0
        self.used[model] += 1
        row.pk = self.used[model]
        self.kept[model].append(row)
        return row

    def notice(self, kind: str, group: Group, mail: str, at: datetime, **facts: Any) -> None:
        """通知 that was written at ``at`` and has been sent since, or waits for the printer."""
        notice = self.add(Notice(group=group, kind=kind, facts=facts, created_at=at))
        channel = MAIL if mail else LETTER
        gone = mail or at < self.now - PRINTED_AFTER
        self.add(
            Delivery(
                notice=notice,
                channel=channel,
                due_at=at,
                attempts=1 if gone else 0,
                done_at=at + timedelta(seconds=2) if gone else None,
            )
        )

    def record(
        self, action: str, subject: models.Model | str, *, by: Actor, at: datetime, **more: Any
    ) -> None:
        """監査記録: stored in the order of time."""
        told = {"action": action, "subject": subject, "by": by, "at": at, **more}
        self.audit.append((at, len(self.audit), told))

    def store(self) -> None:
        """Store everything."""
        for model in ORDER:
            _manager(model).bulk_create(self.kept[model], batch_size=2000)
        if self.links:
            _manager(type(self.links[0])).bulk_create(self.links, batch_size=2000)
        entries = [compose(**told) for _, _, told in sorted(self.audit, key=lambda row: row[:2])]
        Entry.objects.bulk_create(entries, batch_size=2000)
        _restart_numbers()


def _manager(model: type[models.Model]) -> Any:
    return model._default_manager  # noqa: SLF001 - Django's name for it, of any model


def _restart_numbers() -> None:
    """PostgreSQL counts on its own: tell it which numbers are gone."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(ORDER)):
            cursor.execute(statement)
