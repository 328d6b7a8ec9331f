"""監査: one entry among very many that was changed, removed, put in or moved is found, offline.

With UKETSUKE_STRESS=1 there are a million of them.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction

from tests import make
from tests.make import NOON
from tests.stress import STRESS
from uketsuke.audit.actions import compose, seal
from uketsuke.audit.models import Entry
from uketsuke.audit.queries import verify
from uketsuke.kernel import append_only
from uketsuke.kernel.actors import SYSTEM

MANY, AT_ONCE = (1_000_000, 20_000) if STRESS else (4_000, 500)


def write_many() -> None:
    """A seal after every helping, as the worker sets them."""
    by = make.counter()
    for start in range(0, MANY, AT_ONCE):
        Entry.objects.bulk_create(
            [
                compose(
                    "group.view",
                    f"groups.group:{nth % 700}",
                    by=by,
                    at=NOON + timedelta(seconds=nth),
                )
                for nth in range(start, start + AT_ONCE)
            ],
            batch_size=500,
        )
        seal(by=SYSTEM, at=NOON)


def change(at: int) -> None:
    Entry.objects.filter(pk=at).update(actor="somebody-else")


def remove(at: int) -> None:
    Entry.objects.filter(pk=at).delete()


def put_in(at: int) -> None:
    """One more of his own, in the place of one of ours."""
    remove(at)
    forged = compose("booking.book", "bookings.booking:1", by=SYSTEM, at=NOON)
    forged.pk = at
    forged.save(force_insert=True)


def reorder(at: int) -> None:
    first, second = Entry.objects.filter(pk__in=(at, at + 1)).order_by("pk")
    Entry.objects.filter(pk__in=(at, at + 1)).delete()
    first.pk, second.pk = second.pk, first.pk
    first.save(force_insert=True)
    second.save(force_insert=True)


def found_after(tamper: Callable[[int], None], at: int) -> str:
    """What the verification says; then all is as before."""
    append_only.lift(connection)
    with transaction.atomic():
        tamper(at)
        fault = verify().fault
        transaction.set_rollback(True)
    append_only.restore(connection)
    return fault


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("world")
def test_one_among_very_many_is_found():
    write_many()
    first = Entry.objects.order_by("pk").values_list("pk", flat=True)[0]
    whole = verify()
    assert (whole.fault, whole.entries >= MANY) == ("", True)

    for nth in (1, MANY // 2, MANY - 2):
        at = first + nth
        assert found_after(change, at) == f"entry {at} was changed"
        for tamper in (remove, put_in, reorder):
            assert "sealed" in found_after(tamper, at), (tamper, at)

    assert verify().fault == ""
