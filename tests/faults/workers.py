"""What one of many processes does: ``python -m tests.faults.workers FOLDER TASK PROCESSES COUNT``.

All are forked from one that has everything imported. Each waits until all are there, works, and
writes one line for each thing that the product said is done; at last a line of its refusals.
"""

import json
import os
import random
import sys
import traceback
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

DAYS = [date(2027, 2, 1) + timedelta(days=n) for n in range(28)]
MANY_DAYS = [DAYS[0] + timedelta(days=n) for n in range(88)]
SPACE = UUID(int=0)


def main() -> None:
    import django

    django.setup()
    from tests import make  # noqa: F401 - everything is imported before the fork
    from uketsuke.bookings import blocks, till  # noqa: F401

    folder, task = Path(sys.argv[1]), sys.argv[2]
    processes, count = int(sys.argv[3]), int(sys.argv[4])
    waiting, start = os.pipe()
    children = [fork(folder, task, seed, count, waiting, start) for seed in range(processes)]
    os.close(start)  # the end of the pipe is the shot
    (folder / f"{task}.pids").write_text(json.dumps(children))
    failed = [child for child in children if os.waitpid(child, 0)[1]]
    sys.exit(len(failed))


def fork(folder: Path, task: str, seed: int, count: int, waiting: int, start: int) -> int:
    child = os.fork()
    if child:
        return child
    os.close(start)
    sys.stdout = (folder / f"{task}-{seed}.out").open("w")
    sys.stderr = (folder / f"{task}-{seed}.err").open("w")
    os.read(waiting, 1)
    code = 1
    try:
        Worker(seed, count).run(task)
        code = 0
    except Exception:  # noqa: BLE001 - whatever it is: the test reads it
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


