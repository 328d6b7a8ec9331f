"""保存した条件: what falls free is told, once, by mail; in bounds; and it ends by itself."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests import make
from tests.make import NOON, SATURDAY, refused
from uketsuke.bookings.availability import Wish
from uketsuke.notices.models import Delivery, Notice
from uketsuke.notices.texts import render
from uketsuke.waiting import searches
from uketsuke.waiting.models import Search, WaitingRules

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
WISH = Wish(SATURDAY, SATURDAY + timedelta(days=7), frozenset({5}), frozenset({"am"}))
DAY = timedelta(days=1)


def kept(group=None, wish: Wish = WISH, at=NOON) -> Search:
    group = group or make.group()
    return searches.keep(group.pk, wish, uuid4(), by=make.actor(group), at=at)


def look(search: Search, at=NOON) -> int:
    return searches.look(search.pk, by=make.SYSTEM, at=at)


def free_again(booking, at=NOON) -> None:
    make.cancel(booking, at)
    make.rest_over(at)


def test_what_was_free_already_is_no_news():
    search = kept()

    assert look(search, NOON + DAY) == 0
    assert not Notice.objects.filter(kind="search.found").exists()


def test_what_falls_free_is_told_in_words():
    booking = make.booking()
    search = kept()
    free_again(booking)

    assert look(search) == 1

    notice = Notice.objects.get(kind="search.found")
    text = render(notice)
    assert "2027年2月6日（土） 午前" in text.body
    assert "四谷区民ホール" in text.body
    assert Delivery.objects.get(notice=notice).channel == "mail"


def test_what_does_not_match_is_not_told():
    booking = make.booking(None, make.use("pm"))
    search = kept()
    free_again(booking)

    assert look(search) == 0


def test_what_only_rests_is_not_told():
    booking = make.booking()
    search = kept()
    make.cancel(booking)

    assert look(search) == 0


def test_at_most_one_mail_in_the_hours_of_the_rules():
    first, second = make.booking(), make.booking(None, make.use(on=SATURDAY + timedelta(days=7)))
    search = kept()
    free_again(first)
    assert look(search) == 1

    free_again(second)
    assert look(search, NOON + timedelta(hours=23)) == 0
    assert look(search, NOON + timedelta(hours=24)) == 1

    assert Notice.objects.filter(kind="search.found").count() == 2


def test_it_is_told_again_when_it_fell_free_again():
    booking = make.booking()
    search = kept()
    free_again(booking)
    look(search)
    again = make.booking(at=NOON + DAY)
    look(search, NOON + DAY)
    free_again(again, NOON + DAY)

    assert look(search, NOON + DAY) == 1


def test_no_letter_is_sent_for_it():
    booking = make.booking()
    search = kept(make.group(mail=""))
    free_again(booking)

    look(search)

    assert not Notice.objects.filter(kind="search.found").exists()
    assert Search.objects.get().found == ["yotsuya/hall|2027-02-06|am"]


def test_a_group_keeps_a_few():
    WaitingRules.objects.update(searches_per_group=1)
    make.revision.changed()
    group = make.group()
    kept(group)

    with refused("searches.most"):
        kept(group)


def test_what_is_past_is_not_kept():
    with refused("searches.past"):
        kept(wish=Wish(SATURDAY, SATURDAY), at=NOON + timedelta(days=100))


def test_it_ends_by_itself_after_its_last_day_and_when_dropped():
    search, dropped = kept(), kept()
    searches.drop(dropped.pk, by=make.actor(dropped.group), at=NOON)

    look(search, NOON + timedelta(days=100))

    assert not Search.objects.filter(ended_at=None).exists()
    assert searches.to_look_at(NOON + timedelta(days=100)) == []


def test_it_lasts_no_longer_than_the_rules_say():
    search = kept(wish=Wish(SATURDAY, SATURDAY + timedelta(days=190)))

    assert search.ends_on == NOON.date() + timedelta(days=180)
