"""書類の写し: photographs an applicant may send ahead, so that the counter can look at them.

They hold more than the approved items, so they are taken only where the ward has said so
(``UKETSUKE_PAPERS``), shown to nobody but who decides, and gone with the decision.
"""

import base64
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.kernel import clamav
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.refusals import Refusal
from uketsuke.registration import photos
from uketsuke.registration.models import Application, Paper, State

MOST = 4


def wanted(application: Application) -> bool:
    """Whether a photograph may be sent for it now."""
    needed = application.claimed != "other" and application.state == State.RECEIVED
    return bool(settings.PAPERS) and needed


def send(application_id: int, content: bytes, *, by: Actor, at: datetime) -> Paper:
    """書類の写真を送る; the same one again is the same one.

    Raises Refusal ``paper.closed``, ``paper.too_many``, those of ``photos.redrawn`` and of
    ``clamav.check``. What takes long is done before anything is locked.
    """
    clamav.check(content)
    photo = photos.redrawn(content)
    return keep(application_id, photo, by=by, at=at)


@transaction.atomic(durable=True)
def keep(application_id: int, photo: bytes, *, by: Actor, at: datetime) -> Paper:
    """書類の写真を預かる, drawn anew before. Raises ``paper.closed`` or ``.too_many``."""
    application, digest = _open(application_id), sha256(photo).hexdigest()
    if known := application.papers.filter(digest=digest).first():
        return known
    if application.papers.count() >= MOST:
        raise Refusal("paper.too_many", most=MOST)
    made = Paper.objects.create(
        application=application,
        content=base64.b64encode(photo).decode(),
        digest=digest,
        size=len(photo),
        sent_at=at,
    )
    record("registration.paper_send", application, by=by, at=at)
    return made


def seen(paper: Paper) -> bytes:
    """The photograph itself, as JPEG."""
    return base64.b64decode(paper.content)


@transaction.atomic(durable=True)
def take_back(application_id: int, paper_id: int, *, by: Actor, at: datetime) -> None:
    """書類の写真を取り消す; gone already is as good. Raises Refusal ``paper.closed``."""
    application = _open(application_id)
    found = application.papers.filter(pk=paper_id).first()
    if found is None:
        return
    found.delete()
    record("registration.paper_back", application, by=by, at=at)


def forget(application: Application) -> int:
    """決定と同時に消す: inside the transaction of the decision."""
    return application.papers.all().delete()[0]


def clear(before: datetime) -> int:
    """決まらないまま残った写しを消す: what was sent before that moment."""
    return Paper.objects.filter(sent_at__lt=before).delete()[0]


def _open(application_id: int) -> Application:
    application = Application.objects.select_for_update().get(pk=application_id)
    if not wanted(application):
        raise Refusal("paper.closed")
    return application
