"""同じ接続元からの申請: slowed from one source, never at a hall, and forgotten soon."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests import make
from tests.make import NOON, refused
from uketsuke.groups.models import Eligibility
from uketsuke.identity.models import Network
from uketsuke.kernel.actors import Actor, Who
from uketsuke.registration import actions, sources
from uketsuke.registration.models import Application, Source, SourceRules

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("world")]
MOST, MINUTES = 3, 30


@pytest.fixture(autouse=True)
def _rules():
    SourceRules.objects.all().delete()
    SourceRules.objects.create(in_force_from="2026-01-01", most=MOST, minutes=MINUTES)


def apply(address: str = "203.0.113.5", *, at=NOON, token=None) -> Application:
    by = Actor(Who.STRANGER, "stranger", address)
    claimed = Eligibility.RESIDENT
    return actions.apply("見本の会", claimed, make.persons(), token or uuid4(), by=by, at=at)


def test_so_many_from_one_source_then_it_waits():
    for _ in range(MOST):
        apply()

    with refused("registration.too_many"):
        apply()
    assert Application.objects.count() == MOST
    apply("203.0.113.6")
    apply(at=NOON + timedelta(minutes=MINUTES))


def test_the_same_form_again_counts_once():
    token = uuid4()

    made = {apply(token=token).pk for _ in range(MOST + 3)}

    assert len(made) == 1
    assert Source.objects.count() == 1


def test_a_listed_address_is_never_slowed():
    Network.objects.create(cidr="198.51.100.0/24", hall="yotsuya", label="見本の館")

    for _ in range(MOST + 5):
        apply("198.51.100.9")

    assert Application.objects.count() == MOST + 5
    assert not Source.objects.exists()


def test_a_guest_of_ipv6_has_one_network_whatever_address_he_takes():
    for nth in range(MOST):
        apply(f"2001:db8:0:1::{nth + 1}")

    with refused("registration.too_many"):
        apply("2001:db8:0:1:ffff::9")
    apply("2001:db8:0:2::1")


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("nonsense", "nonsense"),
    ],
)
def test_what_counts_as_one_source(address, source):
    assert sources.source_of(address) == source


def test_no_address_is_kept_and_what_is_over_goes():
    apply()
    assert "203.0.113.5" not in str(list(Source.objects.values()))

    sources.clear(NOON + timedelta(minutes=MINUTES, seconds=1))

    assert not Source.objects.exists()


def test_without_a_rule_nobody_is_slowed():
    SourceRules.objects.all().delete()

    for _ in range(MOST + 2):
        apply()

    assert not Source.objects.exists()
