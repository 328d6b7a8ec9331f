"""当て推量: who guesses waits; the owner never does.

川崎 2020: 445,000 wrong passwords on 1,000 accounts locked their owners out for good.
"""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from tests import make
from uketsuke.groups.models import Group
from uketsuke.identity.guessing import OF_ONE_SOURCE
from uketsuke.identity.models import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
ATTACKER, NEIGHBOUR, HOME = "203.0.113.66", "203.0.113.67", "192.0.2.8"
IN, SLOWED, WRONG = 302, 429, 422


def enter(client: Client, login: str, password: str = make.PASSWORD) -> int:
    return client.post("/login/", {"login": login, "password": password}).status_code


def tried(login: str, address: str, times: int, minutes_ago: int = 0) -> AccessAttempt:
    made = AccessAttempt(
        username=login,
        ip_address=address,
        user_agent=f"made up {login}",
        failures_since_start=times,
    )
    made.attempt_time = timezone.now() - timedelta(minutes=minutes_ago)
    return made


def owner(address: str, *, knows: Group | None = None) -> Client:
    """A browser at that address; one on which the group has logged in before."""
    client = Client(REMOTE_ADDR=address)
    if knows:
        assert enter(client, knows.number) == IN
        client.post("/logout/")
    return client


def test_445000_tries_on_1000_accounts_lock_nobody_out():
    group = make.group(password=make.PASSWORD)
    logins = [group.number, *(str(number) for number in range(90000000, 90000999))]
    sources = [f"203.0.{nth // 250}.{nth % 250}" for nth in range(1, 446)]
    AccessAttempt.objects.bulk_create(
        tried(login, source, 10)
        for nth, login in enumerate(logins)
        for source in sources[nth % 10 :: 10]
    )
    assert sum(AccessAttempt.objects.values_list("failures_since_start", flat=True)) > 444_000
    at_home = owner(HOME)

    assert enter(at_home, group.number) == IN
    assert enter(Client(REMOTE_ADDR=sources[0]), group.number) == SLOWED


def test_a_source_waits_whatever_accounts_it_tries():
    groups = [make.group(password=make.PASSWORD) for _ in range(2)]
    attacker = Client(REMOTE_ADDR=ATTACKER)
    AccessAttempt.objects.bulk_create(
        tried(f"{number}", ATTACKER, 9) for number in range(OF_ONE_SOURCE // 9)
    )

    assert enter(attacker, groups[0].number, "wrong") == WRONG
    assert enter(attacker, groups[0].number, "wrong") == SLOWED
    assert enter(attacker, groups[1].number) == SLOWED
    assert AccessAttempt.objects.count() == OF_ONE_SOURCE // 9 + 1
    assert enter(Client(REMOTE_ADDR=NEIGHBOUR), groups[1].number) == IN


def test_and_goes_on_after_the_pause():
    group = make.group(password=make.PASSWORD)
    old = tried("90000001", ATTACKER, OF_ONE_SOURCE)
    old.save()
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))

    assert enter(Client(REMOTE_ADDR=ATTACKER), group.number) == IN


@pytest.mark.parametrize("of_one_account", [True, False])
def test_on_her_own_device_the_owner_gets_in_even_beside_the_attacker(of_one_account):
    group = make.group(password=make.PASSWORD)
    hers = owner(ATTACKER, knows=group)
    if of_one_account:
        attacker = Client(REMOTE_ADDR=ATTACKER)
        answers = [enter(attacker, group.number, "wrong") for _ in range(11)]
        assert answers[-1] == SLOWED
    else:
        tried("90000001", ATTACKER, OF_ONE_SOURCE).save()
        assert enter(Client(REMOTE_ADDR=ATTACKER), group.number) == SLOWED

    assert enter(hers, group.number) == IN


def test_but_who_holds_her_device_does_not_guess_on():
    group = make.group(password=make.PASSWORD)
    hers = owner(HOME, knows=group)

    answers = [enter(hers, group.number, "wrong") for _ in range(11)]

    assert answers == [WRONG] * 9 + [SLOWED] * 2


def test_a_device_vouches_for_no_other_account():
    mine, other = (make.group(password=make.PASSWORD) for _ in range(2))
    attacker = owner(ATTACKER, knows=mine)

    answers = [enter(attacker, other.number, "wrong") for _ in range(11)]

    assert answers[-1] == SLOWED


@pytest.mark.parametrize("cookie", ["x", "WyJ4Il0:1abc:forged", ""])
def test_a_cookie_of_ones_own_making_is_none(cookie):
    group = make.group(password=make.PASSWORD)
    attacker = Client(REMOTE_ADDR=ATTACKER)
    attacker.cookies["known"] = cookie

    answers = [enter(attacker, group.number, "wrong") for _ in range(11)]

    assert answers[-1] == SLOWED


def test_staff_on_a_known_device_log_in_while_somebody_guesses_in_the_hall():
    login = make.staff(Role.COUNTER).login
    at_the_counter = Client()
    words = {"login": login, "password": make.PASSWORD}
    assert at_the_counter.post("/staff/login/", words).status_code == IN
    at_the_counter.post("/staff/logout/")
    tried("90000001", "127.0.0.1", OF_ONE_SOURCE).save()

    assert Client().post("/staff/login/", words).status_code == SLOWED
    assert at_the_counter.post("/staff/login/", words).status_code == IN
