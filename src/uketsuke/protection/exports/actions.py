"""個人情報の持出し: asked for with a reason, handed over locked, its password shown once, apart.

源: 資料50 外部記録媒体等は暗号化し、パスワードは別の機会に渡す [S].
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from uketsuke.audit.actions import record
from uketsuke.kernel import parcels, sheets
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.listing import as_csv
from uketsuke.kernel.numbers import random_number, readable_password
from uketsuke.kernel.practice import LABEL, is_practice
from uketsuke.kernel.refusals import Refusal
from uketsuke.protection.exports.kinds import KINDS, Row, Scope
from uketsuke.protection.models import Export, ExportForm

WAITS = timedelta(hours=24)  # so long the file and its password wait to be fetched
LONGEST = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Wish:
    """持出しの申込: what, of what scope, why, to whom it will be handed, and in which form."""

    kind: str
    scope: Scope
    reason: str
    receiver: str
    form: ExportForm = ExportForm.WORKBOOK


@transaction.atomic(durable=True)
def ask(wish: Wish, token: UUID, *, by: Actor, at: datetime) -> Export:
    """持出しのファイルを作る. ``token`` sent again returns what it made.

    Raises Refusal ``export.days``, ``export.place`` (another hall's) or ``export.nothing``.
    """
    if made := Export.objects.filter(token=token).first():
        return made
    kind = KINDS[wish.kind]
    _check(wish.scope, by, days=kind.days)
    rows = list(kind.rows(wish.scope))
    if not rows:
        raise Refusal("export.nothing")
    password = readable_password()
    name = f"{LABEL}_{kind.label}" if is_practice() else kind.label
    locked = _locked(wish.form, name, [kind.columns, *rows], password)
    made = Export.objects.create(
        number=random_number(),
        token=token,
        kind=kind.code,
        form=wish.form,
        scope=_told(wish.scope, days=kind.days),
        reason=wish.reason,
        receiver=wish.receiver,
        rows=len(rows),
        digest=sha256(locked).hexdigest(),
        locked=locked,
        password=password,
        asked_by=by.name,
        asked_at=at,
    )
    facts = {"kind": kind.code, "rows": len(rows), "to": wish.receiver, "form": str(wish.form)}
    record("export.ask", made, by=by, at=at, why=wish.reason, **facts)
    return made


@transaction.atomic(durable=True)
def take(export_id: int, *, by: Actor, at: datetime) -> bytes:
    """ファイルを受け取る, once, by who asked. Raises Refusal ``export.another`` or ``.gone``."""
    made = _own(export_id, by)
    if made.locked is None:
        raise Refusal("export.gone")
    locked, made.locked, made.taken_at = bytes(made.locked), None, at
    made.save()
    record("export.take", made, by=by, at=at)
    return locked


@transaction.atomic(durable=True)
def show(export_id: int, *, by: Actor, at: datetime) -> str:
    """パスワードを見る, once, by who asked, after the file was taken.

    Raises Refusal ``export.another``, ``.first_take`` or ``.shown``.
    """
    made = _own(export_id, by)
    if not made.password:
        raise Refusal("export.shown")
    if made.taken_at is None:
        raise Refusal("export.first_take")
    password, made.password, made.shown_at = str(made.password), "", at
    made.save()
    record("export.show", made, by=by, at=at)
    return password


@transaction.atomic(durable=True)
def finish(export_id: int, how: str, *, by: Actor, at: datetime) -> Export:
    """持出しの終わり: the file has been deleted or given back, as somebody has made sure.

    Raises Refusal ``export.ended`` or ``.how``.
    """
    made = Export.objects.select_for_update().get(pk=export_id)
    if (made.ended_how, made.ended_by) == (how, by.name):
        return made
    if made.ended_at:
        raise Refusal("export.ended")
    if not how:
        raise Refusal("export.how")
    made.locked, made.password = None, ""
    made.ended_how, made.ended_by, made.ended_at = how, by.name, at
    made.save()
    record("export.finish", made, by=by, at=at, how=how)
    return made


def clear(before: datetime) -> int:
    """受け取られなかったファイルとパスワードを消す: of what was asked for before that moment."""
    waiting = Q(locked__isnull=False) | ~Q(password="")
    old = Export.objects.filter(waiting, asked_at__lt=before)
    return old.update(locked=None, password="")


def _check(scope: Scope, by: Actor, *, days: bool) -> None:
    if by.hall and scope.hall != by.hall and days:
        raise Refusal("export.place")
    if not days:
        return
    if scope.first is None or scope.last is None or not scope.first <= scope.last:
        raise Refusal("export.days", most=LONGEST.days)
    if scope.last - scope.first >= LONGEST:
        raise Refusal("export.days", most=LONGEST.days)


def _own(export_id: int, by: Actor) -> Export:
    made = Export.objects.select_for_update().get(pk=export_id)
    if made.asked_by != by.name:
        raise Refusal("export.another")
    return made


def _told(scope: Scope, *, days: bool) -> dict[str, str]:
    if not days:
        return {}
    return {"hall": scope.hall, "first": str(scope.first), "last": str(scope.last)}


def _locked(form: ExportForm, name: str, rows: list[Row], password: str) -> bytes:
    """There is no form without a password."""
    if form == ExportForm.PARCEL:
        return parcels.locked(f"{name}.csv", as_csv(rows), password)
    return sheets.locked(sheets.workbook({name: rows}), password)
