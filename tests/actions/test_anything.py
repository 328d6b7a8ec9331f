"""Whatever anybody does in whatever order: what must always hold holds after every step."""

import contextlib
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db.models import Q, Sum
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests import invariants, make
from tests.stress import often
from uketsuke.audit.actions import seal
from uketsuke.bookings import (
    actions,
    blocks,
    decisions,
    drafts,
    extras,
    holds,
    moves,
    ordering,
    queries,
    reductions,
    refunds,
    reminders,
    till,
)
from uketsuke.bookings.models import Block, Booking, Draft, ReductionRequest
from uketsuke.bookings.reception import UseDay
from uketsuke.equipment.counting import Less
from uketsuke.equipment.models import Item
from uketsuke.groups.models import Group
from uketsuke.kernel import clock
from uketsuke.kernel.actors import SYSTEM
from uketsuke.kernel.refusals import Refusal
from uketsuke.ledger import closing
from uketsuke.ledger.models import Entry
from uketsuke.ledger.queries import balance, paid
from uketsuke.tariffs.queries import version
from uketsuke.tariffs.refund import refund_quote

FIRST = date(2026, 12, 10)
DAYS = st.integers(0, 2).map(lambda n: FIRST + timedelta(days=n))
SLOTS = st.sampled_from([("am",), ("pm",), ("am", "pm"), ("am", "pm", "night")])
ROOMS = st.sampled_from(["yotsuya/hall", "tansu/hall"])
USES = st.lists(st.builds(UseDay, ROOMS, DAYS, SLOTS), min_size=1, max_size=2)
PICK = st.integers(0, 5)
THINGS = st.dictionaries(
    st.sampled_from(["riser", "lectern", "dressing-1"]), st.integers(0, 30).map(lambda n: n % 7)
)
TIMES = [timedelta(minutes=m) for m in (1, 9, 10, 31)] + [timedelta(days=d) for d in (1, 5, 14)]


