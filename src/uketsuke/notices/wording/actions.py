"""文章の公開: a version each time, never changed; the built-in text is one step away."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from uketsuke.audit.actions import record
from uketsuke.kernel import revision
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.models import Sequence
from uketsuke.kernel.refusals import Refusal, refuse_if
from uketsuke.notices.models import Wording
from uketsuke.notices.wording import names, syntax
from uketsuke.notices.wording.syntax import Fault

MOST_SUBJECT, MOST_BODY = 300, 3000


def objections(kind: str, subject: str, body: str) -> Iterator[Refusal]:
    """文章の誤り: everything that is wrong with it, before anybody reads it."""
    if not names.is_editable(kind):
        yield Refusal("wording.kind")
        return
    known = names.of_kind(kind)
    for part, text, most in (("件名", subject, MOST_SUBJECT), ("本文", body, MOST_BODY)):
        if not text.strip():
            yield Refusal("wording.empty", part=part)
        if len(text) > most:
            yield Refusal("wording.long", part=part, most=most, length=len(text))
        for fault in syntax.faults(text, known):
            yield _refusal(part, fault)
    missing = [name for name in names.must_say(kind) if name not in syntax.used(subject + body)]
    if missing:
        yield Refusal("wording.missing", names="、".join(f"{{{name}}}" for name in missing))


@transaction.atomic(durable=True)
def release(kind: str, subject: str, body: str, token: UUID, *, by: Actor, at: datetime) -> Wording:
    """文章を公開する: from now on the notice says this, those sent before too, when they are read.

    ``token`` sent again is the same version. Raises Refusal ``wording.*``, all reasons at once.
    """
    if made := Wording.objects.filter(token=token).first():
        return made
    subject, body = syntax.tidy(subject), syntax.tidy(body)
    refuse_if(objections(kind, subject, body))
    made = _version(kind, token, subject=subject, body=body, by=by, at=at)
    record("wording.release", made, by=by, at=at, kind=kind)
    return made


@transaction.atomic(durable=True)
def back_to_builtin(kind: str, token: UUID, *, by: Actor, at: datetime) -> Wording:
    """既定の文章に戻す, at any time; what was written stays in the history."""
    if made := Wording.objects.filter(token=token).first():
        return made
    made = _version(kind, token, is_builtin=True, by=by, at=at)
    record("wording.builtin", made, by=by, at=at, kind=kind)
    return made


def _version(kind: str, token: UUID, *, by: Actor, at: datetime, **text: object) -> Wording:
    Sequence.objects.get_or_create(name="wording")
    Sequence.objects.select_for_update().get(name="wording")  # one version at a time
    last = Wording.objects.filter(kind=kind).aggregate(last=Max("number"))["last"] or 0
    made = Wording.objects.create(
        kind=kind, number=last + 1, token=token, released_at=at, released_by=by.name, **text
    )
    revision.changed()
    return made


def _refusal(part: str, fault: Fault) -> Refusal:
    line, words = fault.line, fault.words
    match fault.code:
        case "tag":
            return Refusal("wording.tag", part=part, line=line, words=words)
        case "brace":
            return Refusal("wording.brace", part=part, line=line, words=words)
        case "only_asked":
            return Refusal("wording.only_asked", part=part, line=line, words=words)
        case "not_first":
            return Refusal("wording.not_first", part=part, line=line, words=words)
    return Refusal("wording.unknown", part=part, line=line, words=words)
