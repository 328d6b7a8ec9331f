"""一回限りのリンク, staff accounts, and the addresses the staff side listens to."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests import make
from tests.make import NOON, refused
from uketsuke.identity import actions, beginning, links
from uketsuke.identity.models import Network, OneTimeLink, Role, User
from uketsuke.identity.queries import place_of
from uketsuke.kernel.actors import SYSTEM, Actor, Who
from uketsuke.registration.actions import send_link

pytestmark = pytest.mark.usefixtures("world")
ADMIN = Actor(Who.ADMINISTRATOR, "admin", "127.0.0.1")


def link_of(group) -> OneTimeLink:
    return group.user.links.get(used_at=None)


def test_a_link_sets_a_password_once():
    group = make.group()
    written = links.text(link_of(group))

    user = links.set_password(written, make.PASSWORD, by=make.actor(group), at=NOON)

    assert user.check_password(make.PASSWORD)
    with refused("links.used"):
        links.set_password(written, "another-password", by=make.actor(group), at=NOON)
    user.refresh_from_db()
    assert user.check_password(make.PASSWORD)


def test_a_link_holds_for_seven_days():
    group = make.group()
    written = links.text(link_of(group))

    assert links.find(written, NOON + timedelta(days=7, seconds=-1)).user == group.user
    with refused("links.expired"):
        links.find(written, NOON + timedelta(days=7))


def test_a_newer_link_replaces_the_older():
    group = make.group()
    old = links.text(link_of(group))

    send_link(group.pk, by=make.counter(), at=NOON)

    with refused("links.used"):
        links.find(old, NOON)
    assert links.find(links.text(link_of(group)), NOON).user == group.user


@pytest.mark.parametrize(
    "change",
    [lambda t: t + "x", lambda t: t[:-1], lambda t: "", lambda t: t[::-1], lambda t: f"1{t}"],
)
def test_a_link_that_was_touched_is_unknown(change):
    written = links.text(link_of(make.group()))

    with refused("links.unknown"):
        links.find(change(written), NOON)


@pytest.mark.parametrize(
    "typed", [str.upper, lambda t: f" {t} ", lambda t: t.replace("-", "－"), lambda t: f"　{t}"]
)
def test_a_link_typed_from_paper_is_read_kindly(typed):
    group = make.group()

    assert links.find(typed(links.text(link_of(group))), NOON).user == group.user


def test_the_text_of_a_link_is_short_enough_to_type():
    assert len(links.text(link_of(make.group()))) <= 30


def test_the_text_of_a_link_is_stored_nowhere():
    link = link_of(make.group())

    assert link.nonce not in links.text(link)[:8]
    assert links.text(link) not in str(OneTimeLink.objects.values().get(pk=link.pk))


def test_who_has_been_stopped_has_no_link():
    group = make.group()
    written = links.text(link_of(group))
    User.objects.filter(pk=group.user_id).update(is_active=False)

    with refused("links.unknown"):
        links.find(written, NOON)


def test_a_login_belongs_to_one():
    make.staff(login="yotsuya-1")

    with refused("identity.login_taken"):
        actions.add_staff("yotsuya-1", Role.COUNTER, "yotsuya", "見本", by=ADMIN, at=NOON)


def test_a_new_account_has_no_password():
    user = actions.add_staff("tansu-1", Role.COUNTER, "tansu", "見本 職員", by=ADMIN, at=NOON)

    assert (user.has_usable_password(), user.hall, user.role) == (False, "tansu", "counter")


def test_an_account_is_stopped():
    user = make.staff()

    assert not actions.close_staff(user.pk, by=ADMIN, at=NOON).is_active


def test_nobody_stops_her_own_account():
    user = make.staff(Role.ADMINISTRATOR, login="admin-2")

    with refused("identity.own_account"):
        actions.close_staff(user.pk, by=Actor(Who.ADMINISTRATOR, "admin-2"), at=NOON)


def test_groups_are_not_stopped_like_staff():
    with pytest.raises(User.DoesNotExist):
        actions.close_staff(make.group().user_id, by=ADMIN, at=NOON)


def test_a_listed_address_is_a_place():
    actions.list_network("192.0.2.0/24", "tansu", "箪笥 事務室", by=ADMIN, at=NOON)

    assert place_of("192.0.2.9").hall == "tansu"
    assert place_of("::ffff:192.0.2.9").hall == "tansu"
    assert place_of("198.51.100.1") is None
    assert place_of("nonsense") is None


@pytest.mark.parametrize("cidr", ["", "192.0.2.1/24", "192.0.2.0/33", "example.jp"])
def test_what_is_no_network_is_not_listed(cidr):
    with refused("networks.invalid"):
        actions.list_network(cidr, "", "見本", by=ADMIN, at=NOON)


def test_a_network_is_listed_once():
    with refused("networks.listed"):
        actions.list_network("127.0.0.0/8", "", "見本", by=ADMIN, at=NOON)


@pytest.mark.parametrize("address", ["127.0.0.1", "::ffff:127.0.0.1"])
def test_nobody_locks_herself_out(address):
    own = Network.objects.get(cidr="127.0.0.0/8")

    with refused("networks.own"):
        actions.unlist_network(own.pk, by=Actor(Who.ADMINISTRATOR, "admin", address), at=NOON)

    assert Network.objects.filter(pk=own.pk).exists()


def test_other_networks_may_go():
    other = actions.list_network("192.0.2.0/24", "", "見本", by=ADMIN, at=NOON)

    actions.unlist_network(other.pk, by=Actor(Who.ADMINISTRATOR, "a", "::ffff:127.0.0.1"), at=NOON)
    actions.unlist_network(other.pk, by=ADMIN, at=NOON)

    assert place_of("192.0.2.9") is None


def test_who_comes_from_nowhere_unlists_nothing():
    with refused("networks.own"):
        actions.unlist_network(Network.objects.first().pk, by=SYSTEM, at=NOON)


def test_the_narrowest_listing_says_where_somebody_sits():
    actions.list_network("192.0.2.0/24", "", "区役所", by=ADMIN, at=NOON)
    actions.list_network("192.0.2.8/32", "yotsuya", "四谷の窓口", by=ADMIN, at=NOON)

    assert (place_of("192.0.2.8").hall, place_of("192.0.2.9").hall) == ("yotsuya", "")


def test_tokens_of_forms_do_not_open_links():
    with refused("links.unknown"):
        links.find(str(uuid4()), NOON)


def test_a_link_asked_for_again_within_minutes_is_no_second_mail():
    group = make.group()
    first = send_link(group.pk, by=make.actor(group), at=NOON + timedelta(hours=1))
    again = send_link(group.pk, by=make.actor(group), at=NOON + timedelta(hours=1, minutes=9))
    later = send_link(group.pk, by=make.actor(group), at=NOON + timedelta(hours=2))

    assert again.pk == first.pk != later.pk
    assert group.notices.filter(kind="identity.link").count() == 2


def test_the_first_administrator_comes_in_by_whoever_runs_the_machine():
    link = beginning.begin("first-1", "見本 管理", "192.0.2.0/28", by=SYSTEM, at=NOON)
    again = beginning.begin("first-1", "見本 管理", "192.0.2.0/28", by=SYSTEM, at=NOON)

    assert again.user.role == Role.ADMINISTRATOR
    assert place_of("192.0.2.5") is not None
    with refused("links.used"):
        links.find(links.text(link), NOON)
    links.set_password(links.text(again), make.PASSWORD, by=SYSTEM, at=NOON)
    with refused("identity.begun"):
        beginning.begin("second-1", "見本", "192.0.2.0/28", by=SYSTEM, at=NOON)


def test_an_address_that_is_none_lets_nobody_begin():
    with refused("networks.invalid"):
        beginning.begin("first-1", "見本", "192.0.2.5/28", by=SYSTEM, at=NOON)

    assert not User.objects.filter(login="first-1").exists()
