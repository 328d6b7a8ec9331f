"""本人の情報: a group receives all that is kept about it, and nothing about anybody else."""

import json
import re

import pytest
import time_machine
from django.apps import apps
from django.test import Client

from tests import lots, make
from tests.make import NOON
from uketsuke.groups.models import Group
from uketsuke.identity.models import Role
from uketsuke.protection import portrait

pytestmark = pytest.mark.usefixtures("world")


def received(group: Group) -> str:
    client = Client()
    client.force_login(group.user)
    return str(client.get("/my/record/data.json").content.decode())


def full() -> Group:
    """A group of which there is something of every kind."""
    win, _ = lots.winner_and_loser()
    booking = make.booking(win.entry.group, approved=True)
    make.pay(booking)
    make.reduction(booking)
    make.cancel(booking)
    make.pay_back(booking, booking.price)
    return win.entry.group


def test_it_holds_persons_bookings_money_draws_and_notices():
    group = full()

    told = json.loads(received(group))

    for heading in (
        *("利用者", "代表者・連絡担当者", "予約", "元帳の記録", "領収書", "納入通知書"),
        *("還付", "減免申請", "通知", "抽選申込"),
    ):
        assert told[heading], heading
    names = {person["name"] for person in told["代表者・連絡担当者"]}
    assert names == set(group.persons.values_list("name", flat=True))


def test_it_follows_whatever_points_to_a_group():
    """Every kind that leads to a group by a key is there once the group has one."""
    reachable = {"groups.group"}
    while True:
        more = {
            relation.related_model._meta.label_lower
            for label in reachable
            for relation in apps.get_model(label)._meta.related_objects
        } | {target for (label, _), target in OWN_TARGETS.items() if label in reachable}
        if more <= reachable:
            break
        reachable |= more

    ours = {label for label in reachable if apps.get_model(label).__module__.startswith("uketsuke")}
    assert {"ledger.refund", "online.checkout", "bank.bankline", "lottery.win"} <= ours
    assert ours - portrait.NEVER


def test_it_says_that_it_was_the_staff_not_who():
    group = full()

    told = received(group)

    assert '"職員"' in told
    assert not re.search(r"(manager|counter|ward|admin)-\d", told)


OWN_TARGETS = {
    ("bookings.booking", "account"): "ledger.account",
    ("groups.group", "user"): "identity.user",
}


def test_nothing_of_another_group_and_no_secret():
    group, other = full(), make.group("よその会", password=make.PASSWORD)
    make.booking(other, make.use("night"))

    told = received(group)

    assert "よその会" not in told
    assert other.number not in told
    assert "password" not in told
    assert not json.loads(told).get("一回限りのリンク")


def test_it_says_when_staff_looked():
    group = make.group()
    clerk = Client()
    with time_machine.travel(NOON, tick=False):
        user = make.staff(Role.COUNTER)
        clerk.force_login(user)
        clerk.get(f"/staff/groups/{group.number}/")
        told = json.loads(received(group))

    looked = told["職員による表示と操作"]
    assert {"at", "who", "action"} == set(looked[-1])
    assert looked[-1]["action"] == "group.view"
    assert user.login not in json.dumps(looked)


def test_a_stranger_gets_nothing():
    assert Client().get("/my/record/data.json").status_code == 302