class Office(RuleBasedStateMachine):
    """Three groups, one counter, two managers, a few cells, and the time going by."""

    tokens = Bundle("tokens")

    def __init__(self) -> None:
        super().__init__()
        self.at = make.NOON
        self.held = {"cash": 0, "bank": 0}  # what the till and the bank have
        self.groups = list(Group.objects.order_by("pk"))
        for group, slot in zip(self.groups, ("am", "pm", "night"), strict=True):
            make.booking(group, make.use(slot, on=FIRST), approved=slot != "night")

    def do(self, act: Any, *words: Any, **more: Any) -> Any:
        """What is refused is refused; anything else that goes wrong is a fault."""
        try:
            return act(*words, at=self.at, **{"by": make.manager(), **more})
        except Refusal:
            return None

    def booking(self, nth: int) -> Booking:
        found = list(Booking.objects.order_by("pk"))
        return found[nth % len(found)]

    def some(self) -> bool:
        return Booking.objects.exists()

    @rule(target=tokens, group=PICK, uses=USES, online=st.booleans())
    def book(self, group: int, uses: list[UseDay], online: bool) -> UUID:
        token, who = uuid4(), self.groups[group % 3]
        by = make.actor(who) if online else make.counter()
        self.do(actions.book, who.pk, uses, make.what(), token, by=by)
        return token

    @rule(token=tokens, group=PICK, uses=USES)
    def send_again(self, token: UUID, group: int, uses: list[UseDay]) -> None:
        who = self.groups[group % 3]
        before = Booking.objects.filter(group=who).count()
        known = who.uses.filter(token=token).exists()
        self.do(actions.book, who.pk, uses, make.what(), token, by=make.counter())
        assert not known or Booking.objects.filter(group=who).count() == before

    @rule(target=tokens, group=PICK, uses=USES)
    def start_typing(self, group: int, uses: list[UseDay]) -> UUID:
        token, who = uuid4(), self.groups[group % 3]
        self.do(drafts.hold, who.pk, uses, token, by=make.actor(who))
        return token

    @rule(nth=PICK, act=st.sampled_from([drafts.extend, drafts.drop]))
    def hold_on_or_give_up(self, nth: int, act: Any) -> None:
        if found := list(Draft.objects.order_by("pk")):
            self.do(act, found[nth % len(found)].pk)

    @rule(nth=PICK)
    def type_on(self, nth: int) -> None:
        if found := list(Draft.objects.order_by("pk")):
            draft = self.do(drafts.keep, found[nth % len(found)].pk, {"title": "x"})
            assert Draft.objects.get(pk=draft.pk).typed == {"title": "x"}

    @precondition(some)
    @rule(nth=PICK)
    def approve(self, nth: int) -> None:
        self.do(decisions.approve, self.booking(nth).pk)

    @precondition(some)
    @rule(nth=PICK, act=st.sampled_from([decisions.refuse, decisions.wait]))
    def refuse_or_wait(self, nth: int, act: Any) -> None:
        self.do(act, self.booking(nth).pk, "見本")

    @precondition(some)
    @rule(nth=PICK, share=st.sampled_from([1, 3, 1000]), more=st.sampled_from([0, 0, 1]))
    def pay(self, nth: int, share: int, more: int) -> None:
        booking = self.booking(nth)
        yen = (balance(booking.account_id) if booking.account_id else 0) // share + more
        if self.do(till.take_payment, booking.pk, yen, "cash", uuid4()):
            self.held["cash"] += yen

    @precondition(some)
    @rule(nth=PICK, share=st.sampled_from([1, 2]), more=st.sampled_from([0, 5000]))
    def transfer(self, nth: int, share: int, more: int) -> None:
        """The bank says what came in, owed or not."""
        booking = self.booking(nth)
        yen = (balance(booking.account_id) if booking.account_id else 0) // share + more
        with contextlib.suppress(Refusal):
            make.receive(booking, yen, at=self.at)
            self.held["bank"] += yen

    @precondition(some)
    @rule(nth=PICK, share=st.sampled_from([1, 2]), more=st.sampled_from([0, 0, 1]))
    def pay_back(self, nth: int, share: int, more: int) -> None:
        booking = self.booking(nth)
        due = -balance(booking.account_id) if booking.account_id else 0
        yen = due // share + more
        if self.do(till.pay_back, booking.pk, yen, "cash", uuid4()):
            self.held["cash"] -= yen

    @rule(nth=PICK)
    def void_a_payment(self, nth: int) -> None:
        """It was never in the till."""
        if found := list(Entry.objects.filter(kind="payment", corrections=None).order_by("pk")):
            payment = found[nth % len(found)]
            if self.do(till.void, payment.pk, "見本"):
                self.held[payment.method] += payment.amount

    @rule(nth=PICK)
    def decide_refund(self, nth: int) -> None:
        if found := list(refunds.open_refunds()):
            refund = found[nth % len(found)]
            self.do(refunds.decide, refund.pk, refund.amount)

    @precondition(some)
    @rule(nth=PICK, kind=st.sampled_from(["ward-support", "ward-host", "other"]))
    def ask_for_less(self, nth: int, kind: str) -> None:
        booking = self.booking(nth)
        self.do(reductions.ask, booking.pk, kind, "見本", by=make.actor(booking.group))

    @rule(nth=PICK, grants=st.booleans(), percent=st.integers(0, 100))
    def decide_reduction(self, nth: int, grants: bool, percent: int) -> None:
        if found := list(ReductionRequest.objects.filter(state="asked").order_by("pk")):
            act = reductions.grant if grants else reductions.withdraw
            words = (percent, "見本") if grants else ()
            self.do(act, found[nth % len(found)].pk, *words)

    @precondition(some)
    @rule(nth=PICK, chairs=st.integers(0, 2), hours=st.integers(0, 2))
    def bill_extras(self, nth: int, chairs: int, hours: int) -> None:
        self.do(extras.bill, self.booking(nth).pk, {"lectern": chairs}, hours)

    @precondition(some)
    @rule(nth=PICK, wanted=THINGS, online=st.booleans())
    def ask_for_things(self, nth: int, wanted: dict[str, int], online: bool) -> None:
        booking = self.booking(nth)
        by = make.actor(booking.group) if online else make.counter()
        self.do(ordering.ask, booking.pk, wanted, by=by)

    @precondition(some)
    @rule(nth=PICK, given=THINGS)
    def decide_on_things(self, nth: int, given: dict[str, int]) -> None:
        rulings = {code: ordering.Ruling(number, "見本") for code, number in given.items()}
        self.do(ordering.decide, self.booking(nth).pk, rulings)

    @rule(day=DAYS, number=st.integers(1, 30), room=ROOMS)
    def break_something(self, day: date, number: int, room: str) -> None:
        item = Item.objects.get(hall__code=room.partition("/")[0], code="riser")
        away = Less(day, day + timedelta(days=1), number)
        self.do(ordering.repair, item.pk, away, "見本の故障", lowering=True)

    @precondition(some)
    @rule(nth=PICK, to=st.builds(UseDay, ROOMS, DAYS, SLOTS))
    def move(self, nth: int, to: UseDay) -> None:
        self.do(moves.move, self.booking(nth).pk, to, "見本")

    @rule(hall=st.sampled_from(["yotsuya", "tansu"]))
    def close_the_day(self, hall: str) -> None:
        self.do(closing.close_day, hall, clock.day(self.at), {}, 0, "見本の差額")

    @precondition(some)
    @rule(nth=PICK, by_hall=st.booleans())
    def cancel(self, nth: int, by_hall: bool) -> None:
        booking = self.booking(nth)
        beyond = max(-balance(booking.account_id), 0) if booking.account_id else 0
        money = (paid(booking.account_id) if booking.account_id else 0) - beyond
        was = booking.state
        by = make.manager() if by_hall else make.actor(booking.group)
        cancelled = self.do(actions.cancel, booking.pk, by=by, by_hall=by_hall)
        if cancelled and was != "cancelled" and booking.account_id:
            terms = refund_quote(
                money,
                booking.date,
                clock.day(self.at),
                version(cancelled.tariff_id).refund_steps,
                by_hall=by_hall or self.at <= booking.created_at + timedelta(minutes=30),
            )
            assert -balance(booking.account_id) == terms.refund + beyond

    @precondition(some)
    @rule(nth=PICK, online=st.booleans())
    def undo(self, nth: int, online: bool) -> None:
        booking = self.booking(nth)
        by = make.actor(booking.group) if online else make.manager()
        self.do(actions.undo_cancel, booking.pk, by=by)

    @precondition(some)
    @rule(nth=PICK, came=st.booleans())
    def close_use(self, nth: int, came: bool) -> None:
        self.do(decisions.close_use, self.booking(nth).pk, came)

    @rule(day=DAYS, slots=SLOTS, room=ROOMS)
    def propose_block(self, day: date, slots: tuple[str, ...], room: str) -> None:
        closing = blocks.Closing((room,), day, day, slots, "works", "見本")
        self.do(blocks.propose, closing, by=make.manager("proposer"))

    @rule(nth=PICK, ends=st.booleans())
    def decide_block(self, nth: int, ends: bool) -> None:
        if found := list(Block.objects.order_by("pk")):
            pk = found[nth % len(found)].pk
            self.do(blocks.end, pk, "見本") if ends else self.do(blocks.approve, pk)

    @rule(step=st.sampled_from(TIMES))
    def time_passes(self, step: timedelta) -> None:
        """And the worker does its work."""
        self.at += step
        for number in reminders.to_remind(clock.day(self.at)):
            reminders.remind(number, by=SYSTEM, at=self.at)
        for number in queries.to_lapse(clock.day(self.at)):
            decisions.lapse(number, by=SYSTEM, at=self.at)
        holds.clear(self.at - timedelta(hours=1))
        seal(by=SYSTEM, at=self.at)

    @rule(day=DAYS, slots=SLOTS, room=ROOMS)
    def close_the_hall(self, day: date, slots: tuple[str, ...], room: str) -> None:
        """With all bookings in the way cancelled, or none."""
        closing = blocks.Closing((room,), day, day, slots, "works", "見本")
        self.do(blocks.propose, closing, cancelling="見本の事情")

    @invariant()
    def what_is_written_is_what_there_is(self) -> None:
        for method, yen in self.held.items():
            of = Q(method=method) | Q(corrects__method=method)
            moved = Entry.objects.filter(of).aggregate(sum=Sum("amount"))["sum"]
            assert -(moved or 0) == yen

    @invariant()
    def everything_holds(self) -> None:
        assert invariants.faults() == []


@pytest.mark.django_db(transaction=True)
def test_whatever_anybody_does_everything_holds(django_db_blocker):
    """Each example runs in a transaction of its own that is rolled back."""
    from django.db import connection, transaction

    make.world()
    for name in ("一", "二", "三"):
        make.group(f"見本の会{name}")

    class Example(Office):
        def __init__(self) -> None:
            self.sandbox = transaction.atomic()
            self.sandbox._from_testcase = True  # what TestCase says of its own transactions
            self.sandbox.__enter__()
            super().__init__()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.sandbox.__exit__(None, None, None)
            assert not connection.in_atomic_block

    run_state_machine_as_test(
        Example,
        settings=settings(
            max_examples=often(16, 400),
            stateful_step_count=30,
            deadline=None,
            phases=[Phase.generate],  # the first failing story is short enough to read
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
