"""契約終了時の消去の指図: two persons, one at a time, good until a day."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests import make
from tests.make import NOON, TODAY, refused
from uketsuke.kernel.actors import SYSTEM
from uketsuke.protection.closing import actions
from uketsuke.protection.models import Closing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("world")]
A_WEEK = timedelta(days=7)


def proposed() -> Closing:
    return actions.propose("見本の媒体一式", TODAY + A_WEEK, by=make.manager(), at=NOON)


def test_with_two_persons_it_stands_until_its_day():
    order = actions.approve(proposed().pk, by=make.ward(), at=NOON)

    assert actions.begin(order.number, by=SYSTEM, at=NOON + A_WEEK) == order
    with refused("closing.past"):
        actions.begin(order.number, by=SYSTEM, at=NOON + A_WEEK + timedelta(days=1))


def test_nobody_orders_it_alone():
    order = proposed()

    with refused("closing.same_person"):
        actions.approve(order.pk, by=make.manager(), at=NOON)
    with refused("closing.no_order"):
        actions.begin(order.number, by=SYSTEM, at=NOON)
    with pytest.raises(IntegrityError, match="closing_by_two"), transaction.atomic():
        Closing.objects.update(approved_by="manager-1")


def test_one_at_a_time_and_withdrawn_it_opens_nothing():
    order = actions.approve(proposed().pk, by=make.ward(), at=NOON)
    assert proposed().pk == order.pk

    actions.withdraw(order.pk, by=make.ward(), at=NOON)

    with refused("closing.no_order"):
        actions.begin(order.number, by=SYSTEM, at=NOON)
    with refused("closing.decided"):
        actions.approve(order.pk, by=make.ward("ward-2"), at=NOON)
    assert [proposed().number, order.number] == ["EA-2026-0002", "EA-2026-0001"]


def test_not_for_a_day_that_has_gone():
    with refused("closing.past"):
        actions.propose("見本", TODAY - timedelta(days=1), by=make.manager(), at=NOON)
    with refused("closing.no_order"):
        actions.begin("EA-2026-9999", by=SYSTEM, at=NOON)
