"""監査: one entry that was changed, removed, put in or moved is found; only the key can seal."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection

from tests import make
from tests.make import NOON
from uketsuke.audit import chain, seals
from uketsuke.audit.actions import compose, record_view, seal
from uketsuke.audit.models import Entry, Seal
from uketsuke.audit.queries import unsealed, verify
from uketsuke.kernel import append_only
from uketsuke.kernel.actors import SYSTEM

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def sealed() -> list[int]:
    """Three seals over a small history; the ids of its entries."""
    for slot in ("am", "pm", "night"):
        make.booking(None, make.use(slot), approved=True)
        seal(by=SYSTEM, at=NOON)
    return list(Entry.objects.order_by("pk").values_list("pk", flat=True))


@contextmanager
def tampering() -> Iterator[None]:
    """Somebody with all rights over the database, but without the key."""
    append_only.lift(connection)
    yield
    append_only.restore(connection)


def test_an_untouched_chain_is_whole(sealed):
    verdict = verify()

    assert (verdict.fault, verdict.entries, verdict.sealed) == ("", len(sealed), len(sealed))


def test_entries_after_the_last_seal_are_verified_too(sealed):
    record_view("group.view", "groups.group:1", by=make.counter(), at=NOON)

    verdict = verify()
    assert (verdict.fault, verdict.entries - verdict.sealed) == ("", 1)
    assert unsealed()


def test_an_empty_chain_is_whole():
    assert verify().fault == ""
    assert not unsealed()


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "somebody-else"},
        {"action": "booking.refuse"},
        {"subject": "bookings.booking:999"},
        {"at": NOON + timedelta(microseconds=1)},
        {"facts": {"yen": 1}},
        {"why": "見本"},
        {"address": "192.0.2.99"},
        {"hall": "tansu"},
        {"who": "ward"},
    ],
)
def test_one_changed_value_is_found(sealed, change):
    with tampering():
        Entry.objects.filter(pk=sealed[1]).update(**change)

    assert verify().fault == f"entry {sealed[1]} was changed"


@pytest.mark.parametrize("nth", [0, 4, -1])
def test_one_removed_entry_is_found(sealed, nth):
    with tampering():
        Entry.objects.filter(pk=sealed[nth]).delete()

    assert "were sealed" in verify().fault


def test_all_entries_removed_are_found(sealed):
    with tampering():
        Entry.objects.all().delete()

    assert "0 are there" in verify().fault


def test_an_entry_put_in_between_is_found(sealed):
    with tampering():
        Entry.objects.filter(pk=sealed[2]).delete()
        forged = compose("booking.book", "bookings.booking:1", by=SYSTEM, at=NOON)
        forged.pk = sealed[2]
        forged.save(force_insert=True)

    assert verify().fault.endswith("are not those that were sealed")


def test_two_entries_that_changed_places_are_found(sealed):
    first, second = Entry.objects.filter(pk__in=sealed[1:3]).order_by("pk")
    with tampering():
        Entry.objects.filter(pk__in=sealed[1:3]).delete()
        first.pk, second.pk = second.pk, first.pk
        first.save(force_insert=True)
        second.save(force_insert=True)

    assert verify().fault.endswith("are not those that were sealed")


def test_who_lacks_the_key_cannot_seal_anew(sealed, settings):
    key = settings.AUDIT_KEY
    with tampering():
        Entry.objects.filter(pk=sealed[-1]).delete()
        Seal.objects.all().delete()
        settings.AUDIT_KEY = "the key of somebody else, long enough to be one"
        seal(by=SYSTEM, at=NOON)
    settings.AUDIT_KEY = key

    assert verify().fault.endswith("are not those that were sealed")


def test_who_lacks_the_key_cannot_write_an_entry(sealed, settings):
    key = settings.AUDIT_KEY
    settings.AUDIT_KEY = "the key of somebody else, long enough to be one"
    record_view("group.view", "groups.group:1", by=make.counter(), at=NOON)
    settings.AUDIT_KEY = key

    assert verify().fault.endswith("was changed")


def test_a_removed_seal_is_found(sealed):
    with tampering():
        Seal.objects.order_by("last").first().delete()

    assert verify().fault


def test_nothing_new_is_not_sealed(sealed):
    assert seal(by=SYSTEM, at=NOON) is None
    assert Seal.objects.count() == 3


def test_a_seal_names_how_many_entries_up_to_which(sealed):
    last = Seal.objects.latest("last")

    assert last.last == sealed[-1]
    assert sum(Seal.objects.values_list("count", flat=True)) == len(sealed)


def test_the_code_of_an_entry_depends_on_nothing_of_the_database():
    entry = compose("booking.book", "bookings.booking:1", by=SYSTEM, at=NOON, b=1, a="髙")

    stored = Entry.objects.get(pk=_stored(entry).pk)

    assert chain.canonical(stored) == chain.canonical(entry)


def _stored(entry: Entry) -> Entry:
    entry.save(force_insert=True)
    return entry


def test_a_chain_that_lost_its_end_is_found_by_the_seals_kept_elsewhere(sealed):
    kept = list(seals.written())
    last = Seal.objects.order_by("-last").first()
    before = Seal.objects.order_by("-last")[1]
    with tampering():
        Entry.objects.filter(pk__gt=before.last).delete()
        last.delete()

    assert verify().fault == ""
    assert f"up to entry {last.last}" in seals.fault(kept)


def test_a_chain_that_was_written_anew_is_found_by_the_seals_kept_elsewhere(sealed):
    kept = list(seals.written())
    with tampering():
        for entry in Entry.objects.all():
            entry.why = "written anew"
            entry.mac = chain.mac(entry)
            entry.save()
        Seal.objects.all().delete()
    seal(by=SYSTEM, at=NOON)

    assert verify().fault == ""
    assert seals.fault(kept) != ""


def test_seals_kept_elsewhere_agree_with_an_untouched_chain(sealed):
    kept = list(seals.written())
    assert len(kept) == 3
    record_view("group.view", "groups.group:1", by=make.counter(), at=NOON)
    seal(by=SYSTEM, at=NOON)

    assert seals.fault([*kept, ""]) == ""
    assert len(list(seals.written(int(kept[-1].split()[0])))) == 1


@pytest.mark.parametrize("text", [[], ["abc"], ["1 2 3"], ["x 1 d 2026"]])
def test_another_text_is_no_copy_of_seals(text):
    with make.refused("audit.no_seals"):
        seals.fault(text)
