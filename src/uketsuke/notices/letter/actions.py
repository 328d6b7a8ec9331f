"""通知書の発送: letters that were printed are on their way; nobody is written to twice."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.refusals import Refusal
from uketsuke.notices.letter import envelope, waiting, window
from uketsuke.notices.letter.window import Window
from uketsuke.notices.models import Batch, Delivery, Envelope

MOST = 200  # letters in one file


@transaction.atomic(durable=True)
def mark_sent(numbers: Sequence[int], *, by: Actor, at: datetime) -> int:
    """発送済にする: of these deliveries those that still wait. Returns how many there were."""
    found = waiting().filter(pk__in=numbers).order_by("pk").select_for_update(of=("self",))
    pks = list(found.values_list("pk", flat=True))
    number: int = waiting().filter(pk__in=pks).order_by().update(done_at=at, attempts=1)
    record("letters.sent", "notices.delivery", by=by, at=at, number=number)
    return number


@transaction.atomic(durable=True)
def print_waiting(token: UUID, *, by: Actor, at: datetime) -> Batch:
    """今日の通知書を印刷する: all that wait become one bundle, printed by whom and when.

    ``token`` sent again is the same bundle. Raises Refusal ``letters.nothing`` or
    ``.no_envelope``.
    """
    if made := Batch.objects.filter(token=token).first():
        return made
    used = envelope()
    found = waiting().select_for_update(of=("self",))
    numbers = [each.pk for each in found[:MOST] if each.notice.group_id]
    if not numbers:
        raise Refusal("letters.nothing")
    batch = Batch.objects.create(
        token=token,
        envelope=used,
        printed_at=at,
        printed_by=by.name,
        last_printed_at=at,
        last_printed_by=by.name,
    )
    Delivery.objects.filter(pk__in=numbers).update(batch=batch, done_at=at)
    record("letters.print", batch, by=by, at=at, count=len(numbers))
    return batch


@transaction.atomic(durable=True)
def print_again(batch_id: int, *, by: Actor, at: datetime) -> Batch:
    """もう一度印刷する: each sheet says that it is a second print."""
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    batch.prints += 1
    batch.last_printed_at, batch.last_printed_by = at, by.name
    batch.save(update_fields=["prints", "last_printed_at", "last_printed_by"])
    record("letters.print_again", batch, by=by, at=at, times=batch.prints)
    return batch


@transaction.atomic(durable=True)
def use_envelope(code: str, measures: Window, *, by: Actor, at: datetime) -> Envelope:
    """封筒を決める: which one is used from now on, and what was measured of it.

    Raises Refusal ``letters.envelope`` where no address would show in that window.
    """
    if not window.is_usable(measures):
        raise Refusal("letters.envelope")
    chosen: Envelope = Envelope.objects.select_for_update().get(code=code)
    Envelope.objects.exclude(pk=chosen.pk).update(in_use=False)
    chosen.width, chosen.height = measures.width, measures.height
    chosen.left, chosen.top = measures.left, measures.top
    chosen.window_width, chosen.window_height = measures.window_width, measures.window_height
    chosen.in_use = True
    chosen.save()
    record("letters.envelope", chosen, by=by, at=at)
    return chosen
