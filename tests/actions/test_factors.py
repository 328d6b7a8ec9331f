"""二つ目の確認: a code opens once, guessing waits, and all other sessions end."""

from datetime import datetime, timedelta

import pyotp
import pytest
from django.test import Client

from tests import make
from tests.make import NOON, refused
from uketsuke.audit.models import Entry
from uketsuke.identity import factors
from uketsuke.identity.factors import MOST_MISSED, PAUSE, STEP
from uketsuke.identity.models import Factor, Role, User
from uketsuke.kernel.actors import SYSTEM, Actor, Who

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("world")]


def app(user: User, at: datetime = NOON) -> str:
    """A member with an app; its secret."""
    secret = factors.new_secret()
    factors.add_totp(user.pk, secret, code(secret, at), "見本の電話", by=SYSTEM, at=at)
    return secret


def code(secret: str, at: datetime) -> str:
    return str(pyotp.TOTP(secret).at(at))


def passes(user: User, typed: str, at: datetime) -> bool:
    return factors.passes(user.pk, typed, by=SYSTEM, at=at)


def later(steps: int) -> datetime:
    return NOON + timedelta(seconds=STEP * steps)


def test_a_code_opens_once():
    user = make.staff()
    secret = app(user)

    assert passes(user, code(secret, later(2)), later(2))
    assert not passes(user, code(secret, later(2)), later(2))
    assert passes(user, code(secret, later(4)), later(4))


def test_the_code_that_proved_the_app_opens_nothing():
    user = make.staff()
    secret = app(user)

    assert not passes(user, code(secret, NOON), NOON)


def test_full_width_and_spaces_do_not_matter_and_a_clock_may_be_a_little_off():
    user = make.staff()
    secret = app(user)
    wide = code(secret, later(2)).translate(str.maketrans("0123456789", "０１２３４５６７８９"))

    assert passes(user, f" {wide[:3]} {wide[3:]}", later(3))
    assert not passes(user, code(secret, later(9)), later(6))


def test_an_older_code_than_the_newest_used_is_not_taken():
    user = make.staff()
    secret = app(user)
    assert passes(user, code(secret, later(5)), later(5))

    assert not passes(user, code(secret, later(4)), later(5))


def test_who_guesses_waits_and_the_owner_has_her_recovery_code():
    user = make.staff()
    secret = app(user)
    one, *_ = factors.make_codes(user.pk, by=SYSTEM, at=NOON)
    for _ in range(MOST_MISSED):
        assert not passes(user, "000000", later(2))

    assert not passes(user, code(secret, later(3)), later(3))
    assert passes(user, one, later(3))
    after = later(3) + PAUSE
    assert passes(user, code(secret, after), after)


def test_a_wrong_code_stays_counted():
    user = make.staff()
    app(user)

    passes(user, "000000", later(2))

    assert Factor.objects.get().missed == 1
    assert Entry.objects.filter(action="identity.second_wrong").count() == 1


def test_a_recovery_code_works_once_and_new_ones_end_the_old():
    user = make.staff()
    app(user)
    first = factors.make_codes(user.pk, by=SYSTEM, at=NOON)

    assert passes(user, first[0].upper(), NOON)
    assert not passes(user, first[0], NOON)
    factors.make_codes(user.pk, by=SYSTEM, at=NOON)
    assert not passes(user, first[1], NOON)


def test_a_recovery_code_is_its_owners():
    user, other = make.staff(), make.staff()
    one, *_ = factors.make_codes(user.pk, by=SYSTEM, at=NOON)

    assert not passes(other, one, NOON)


def test_an_app_is_proved_before_it_counts():
    user = make.staff()

    with refused("factors.wrong_code"):
        factors.add_totp(user.pk, factors.new_secret(), "000000", "x", by=SYSTEM, at=NOON)

    assert not user.factors.exists()


def test_staff_keep_one_and_a_group_need_not():
    user, group = make.staff(), make.group()
    app(user)
    app(group.user)

    with refused("factors.last"):
        factors.remove(user.pk, user.factors.get().pk, by=SYSTEM, at=NOON)
    factors.remove(group.user.pk, group.user.factors.get().pk, by=SYSTEM, at=NOON)

    assert user.factors.exists()
    assert not group.user.factors.exists()


def test_nobody_removes_what_is_another_ones():
    user, other = make.staff(), make.staff()
    app(user)
    app(other)
    theirs = other.factors.get().pk
    app(user, later(3))

    factors.remove(user.pk, theirs, by=SYSTEM, at=NOON)

    assert other.factors.filter(pk=theirs).exists()


def test_the_administrator_resets_others_not_herself():
    admin, user = make.staff(Role.ADMINISTRATOR), make.staff()
    app(user)
    by = Actor(Who.ADMINISTRATOR, admin.login)

    factors.reset(user.pk, by=by, at=NOON)
    with refused("identity.own_account"):
        factors.reset(admin.pk, by=by, at=NOON)

    assert not user.factors.exists()


@pytest.mark.parametrize(
    "change",
    [
        app,
        lambda user: factors.end_sessions(user.pk, by=SYSTEM, at=NOON),
        lambda user: factors.reset(user.pk, by=SYSTEM, at=NOON),
    ],
)
def test_all_sessions_end_at_once(change):
    user = make.staff()
    browser = Client()
    browser.force_login(user)
    assert browser.get("/staff/").status_code == 200

    change(user)

    assert browser.get("/staff/").status_code == 302
