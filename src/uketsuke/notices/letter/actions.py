"""通知書の発送: letters that were printed are on their way; nobody is written to twice."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.kernel.actors import Actor
from uketsuke.notices.letter import waiting


@transaction.atomic(durable=True)
def mark_sent(numbers: Sequence[int], *, by: Actor, at: datetime) -> int:
    """発送済にする: of these deliveries those that still wait. Returns how many there were."""
    found = waiting().filter(pk__in=numbers).order_by("pk").select_for_update(of=("self",))
    pks = list(found.values_list("pk", flat=True))
    number: int = waiting().filter(pk__in=pks).order_by().update(done_at=at, attempts=1)
    record("letters.sent", "notices.delivery", by=by, at=at, number=number)
    return number
