"""断り: whatever the business refuses, the database is afterwards exactly what it was before."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from tests import make
from tests.make import NOON, SATURDAY, refused
from uketsuke.bookings import actions, blocks, decisions, drafts, queries, till
from uketsuke.identity import actions as identity
from uketsuke.identity.models import Network
from uketsuke.kernel.actors import SYSTEM
from uketsuke.registration import actions as registration
from uketsuke.registration.models import Application

pytestmark = pytest.mark.usefixtures("world")
BY = make.manager()
FAR = NOON + timedelta(days=200)


def everything() -> dict[str, list[Any]]:
    """All rows of all tables."""
    with connection.cursor() as cursor:
        rows = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
            rows[table] = sorted(map(repr, cursor.fetchall()))
        return rows


@pytest.fixture
def history() -> dict[str, Any]:
    """A small world in which much can be refused."""
    paid = make.paid_booking(None, make.use("am"))
    overtaken = make.cancel(make.booking(None, make.use("night"), approved=True))
    make.rest_over()
    draft = make.draft(make.use("night"))
    cancelled = make.cancel(make.booking(None, make.use("pm"), approved=True))
    for minute in range(queries.rules(make.TODAY).hold_extensions):
        drafts.extend(draft.pk, by=BY, at=NOON + timedelta(minutes=minute))
    block = make.block("tansu/hall")
    decided = Application.objects.first()
    return {
        "paid": paid,
        "cancelled": cancelled,
        "overtaken": overtaken,
        "draft": draft,
        "block": block,
        "decided": decided,
        "group": make.group(),
        "tentative": make.booking(None, make.use(on=SATURDAY + timedelta(days=7))),
    }


Act = Callable[[dict[str, Any]], object]
MANY = [make.use("am"), make.use("am", on=SATURDAY + timedelta(days=20))]
CASES: dict[str, tuple[str, Act]] = {
    "book a taken cell of several": ("cells.taken", lambda w: make.application(w["group"], MANY)),
    "book the past": (
        "reception.past",
        lambda w: make.application(w["group"], [make.use(on=make.TODAY - timedelta(days=1))]),
    ),
    "too many people": (
        "reception.attendance",
        lambda w: make.application(w["group"], [make.use(on=SATURDAY)], attendance=999),
    ),
    "hold a taken cell": ("cells.taken", lambda w: make.draft(by_group=w["group"])),
    "extend for ever": (
        "drafts.no_more",
        lambda w: drafts.extend(w["draft"].pk, by=BY, at=NOON),
    ),
    "change too late": (
        "change.too_late",
        lambda w: actions.change(
            w["paid"].application_id, "x", 1, by=make.actor(w["paid"].group), at=FAR
        ),
    ),
    "cancel after use": ("refund.after_use", lambda w: make.cancel(w["paid"], FAR)),
    "undo too late": ("undo.too_late", lambda w: make.undo(w["cancelled"], FAR)),
    "undo what stands": ("undo.not_cancelled", lambda w: make.undo(w["paid"])),
    "undo what somebody else has": ("cells.taken", lambda w: make.undo(w["overtaken"])),
    "approve the cancelled": (
        "states.forbidden",
        lambda w: decisions.approve(w["cancelled"].pk, by=BY, at=NOON),
    ),
    "refuse the approved": (
        "states.forbidden",
        lambda w: decisions.refuse(w["paid"].pk, "x", by=BY, at=NOON),
    ),
    "wait for the approved": (
        "states.forbidden",
        lambda w: decisions.wait(w["paid"].pk, "x", by=BY, at=NOON),
    ),
    "use the tentative": (
        "states.forbidden",
        lambda w: decisions.close_use(w["tentative"].pk, True, by=BY, at=NOON),
    ),
    "approve as the group": (
        "states.forbidden",
        lambda w: decisions.approve(
            w["tentative"].pk, by=make.actor(w["tentative"].group), at=NOON
        ),
    ),
    "pay twice": ("ledger.not_owed", lambda w: make.pay(w["paid"])),
    "pay the tentative": ("till.not_approved", lambda w: make.pay(w["tentative"])),
    "pay with too little": (
        "till.too_little",
        lambda w: till.take_payment(w["paid"].pk, 10, "cash", uuid4(), by=BY, at=NOON, tendered=9),
    ),
    "pay by card without slip": (
        "till.reference_needed",
        lambda w: till.take_payment(w["paid"].pk, 10, "card", uuid4(), by=BY, at=NOON),
    ),
    "pay back what is kept": ("ledger.not_due", lambda w: make.pay_back(w["paid"], 1)),
    "block a booked cell": ("cells.taken", lambda w: make.block(days=3)),
    "approve one's own block": (
        "blocks.own",
        lambda w: blocks.approve(w["block"].pk, by=make.manager("proposer"), at=NOON),
    ),
    "decide twice": (
        "registration.decided",
        lambda w: registration.refuse(w["decided"].pk, "x", by=BY, at=NOON),
    ),
    "eligibility without paper": (
        "registration.papers",
        lambda w: registration.decide_eligibility(
            w["group"].pk,
            make.Ruling("resident", "none", make.TODAY, make.TODAY, None),
            by=BY,
            at=NOON,
        ),
    ),
    "lock oneself out": (
        "networks.own",
        lambda w: identity.unlist_network(
            Network.objects.get(cidr="127.0.0.0/8").pk, by=BY, at=NOON
        ),
    ),
    "unlist from nowhere": (
        "networks.own",
        lambda w: identity.unlist_network(Network.objects.first().pk, by=SYSTEM, at=NOON),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_refusal_leaves_everything_as_it_was(history, name):
    code, act = CASES[name]
    before = everything()

    with refused(code):
        act(history)

    assert everything() == before
