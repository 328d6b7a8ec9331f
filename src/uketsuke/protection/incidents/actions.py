"""事故の記録: opened at once by whoever notices, written on by all, closed by the ward.

What was written stays: a note is never changed, a wrong one is followed by a right one.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.numbers import random_number
from uketsuke.kernel.refusals import Refusal
from uketsuke.protection.incidents.steps import BY_CODE, needed
from uketsuke.protection.models import Incident, IncidentNote


@dataclass(frozen=True, slots=True)
class Report:
    """第一報: of which kind, what, since when noticed, and how many persons as far as known."""

    kind: str
    what: str
    noticed_at: datetime
    persons: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """対応の記録: which step it was (``""``: none of them) and what was done."""

    step: str
    text: str


@transaction.atomic(durable=True)
def open_(report: Report, token: UUID, *, by: Actor, at: datetime) -> Incident:
    """事故を記録する. ``token`` sent again returns what it made. Raises ``incident.future``."""
    if made := Incident.objects.filter(token=token).first():
        return made
    if report.noticed_at > at:
        raise Refusal("incident.future")
    made = Incident.objects.create(
        number=random_number(),
        token=token,
        kind=report.kind,
        what=report.what,
        persons=report.persons,
        noticed_at=report.noticed_at,
        opened_by=by.name,
        opened_at=at,
    )
    record("incident.open", made, by=by, at=at, kind=report.kind)
    return made


@transaction.atomic(durable=True)
def note(incident_id: int, given: Note, token: UUID, *, by: Actor, at: datetime) -> IncidentNote:
    """対応を書き加える. Raises Refusal ``incident.closed`` or ``incident.step``."""
    incident = Incident.objects.select_for_update().get(pk=incident_id)
    if made := incident.notes.filter(token=token).first():
        return made
    if incident.closed_at:
        raise Refusal("incident.closed")
    if given.step and given.step not in BY_CODE:
        raise Refusal("incident.step")
    made = IncidentNote.objects.create(
        incident=incident, token=token, step=given.step, text=given.text, by=by.name, at=at
    )
    record("incident.note", incident, by=by, at=at, step=given.step)
    return made


@transaction.atomic(durable=True)
def count(incident_id: int, persons: int, *, by: Actor, at: datetime) -> Incident:
    """何人に関わるか, as far as it is known now. Raises Refusal ``incident.closed``."""
    incident = Incident.objects.select_for_update().get(pk=incident_id)
    if incident.persons == persons:
        return incident
    if incident.closed_at:
        raise Refusal("incident.closed")
    incident.persons = persons
    incident.save()
    record("incident.count", incident, by=by, at=at, persons=persons)
    return incident


@transaction.atomic(durable=True)
def close(incident_id: int, *, by: Actor, at: datetime) -> Incident:
    """終わりにする by the ward, when every step that is needed is on record.

    Raises Refusal ``incident.steps_left``, naming the first.
    """
    incident = Incident.objects.select_for_update().get(pk=incident_id)
    if incident.closed_at:
        return incident
    done = set(incident.notes.values_list("step", flat=True))
    left = [step for step in needed(persons=incident.persons > 0) if step.code not in done]
    if left:
        raise Refusal("incident.steps_left", left=len(left), first=left[0].words)
    incident.closed_by, incident.closed_at = by.name, at
    incident.save()
    record("incident.close", incident, by=by, at=at)
    return incident
