"""監査の記録と封印."""

from datetime import datetime
from typing import Any

from django.db import connection, models, transaction

from uketsuke.audit import chain
from uketsuke.audit.models import Entry, Seal
from uketsuke.kernel import rows
from uketsuke.kernel.actors import Actor


def record(
    action: str,
    subject: models.Model | str,
    *,
    by: Actor,
    at: datetime,
    why: str = "",
    **facts: Any,
) -> None:
    """監査記録 (step): ``by`` did ``action`` to ``subject``, in the caller's transaction.

    ``facts`` are small JSON values and never personal ones: name the field, not its content.
    """
    rows.insert([compose(action, subject, by=by, at=at, why=why, **facts)])


def compose(
    action: str,
    subject: models.Model | str,
    *,
    by: Actor,
    at: datetime,
    why: str = "",
    **facts: Any,
) -> Entry:
    """監査記録を作る: not yet stored, for whoever stores many at once."""
    entry = Entry(
        at=at,
        who=by.who,
        actor=by.name,
        address=by.address,
        hall=by.hall,
        action=action,
        subject=subject if isinstance(subject, str) else reference(subject),
        why=why,
        facts=facts,
    )
    entry.mac = chain.mac(entry)
    return entry


def reference(subject: models.Model) -> str:
    """How the audit names a record: ``bookings.booking:12``."""
    return f"{subject._meta.label_lower}:{subject.pk}"


@transaction.atomic(durable=True)
def record_view(
    action: str, subject: models.Model | str, *, by: Actor, at: datetime, **facts: Any
) -> None:
    """閲覧の記録: staff looked at personal data of ``subject``."""
    record(action, subject, by=by, at=at, **facts)


@transaction.atomic(durable=True)
def seal(*, by: Actor, at: datetime) -> Seal | None:
    """封印: bind all entries since the last seal; None when there are none.

    The table lock waits for writers under way and other seals, so that no entry can slip in
    behind the seal.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE audit_entry IN SHARE ROW EXCLUSIVE MODE")
    before = Seal.objects.order_by("-last").first()
    since = before.last if before else 0
    pairs = list(Entry.objects.filter(pk__gt=since).order_by("pk").values_list("pk", "mac"))
    if not pairs:
        return None
    digest, count = chain.link(before.digest if before else chain.FIRST, pairs)
    return Seal.objects.create(at=at, last=pairs[-1][0], count=count, digest=digest)
