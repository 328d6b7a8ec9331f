"""事故の記録: what was written stays, and nothing is over before every step is on record."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests import make
from tests.make import NOON, refused
from uketsuke.protection.incidents import actions
from uketsuke.protection.incidents.actions import Note, Report
from uketsuke.protection.incidents.steps import STEPS, due, needed
from uketsuke.protection.models import Incident, IncidentNote

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("world")]


def opened(persons: int = 0) -> Incident:
    report = Report("leak", "見本の出来事", NOON - timedelta(hours=1), persons)
    return actions.open_(report, uuid4(), by=make.counter(), at=NOON)


def note(made: Incident, step: str = "") -> IncidentNote:
    return actions.note(made.pk, Note(step, "見本"), uuid4(), by=make.counter(), at=NOON)


def test_sent_again_it_is_one():
    token, report = uuid4(), Report("leak", "見本", NOON)
    first = actions.open_(report, token, by=make.counter(), at=NOON)
    wrote = actions.note(first.pk, Note("tell", "電話した"), token, by=make.counter(), at=NOON)

    assert actions.open_(report, token, by=make.counter(), at=NOON) == first
    again = actions.note(first.pk, Note("tell", "電話した"), token, by=make.counter(), at=NOON)
    assert again == wrote


def test_nobody_notices_tomorrow():
    with refused("incident.future"):
        late = Report("leak", "見本", NOON + timedelta(minutes=1))
        actions.open_(late, uuid4(), by=make.counter(), at=NOON)


@pytest.mark.parametrize("persons", [0, 3])
def test_it_is_over_only_when_every_needed_step_is_on_record(persons):
    made = opened(persons)
    for step in needed(persons=persons > 0):
        with refused("incident.steps_left"):
            actions.close(made.pk, by=make.ward(), at=NOON)
        note(made, step.code)

    assert actions.close(made.pk, by=make.ward(), at=NOON).closed_by == "ward-1"
    with refused("incident.closed"):
        note(made)


def test_that_persons_are_concerned_may_come_out_later():
    made = opened()
    for step in needed(persons=False):
        note(made, step.code)

    actions.count(made.pk, 12, by=make.manager(), at=NOON)

    with refused("incident.steps_left"):
        actions.close(made.pk, by=make.ward(), at=NOON)


def test_a_step_that_is_none():
    with refused("incident.step"):
        note(opened(), "nothing")


def test_the_laws_times_run_from_when_it_was_noticed():
    times = {step.code: due(step, NOON) - NOON for step in STEPS}

    assert times["first_report"] == timedelta(days=3)
    assert times["final_report"] == timedelta(days=30)
    assert list(times.values()) == sorted(times.values())