class Worker:
    """One process: its own groups, its own way through the same few cells."""

    def __init__(self, seed: int, count: int) -> None:
        from uketsuke.groups.models import Group

        self.seed, self.count, self.nth = seed, count, 0
        self.dice = random.Random(seed)
        self.groups = list(Group.objects.order_by("pk"))
        self.refused: Counter[str] = Counter()

    def run(self, task: str) -> None:
        for nth in range(self.count):
            self.nth = nth
            getattr(self, task)(nth)
        say("end", **self.refused)

    def do(self, what: str, act: Any, *words: Any, **more: Any) -> Any:
        """Say so when it was done; count when it was refused; anything else ends the process."""
        from tests import make
        from uketsuke.kernel.refusals import Refusal

        try:
            made = act(
                *words, **{"by": make.manager(f"staff-{self.seed}"), "at": make.NOON, **more}
            )
        except Refusal as refusal:
            self.refused[refusal.code] += 1
            return None
        say(what, pk=getattr(made, "pk", 0), nth=self.nth)
        return made

    def race(self, nth: int) -> None:
        """The same cell for everybody at once: a booking, a draft, or a block."""
        from tests import make
        from uketsuke.bookings import actions, blocks, drafts

        day, slot = DAYS[nth // 3 % 28], ("am", "pm", "night")[nth % 3]
        room = ROOMS[nth // 84 % 3]
        uses = [make.use(slot, room=room, on=day)]
        group, token = self.groups[(self.seed + nth * 17) % len(self.groups)], self.token(nth)
        match (self.seed + nth) % 8:
            case 0:
                self.do("draft", drafts.hold, group.pk, uses, token)
            case 1:
                closing = blocks.Closing((room,), day, day, (slot,), "works", "見本")
                self.do("block", blocks.propose, closing)
            case _:
                self.do("book", actions.book, group.pk, uses, make.what(), token)

    def opposite(self, nth: int) -> None:
        """Three cells at once, in this order and that, each holding what the other wants."""
        from tests import make
        from uketsuke.bookings import actions, drafts

        uses = [make.use("am", "pm", on=DAYS[(nth + k) % 6]) for k in (0, 2)]
        if self.seed % 2:
            uses.reverse()
        group = self.groups[self.dice.randrange(len(self.groups))]
        token = self.token(nth)
        if self.dice.random() < 0.3:
            at = make.NOON + timedelta(minutes=nth)
            draft = self.do("draft", drafts.hold, group.pk, uses, token, at=at)
            if draft:
                self.do("keep", drafts.keep, draft.pk, {"title": "x"}, at=at)
                self.do("drop", drafts.drop, draft.pk, at=at)
            return
        made = self.do("book", actions.book, group.pk, uses, make.what(), token)
        if made:
            for booking in made.bookings.all():
                self.do("cancel", actions.cancel, booking.pk)

    def decide(self, nth: int) -> None:
        """Approve, cancel, take back, pay, lapse: all on the same few bookings at once."""
        from tests import make
        from uketsuke.audit.actions import seal
        from uketsuke.bookings import actions, decisions, till
        from uketsuke.bookings.models import Booking
        from uketsuke.kernel.actors import SYSTEM

        known = list(Booking.objects.order_by("pk").values_list("pk", flat=True)[:4])
        pk = known[self.dice.randrange(len(known))]
        match self.dice.randrange(6):
            case 0:
                self.do("approve", decisions.approve, pk)
            case 1:
                self.do("cancel", actions.cancel, pk)
            case 2:
                self.do("undo", actions.undo_cancel, pk)
            case 3:
                self.do("pay", till.take_payment, pk, 100, "cash", self.token(nth))
            case 4:
                late = make.NOON + timedelta(days=30)
                self.do("lapse", decisions.lapse, pk, by=SYSTEM, at=late)
            case 5:
                self.do("seal", seal)

    def waiting(self, nth: int) -> None:
        """Book, cancel, wait, offer, accept, decline, all on the same two days of one room."""
        from tests import make
        from uketsuke.bookings import actions, rests
        from uketsuke.bookings.models import Booking
        from uketsuke.waiting import actions as lists
        from uketsuke.waiting import offers, queries
        from uketsuke.waiting.models import Offer, Wait

        at = make.NOON + timedelta(hours=nth)
        group = self.groups[self.dice.randrange(len(self.groups))]
        slots = self.dice.choice((("am",), ("pm",), ("am", "pm")))
        use = make.use(*slots, on=DAYS[5 + self.dice.randrange(2)])
        living = Booking.objects.filter(state="tentative").values_list("pk", flat=True)
        offered = list(Offer.objects.filter(ended_at=None).values_list("pk", flat=True))
        match self.dice.randrange(8):
            case 0:
                self.do("book", actions.book, group.pk, [use], make.what(), self.token(nth), at=at)
            case 1 | 2 if known := list(living):
                pk = self.dice.choice(known)
                self.do("cancel", actions.cancel, pk, at=at)
                if self.dice.random() < 0.3:
                    self.do("undo", actions.undo_cancel, pk, at=at)
            case 3:
                self.do("join", lists.join, group.pk, use, self.token(nth), at=at)
            case 4 if offered:
                pk = self.dice.choice(offered)
                self.do("accept", offers.accept, pk, make.what(), self.token(nth), at=at)
            case 5 if offered:
                self.do("decline", offers.decline, self.dice.choice(offered), at=at)
            case 6 if nth % 4 == 0 and (waits := list(Wait.objects.filter(ended_at=None))):
                self.do("leave", lists.leave, self.dice.choice(waits).pk, at=at)
            case _:
                for pk in queries.to_lapse(at):
                    self.do("lapse", offers.lapse, pk, at=at)
                for room, day in rests.due(at):
                    self.do("pass_on", offers.pass_on, room, day, at=at)

    def replay(self, nth: int) -> None:
        """The same forms from all processes at once."""
        from tests import make
        from uketsuke.bookings import actions, till
        from uketsuke.bookings.models import Booking

        group, token = self.groups[nth % len(self.groups)], uuid5(SPACE, f"form-{nth}")
        uses = [make.use("am", on=DAYS[nth % 28], room=ROOMS[nth // 28 % 3])]
        self.do("book", actions.book, group.pk, uses, make.what(), token)
        first = Booking.objects.filter(state="approved").order_by("pk").first()
        if first:
            self.do("pay", till.take_payment, first.pk, 7, "cash", token)

    def register(self, nth: int) -> None:
        """The same registration from all processes at once, at home and at the counter."""
        from tests import make
        from uketsuke.registration import actions

        home, counter = uuid5(SPACE, f"home-{nth}"), uuid5(SPACE, f"counter-{nth}")
        self.do("apply", actions.apply, "見本", "other", make.persons(), home)
        words = ("見本", make.persons(), make.ruling(), counter)
        self.do("register", actions.register_at_counter, *words)

    def from_everywhere(self, nth: int) -> None:
        """One bill: two tills, an event that comes to two servers, and two clerks with the bank's
        line."""
        from tests import make
        from uketsuke.bookings import till
        from uketsuke.bookings.models import Booking
        from uketsuke.intake.bank import actions as bank
        from uketsuke.intake.online import actions as online
        from uketsuke.intake.online.provider import Event, Status

        booking = Booking.objects.filter(account__isnull=False).order_by("pk")[nth]
        match self.seed % 3:
            case 0:
                token = uuid5(SPACE, f"till-{self.seed}-{nth}")
                self.do("pay", till.take_payment, booking.pk, booking.price, "cash", token)
            case 1:
                checkout = booking.checkouts.get()
                status = Status(f"cs_{nth}", "", "paid", checkout.amount, f"pi_{nth}", "card")
                event = Event(f"evt_{nth}", "checkout.session.completed", f"cs_{nth}")
                self.do("online", online.settle, checkout.pk, status, event=event, by=make.SYSTEM)
            case _:
                line = bank.BankLine.objects.order_by("pk")[nth]
                self.do("bank", bank.match, line.pk, booking.number, "見本")

    def bank_and_tills(self, nth: int) -> None:
        """Tills take a yen of whatever booking, while files of the bank pay the rest of several."""
        from tests import bankfile
        from uketsuke.bookings import till
        from uketsuke.bookings.models import Booking
        from uketsuke.intake.bank import actions as bank
        from uketsuke.ledger.queries import balance

        bookings = list(Booking.objects.filter(account__isnull=False).order_by("pk"))
        if self.seed % 3:
            for n, one in enumerate(self.dice.sample(bookings, 4)):
                self.do("pay", till.take_payment, one.pk, 1, "cash", self.token(nth * 10 + n))
            return
        some = self.dice.sample(bookings[:-4], 4)  # however fast it is, the tills find some owed
        owed = {one.number: max(1, balance(one.account_id)) for one in some}
        came = [bankfile.Came(yen, number, f"{nth:06d}") for number, yen in owed.items()]
        self.do("bank", bank.import_file, bankfile.written(came), "mihon.txt")

    def tills(self, nth: int) -> None:
        """Everybody takes the whole bill of the same booking, each with her own form."""
        from uketsuke.bookings import till
        from uketsuke.bookings.models import Booking

        booking = Booking.objects.filter(state="approved").order_by("pk")[nth]
        self.do("pay", till.take_payment, booking.pk, booking.price, "cash", self.token(nth))

    def load(self, nth: int) -> None:
        """Book, approve, pay, cancel without end; each thing said once it is done."""
        from tests import make
        from uketsuke.bookings import actions, decisions, till

        group = self.groups[self.dice.randrange(len(self.groups))]
        day, slot = self.dice.choice(MANY_DAYS), self.dice.choice(("am", "pm", "night"))
        uses = [make.use(slot, on=day, room=room) for room in self.dice.sample(ROOMS, 2)]
        made = self.do("book", actions.book, group.pk, uses, make.what(), self.token(nth))
        if made is None:
            return
        for booking in made.bookings.all():
            if self.do("approve", decisions.approve, booking.pk) and self.dice.random() < 0.5:
                self.do(
                    "pay",
                    till.take_payment,
                    booking.pk,
                    100,
                    "cash",
                    uuid5(SPACE, f"p{booking.pk}"),
                )
            if self.dice.random() < 0.7:
                self.do("cancel", actions.cancel, booking.pk)

    def things(self, nth: int) -> None:
        """The same few things of one moment for everybody: asked for, decided, given back."""
        from tests import make
        from uketsuke.bookings import actions, moves, ordering
        from uketsuke.bookings.models import Booking
        from uketsuke.equipment.counting import Less
        from uketsuke.equipment.models import Item

        known = list(Booking.objects.order_by("pk"))
        booking = known[self.dice.randrange(len(known))]
        codes = self.dice.sample(["wireless-mic", "projector", "lectern", "dressing-1"], 2)
        wanted = {code: self.dice.randrange(4) for code in codes}
        match self.dice.randrange(8):
            case 0:
                self.do("cancel", actions.cancel, booking.pk)
            case 1 | 2:
                self.do("undo", actions.undo_cancel, booking.pk)
            case 3:
                rulings = {code: ordering.Ruling(n, "見本") for code, n in wanted.items()}
                self.do("decide", ordering.decide, booking.pk, rulings)
            case 4:
                away = Less(make.SATURDAY, make.SATURDAY, 1 + nth % 2)
                item = Item.objects.get(hall__code="yotsuya", code="wireless-mic")
                self.do("repair", ordering.repair, item.pk, away, f"見本{self.seed}", lowering=True)
            case 5:
                day = make.SATURDAY + timedelta(days=7 * self.dice.randrange(2))
                to = make.use(*booking.slot_codes, room=booking.room.key, on=day)
                self.do("move", moves.move, booking.pk, to, "見本")
            case _:
                self.do("ask", ordering.ask, booking.pk, wanted)

    def grab(self, nth: int) -> None:
        """Everybody wants all microphones of one moment, each for a booking of her own; who has
        them keeps them for a round, so that the others find too few."""
        from uketsuke.bookings import ordering
        from uketsuke.bookings.models import Booking

        booking = Booking.objects.order_by("pk")[self.seed]
        self.do("ask", ordering.ask, booking.pk, {"wireless-mic": 0 if nth % 2 else 4})

    def lottery(self, _: int) -> None:
        """All of the ceremony, from wherever it stands; several do it at once."""
        from tests import lots, make
        from uketsuke.kernel.actors import SYSTEM
        from uketsuke.lottery import awards, ceremony
        from uketsuke.lottery.models import Round

        pk = Round.objects.get().pk
        by = make.manager(f"staff-{self.seed}")
        ceremony.freeze(pk, by=by, at=lots.CLOSING)
        ceremony.draw(pk, lots.DICE, by=by, at=lots.DRAWING)
        ceremony.settle(pk, by=by, at=lots.DRAWING)
        for entry in awards.untold(pk):
            self.do("award", awards.award, entry, by=SYSTEM, at=lots.SETTLED)
        self.do("finish", awards.finish, pk, by=SYSTEM, at=lots.SETTLED)

    def token(self, nth: int) -> UUID:
        return uuid5(SPACE, f"{os.getpid()}-{self.seed}-{nth}")


ROOMS = ["yotsuya/hall", "tansu/hall", "tsunohazu/hall"]


def say(what: str, **facts: Any) -> None:
    sys.stdout.write(json.dumps([what, facts]) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
