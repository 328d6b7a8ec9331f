"""送付: the worker's way of getting a written notice to its reader.

A try is claimed by counting, and the claim is a lease: a worker that is killed while sending
leaves the delivery due again after five minutes. What the server took is written down by a process
of its own (``mail/handover.py``), so that the next try finds it and sends nothing twice.
"""

import smtplib
from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from uketsuke.kernel.actors import SYSTEM
from uketsuke.notices import letter, mail
from uketsuke.notices.bounces import actions as bouncing
from uketsuke.notices.bounces import dsn
from uketsuke.notices.models import Delivery

LEASE = timedelta(minutes=5)
WAITS = (1, 5, 30, 120)  # minutes after the first, second … failure; then the last of them
MOST_TRIES = mail.MOST_TRIES


def due(at: datetime, most: int = 50) -> list[int]:
    """送付するもの: the mails to be sent now, the longest waiting first."""
    found = _open().filter(channel=mail.CHANNEL, due_at__lte=at).order_by("due_at", "pk")
    return list(found.values_list("pk", flat=True)[:most])


def given_up() -> QuerySet[Delivery]:
    """送付できなかったもの: tried often enough; ``fault`` says what was wrong last."""
    return Delivery.objects.filter(done_at=None, attempts__gte=MOST_TRIES)


def deliver(delivery_id: int, *, at: datetime) -> bool:
    """送付する: try once, if it is due and nobody else is trying. Returns whether it went out."""
    claimed = (
        _open()
        .filter(pk=delivery_id, channel=mail.CHANNEL, due_at__lte=at)
        .update(attempts=F("attempts") + 1, due_at=at + LEASE)
    )
    if not claimed:
        return False
    delivery = Delivery.objects.select_related("notice__group").get(pk=delivery_id)
    try:
        sent = mail.send(delivery)
    except (OSError, smtplib.SMTPException) as error:
        if status := _no_such_address(error):
            bouncing.note(delivery.pk, status, by=SYSTEM, at=at)
        else:
            _put_off(delivery, error, at)
        return False
    if not sent:
        _send_by_letter(delivery)
        return False
    Delivery.objects.filter(pk=delivery_id).update(done_at=at, fault="")
    mail.forget(delivery)
    return True


def _open() -> QuerySet[Delivery]:
    return Delivery.objects.filter(done_at=None, attempts__lt=MOST_TRIES)


def _no_such_address(error: Exception) -> str:
    """The status by which the server says that there is no such address, or nothing."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return ""
    ((code, words),) = error.recipients.values()
    status = dsn.status_of(code, words.decode(errors="replace"))
    return status if dsn.is_hard(status) else ""


def _put_off(delivery: Delivery, error: Exception, at: datetime) -> None:
    """Later again. The fault names the kind of error only: its text may hold the address."""
    wait = WAITS[min(delivery.attempts, len(WAITS)) - 1]
    fault = f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()
    Delivery.objects.filter(pk=delivery.pk).update(due_at=at + timedelta(minutes=wait), fault=fault)


def _send_by_letter(delivery: Delivery) -> None:
    """The address is gone since: the group gets it on paper; an applicant cannot be reached."""
    changes = {"attempts": MOST_TRIES, "fault": "no address"}
    if delivery.notice.group_id:
        changes = {"attempts": 0, "fault": "", "channel": letter.CHANNEL}
    Delivery.objects.filter(pk=delivery.pk).update(**changes)
