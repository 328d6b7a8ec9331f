"""Many processes want the same few things of one moment: they are never promised twice."""

from pathlib import Path

import pytest

from tests.faults.crowd import Crowd, count_up, crowd
from tests.stress import STRESS

PROCESSES = 6
ROUNDS = 400 if STRESS else 15
SAME_TIME = """
import django; django.setup()
from tests import make
from uketsuke.groups.models import Group
rooms = [make.use(room=room.key) for room in make.more_rooms({count} - 1)]
for group, use in zip(Group.objects.order_by("pk"), [make.use(), *rooms]):
    make.booking(group, use, approved=True)
"""


@pytest.fixture
def office(tmp_path: Path):
    with crowd(tmp_path, groups=PROCESSES) as one:
        one.python(SAME_TIME.format(count=PROCESSES))
        yield one


def test_a_thing_is_promised_to_one_of_many(office: Crowd):
    told = count_up(office.go("grab", PROCESSES, ROUNDS))

    assert office.faults() == []
    assert told["ask"] > 0
    assert told["equipment.short"] > 0


def test_asked_decided_moved_broken_and_given_back_at_once(office: Crowd):
    told = count_up(office.go("things", PROCESSES, ROUNDS))

    assert office.faults() == []
    assert told["ask"] > 0
    assert "deadlock" not in office.errors()
