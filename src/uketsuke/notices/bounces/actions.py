"""届かなかったメールの記録: the group gets it on paper, and staff and the group see it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.groups.models import Group
from uketsuke.kernel.actors import Actor
from uketsuke.notices import bounces, letter, mail
from uketsuke.notices.bounces import dsn
from uketsuke.notices.models import Bounce, Delivery

MOST_BYTES = 256 * 1024  # the report itself stands at the beginning of the message
AT_ONCE = 50


def arrived() -> Iterator[Path]:
    """届いた不達通知: the files in the maildir that the mail server delivers into."""
    folder = Path(settings.BOUNCES_FOLDER)
    found = [path for part in ("new", "cur") for path in sorted((folder / part).glob("*"))]
    yield from (path for path in found[:AT_ONCE] if path.is_file())


def take(path: Path, *, by: Actor, at: datetime) -> bool:
    """不達通知を受け取る: what it reports is noted, then it is thrown away (it holds addresses).

    Whatever is no report of ours is thrown away too. Returns whether it was one.
    """
    with path.open("rb") as file:
        report = dsn.read(file.read(MOST_BYTES))
    noted = report is not None and note_report(report, by=by, at=at)
    path.unlink(missing_ok=True)
    return noted


def note_report(report: dsn.Report, *, by: Actor, at: datetime) -> bool:
    """不達通知を記録する, if its token fits a mail of ours to the address of today."""
    found = Delivery.objects.select_related("notice__group").filter(
        pk=report.delivery, channel=mail.CHANNEL
    )
    delivery = found.first()
    if delivery is None or not bounces.fits(report.token, delivery):
        return False
    return note(delivery.pk, report.status, by=by, at=at) is not None


@transaction.atomic(durable=True)
def note(delivery_id: int, status: str, *, by: Actor, at: datetime) -> Bounce | None:
    """届かなかったことを記録する, once for each mail: the notice goes out as a letter instead.

    A hard one closes the address until somebody has looked. None: it was noted before.
    """
    delivery = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("notice__group")
        .get(pk=delivery_id)
    )
    if Bounce.objects.filter(delivery=delivery).exists():
        return None
    notice = delivery.notice
    made = Bounce.objects.create(
        delivery=delivery,
        group=notice.group,
        mark=bounces.mark(bounces.address_of(delivery)),
        status=status,
        hard=dsn.is_hard(status),
        at=at,
    )
    delivery.done_at, delivery.fault = delivery.done_at or at, f"bounced {status}"
    delivery.save(update_fields=["done_at", "fault"])
    if notice.group:
        Delivery.objects.get_or_create(
            notice=notice, channel=letter.CHANNEL, defaults={"due_at": at}
        )
    record("notices.bounced", notice.group or notice, by=by, at=at, status=status)
    return made


@transaction.atomic(durable=True)
def settle(group_id: int, *, by: Actor, at: datetime) -> int:
    """アドレスを確かめた: it is right, mails go there again. How many bounces that settles."""
    group = Group.objects.select_for_update().get(pk=group_id)
    found = Bounce.objects.filter(group=group, settled_at=None)
    settled = found.update(settled_at=at, settled_by=by.name)
    if settled:
        record("notices.settle", group, by=by, at=at)
    return settled


@transaction.atomic(durable=True)
def try_again(delivery_id: int, *, by: Actor, at: datetime) -> bool:
    """もう一度送る what was given up. Whether it was."""
    found = _given_up(delivery_id)
    if found is None:
        return False
    found.attempts, found.due_at, found.fault = 0, at, ""
    found.save(update_fields=["attempts", "due_at", "fault"])
    record("notices.try_again", found.notice.group or found.notice, by=by, at=at)
    return True


@transaction.atomic(durable=True)
def by_letter(delivery_id: int, *, by: Actor, at: datetime) -> bool:
    """通知書にする: what was given up goes out on paper. Whether it does."""
    found = _given_up(delivery_id)
    if found is None or found.notice.group is None:
        return False
    found.attempts, found.fault, found.channel = 0, "", letter.CHANNEL
    found.save(update_fields=["attempts", "fault", "channel"])
    record("notices.by_letter", found.notice.group, by=by, at=at)
    return True


def _given_up(delivery_id: int) -> Delivery | None:
    found = Delivery.objects.select_for_update(of=("self",)).select_related("notice__group")
    waits = found.filter(pk=delivery_id, channel=mail.CHANNEL, done_at=None)
    return waits.filter(attempts__gte=mail.MOST_TRIES).first()
