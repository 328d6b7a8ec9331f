"""全部の消去の指図: proposed by one person, approved by another, good until a day.

Carried out it is on the machine, by ``uketsuke erase-all`` (``carrying.py``).
源: 資料50 業務履行後、電子データは消去し、消去の報告書を提出する [S].
"""

from datetime import date, datetime

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.kernel import clock, proposals
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.calendar import fiscal_year
from uketsuke.kernel.numbers import next_number
from uketsuke.kernel.refusals import Refusal
from uketsuke.protection.models import Closing, ErasureState


@transaction.atomic(durable=True)
def propose(handed_over: str, until: date, *, by: Actor, at: datetime) -> Closing:
    """全部の消去の起案: ``handed_over`` what the ward has received of it all, and how; to be done
    ``until`` that day. One at a time; asked again it is the same one. Raises Refusal
    ``closing.past``."""
    if found := Closing.objects.select_for_update().filter(state__in=ErasureState.open()).first():
        return found
    if until < clock.day(at):
        raise Refusal("closing.past")
    year = fiscal_year(clock.day(at))
    made = Closing.objects.create(
        number=f"EA-{year}-{next_number(f'closing-{year}'):04d}",
        handed_over=handed_over,
        until=until,
        proposed_by=by.name,
        proposed_at=at,
    )
    record("closing.propose", made, by=by, at=at, number=made.number, until=str(until))
    return made


@transaction.atomic(durable=True)
def approve(closing_id: int, *, by: Actor, at: datetime) -> Closing:
    """全部の消去の承認 by another person. Raises Refusal ``closing.decided``, ``.same_person`` or
    ``.past``."""
    found = _locked(closing_id)
    decided, own = Refusal("closing.decided"), Refusal("closing.same_person")
    if not proposals.is_new(found, by, decided=decided, own=own):
        return found
    if found.until < clock.day(at):
        raise Refusal("closing.past")
    proposals.approve(found, by=by, at=at)
    record("closing.approve", found, by=by, at=at, number=found.number)
    return found


@transaction.atomic(durable=True)
def withdraw(closing_id: int, *, by: Actor, at: datetime) -> Closing:
    """指図の取下げ: also of an approved one, as long as nothing has gone."""
    found = _locked(closing_id)
    if found.state == ErasureState.WITHDRAWN:
        return found
    found.state = ErasureState.WITHDRAWN
    found.save()
    record("closing.withdraw", found, by=by, at=at, number=found.number)
    return found


def standing(number: str, at: datetime) -> Closing:
    """The approved order of that number. Raises Refusal ``closing.no_order`` or ``.past``."""
    found = Closing.objects.filter(number=number).first()
    if found is None or found.state != ErasureState.APPROVED:
        raise Refusal("closing.no_order", number=number)
    if found.until < clock.day(at):
        raise Refusal("closing.past")
    return found


@transaction.atomic(durable=True)
def begin(number: str, *, by: Actor, at: datetime) -> Closing:
    """消去を始める. Raises Refusal as ``standing``."""
    found = standing(number, at)
    record("closing.begin", found, by=by, at=at, number=found.number)
    return found


def _locked(closing_id: int) -> Closing:
    return Closing.objects.select_for_update().get(pk=closing_id)
