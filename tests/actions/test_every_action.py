"""Every action leaves its audit entry; a new one without a line here fails the test."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pyotp
import pytest
from django.utils.module_loading import import_string
from PIL import Image

from tests import bankfile, lots, make
from tests.architecture.source import modules
from tests.architecture.test_actions import DECORATED, HOUSEKEEPING
from tests.make import NOON, SATURDAY
from uketsuke.audit.models import Entry
from uketsuke.audit.queries import verify
from uketsuke.bookings import blocks, feeds, ordering, requests
from uketsuke.bookings.availability import Wish
from uketsuke.bookings.blocks import Closing
from uketsuke.bookings.models import Block, Booking
from uketsuke.bookings.opening import Klass
from uketsuke.day.hours import Happened
from uketsuke.equipment import catalogue
from uketsuke.equipment.counting import Less
from uketsuke.equipment.models import Item
from uketsuke.groups.actions import items_of
from uketsuke.groups.models import Group
from uketsuke.identity import factors, links
from uketsuke.identity.models import Network
from uketsuke.intake.bank import actions as bank
from uketsuke.intake.online import actions as online
from uketsuke.intake.online.models import Checkout
from uketsuke.intake.online.provider import Hosted, Status
from uketsuke.kernel import heartbeat
from uketsuke.kernel.actors import SYSTEM, Actor, Who
from uketsuke.kernel.clock import TOKYO
from uketsuke.lottery import awards, ceremony
from uketsuke.meetings import actions as meetings
from uketsuke.meetings import offering
from uketsuke.meetings.actions import Agreed, Prepared
from uketsuke.meetings.models import Meeting
from uketsuke.meetings.models import Offer as MeetingOffer
from uketsuke.notices.bounces import actions as bounces
from uketsuke.notices.letter import actions as letters
from uketsuke.notices.letter.window import Window
from uketsuke.notices.mail import MOST_TRIES
from uketsuke.notices.models import Delivery, Envelope
from uketsuke.notices.wording import builtin
from uketsuke.outages import actions as outages
from uketsuke.protection.closing import actions as closing
from uketsuke.protection.erasure import actions as erasure
from uketsuke.protection.exports import actions as exports
from uketsuke.protection.exports.kinds import Scope
from uketsuke.protection.incidents import actions as incidents
from uketsuke.protection.incidents import contacts
from uketsuke.protection.incidents.steps import needed
from uketsuke.protection.maintenance import actions as works
from uketsuke.protection.models import Alert
from uketsuke.protection.retention import actions as retention
from uketsuke.registration import actions as registration
from uketsuke.registration import papers, suspensions
from uketsuke.registration.models import Suspension
from uketsuke.rulebook import actions as rulebook
from uketsuke.tariffs import queries
from uketsuke.tariffs.content import Content
from uketsuke.tariffs.models import Tariff
from uketsuke.waiting import searches
from uketsuke.waiting.models import Offer, Search, Wait

pytestmark = pytest.mark.usefixtures("world")
LOOKED_FOR = Wish(SATURDAY, SATURDAY + timedelta(days=7))
CLOSING = Closing(("tansu/hall",), SATURDAY, SATURDAY, ("am",), "works", "見本")
VENDOR = Actor(Who.VENDOR, "vendor-1")
INCIDENT = incidents.Report("other", "見本", NOON)
WISH = exports.Wish("groups", Scope(), "見本", "見本の課")
PLAN = works.Plan("見本", "設定", NOON, NOON + timedelta(hours=2))
STRANGER = Actor(Who.STRANGER, "", "192.0.2.9")
MEETS = (date(2026, 12, 15), time(10))
LATER = NOON + timedelta(minutes=5)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
FIGURES = rulebook.Wanted(
    "equipment", SATURDAY, {"web_days": 10, "counter_days": 1, "soon_days": 14}, "見本"
)
KEPT = retention.Wanted("persons", 3650, "見本の規程", official=True)
KIND = "booking.approved"


def meeting(*, long_ago: bool = False) -> int:
    made = meetings.book(make.booking().pk, *MEETS, by=make.counter(), at=NOON)
    if long_ago:
        Meeting.objects.update(date=date(2026, 11, 20))
    return made.pk


def meeting_of_nobody() -> int:
    made = meeting()
    make.cancel(Booking.objects.get())
    return made


def item() -> int:
    return Item.objects.get(hall__code="yotsuya", code="projector").pk


def in_repair() -> int:
    away = Less(SATURDAY, SATURDAY, 1)
    return ordering.repair(item(), away, "見本", by=make.manager(), at=NOON).pk


def outage_entered() -> int:
    start = NOON - timedelta(hours=3)
    end = NOON - timedelta(hours=1)
    return outages.enter(start, end, "見本", uuid4(), by=make.manager("m-9"), at=NOON).pk


def outage_confirmed() -> int:
    return outages.confirm(outage_entered(), by=make.ward(), at=NOON).pk


def web_silent() -> tuple[()]:
    heartbeat.beat("web", NOON - timedelta(hours=1))
    return ()


def deadline_touched() -> tuple[int, str, int]:
    made = make.booking()
    Booking.objects.filter(pk=made.pk).update(confirm_by=NOON.date())
    return made.pk, "confirm", outage_confirmed()


def closing_touched() -> tuple[int, int]:
    made = lots.round_of()
    made.dates.closes_at = NOON
    made.dates.save()
    return made.pk, outage_confirmed()


def work_asked() -> int:
    return works.ask(PLAN, uuid4(), by=VENDOR, at=NOON).pk


def work_approved() -> int:
    return works.approve(work_asked(), by=make.ward(), at=NOON).pk


def work_reported() -> int:
    return works.report(work_approved(), "見本", by=VENDOR, at=NOON).pk


def past_term() -> tuple[()]:
    group = make.group()
    group.user.links.update(expires_at=NOON - timedelta(days=40))
    return ()


def proposed_erasure() -> int:
    past_term()
    return erasure.propose(by=make.manager(), at=NOON).pk


def approved_erasure() -> int:
    return erasure.approve(proposed_erasure(), by=make.ward(), at=NOON).pk


def export_asked() -> int:
    make.group()
    return exports.ask(WISH, uuid4(), by=make.manager(), at=NOON).pk


def export_taken() -> int:
    asked = export_asked()
    exports.take(asked, by=make.manager(), at=NOON)
    return asked


def wish_for_a_group() -> tuple[exports.Wish, UUID]:
    make.group()
    return WISH, uuid4()


def alert() -> int:
    return Alert.objects.create(day=date(2026, 11, 24), kind="hours", who="mado", count=1).pk


def incident() -> int:
    return incidents.open_(INCIDENT, uuid4(), by=make.counter(), at=NOON).pk


def incident_done() -> int:
    made = incident()
    for step in needed(persons=False):
        note = incidents.Note(step.code, "見本")
        incidents.note(made, note, uuid4(), by=make.counter(), at=NOON)
    return made


def contact() -> int:
    return contacts.add("見本課", "03-0000-0000", "", by=make.ward(), at=NOON).pk


def photo() -> bytes:
    made = BytesIO()
    Image.new("RGB", (9, 9)).save(made, "JPEG")
    return made.getvalue()


def with_photo() -> tuple[int, int]:
    made = applied()
    return made, papers.send(made, photo(), by=STRANGER, at=NOON).pk


def with_feed() -> int:
    return feeds.renew(make.group().pk, by=make.counter(), at=NOON).pk


def suspended(until: date = date(2026, 12, 31)) -> int:
    group = make.group()
    return suspensions.suspend(group.pk, "conduct", "見本", until, by=make.ward(), at=NOON).pk


def appealed() -> int:
    return suspensions.appeal(suspended(), "見本", by=make.counter(), at=NOON).pk


def suspended_long_ago() -> int:
    with_term = suspended()
    Suspension.objects.update(until=date(2026, 11, 23))
    return with_term


def passkey() -> int:
    return factors.add_passkey(make.staff().pk, "c", "k", "見本", by=SYSTEM, at=NOON).pk


def applied() -> int:
    return registration.apply(
        "見本の会", "resident", make.persons(), uuid4(), by=STRANGER, at=NOON
    ).pk


def change_asked() -> int:
    group = make.group()
    return registration.apply_change(
        group.pk, "見本", "other", make.persons(), uuid4(), by=make.actor(group), at=NOON
    ).pk


def mail() -> int:
    make.group()
    return Delivery.objects.get(channel="mail").pk


def bounced() -> int:
    bounces.note(mail(), "5.1.1", by=SYSTEM, at=NOON)
    return Group.objects.get().pk


def given_up() -> int:
    made = mail()
    Delivery.objects.update(attempts=MOST_TRIES)
    return made


def letter() -> UUID:
    make.group(mail="")
    return uuid4()


def batch() -> int:
    return letters.print_waiting(letter(), by=make.counter(), at=NOON).pk


def in_our_words() -> tuple[str, str, str, UUID]:
    return KIND, builtin.subject(KIND), builtin.body(KIND), uuid4()


def all_to_go() -> int:
    return closing.propose("見本の媒体一式", make.TODAY, by=make.manager(), at=NOON).pk


def all_must_go() -> str:
    return closing.approve(all_to_go(), by=make.ward(), at=NOON).number


def term_proposed() -> int:
    return retention.propose(KEPT, by=make.manager(), at=NOON).pk


def rule_change():
    return rulebook.propose(FIGURES, uuid4(), by=make.manager(), at=NOON).pk


def ends_soon(days: int = 10) -> Group:
    group = make.group()
    Group.objects.update(valid_until=make.TODAY + timedelta(days=days))
    group.refresh_from_db()
    return group


def renewed() -> tuple[Any, ...]:
    group = ends_soon()
    return group.pk, group.name, group.eligibility, items_of(group), uuid4()


def network() -> int:
    return Network.objects.create(cidr="192.0.2.0/24", label="見本").pk


def tariff(*, official: bool = False) -> int:
    made = make.new_tariff("2027-02", SATURDAY, 100)
    Tariff.objects.filter(pk=made.pk).update(official=official)
    return made.pk


def rewritten() -> tuple[int, Content]:
    draft = make.tariff_draft()
    return draft.pk, queries.content(draft)


def cancelled(booking) -> int:
    return make.cancel(booking).pk


def due_back() -> tuple[int, int]:
    refund = cancelled_and_paid().account.refunds.get()
    return refund.pk, refund.amount


def came_in() -> int:
    content = bankfile.written([bankfile.Came(100, "ﾐﾎﾝ")])
    file = bank.import_file(content, "mihon.txt", by=make.counter(), at=NOON)
    return file.lines.get().pk


def put_aside() -> int:
    return bank.set_aside(came_in(), "見本", by=make.counter(), at=NOON).pk


def begun() -> Checkout:
    booking = make.booking(approved=True)
    return online.begin(booking.pk, uuid4(), by=make.actor(booking.group), at=NOON)


def paid_by_card() -> tuple[int, int]:
    status = Status("cs_1", "", "paid", 14_400, "pi_1", "card")
    made = online.settle(begun().pk, status, by=SYSTEM, at=NOON)
    refund = make.cancel(made.booking).account.refunds.get()
    return refund.pk, refund.amount


def cancelled_and_paid() -> Booking:
    return make.cancel(make.paid_booking())


def written_link() -> str:
    return links.text(make.group().user.links.get())


OPENED = date(2027, 5, 8)  # for residents first-come at the counter from 4 November, 13:00 on
OPENING = datetime(2026, 11, 4, 13, 1, tzinfo=TOKYO)


def asked() -> int:
    made = requests.ask(
        make.group().pk,
        [make.use(on=OPENED)],
        make.what(),
        uuid4(),
        by=make.counter(),
        at=OPENING,
    )
    return made.pk


def asked_in_vain() -> int:
    """What is served is recorded as the booking of who asked; what is refused, as the serving."""
    pk = asked()
    Group.objects.update(state="suspended")
    return pk


def party() -> tuple[int, list[str], list[str], str]:
    receipts = [lots.entry().receipt for _ in range(2)]
    return lots.round_of().pk, receipts, receipts[:1], "見本"


def proposed_again() -> int:
    of = lots.drawn().round
    return ceremony.propose_redraw(of.pk, "見本", by=make.manager("first"), at=lots.DRAWING).pk


def nobody_entered() -> int:
    of = lots.drawn().round
    return ceremony.settle(of.pk, by=make.manager(), at=lots.DRAWING).pk


def to_award() -> int:
    made = lots.entry(lots.apart())
    nobody_entered()
    return made.pk


def given_back() -> int:
    win, _ = lots.winner_and_loser()
    lots.give_back(win.booking)
    return win.booking_id


def announced() -> int:
    lots.entry(lots.apart())
    lots.settled()
    booking = Booking.objects.get()
    lots.give_back(booking)
    awards.pass_on(booking.pk, by=SYSTEM, at=lots.SETTLED)
    return Block.objects.get(releases_at__isnull=False).pk


def waits_for_booked() -> Wait:
    make.booking()
    return make.wait()


def offered() -> Offer:
    wait = waits_for_booked()
    make.cancel(Booking.objects.get())
    make.rest_over()
    return make.offer(wait)


def rested() -> tuple[str, date]:
    make.cancel(make.booking())
    Block.objects.update(releases_at=NOON)
    return "yotsuya/hall", SATURDAY


def run_out() -> int:
    offer = offered()
    Offer.objects.update(until=NOON)
    return offer.pk


def taken_by_the_hall() -> int:
    offer = offered()
    blocks.propose(
        Closing(("yotsuya/hall",), SATURDAY, SATURDAY, ("am",), "works", "見本"),
        by=make.manager(),
        at=NOON,
        cancelling="見本",
    )
    return offer.pk


def waits_too_late() -> int:
    wait = waits_for_booked()
    Wait.objects.update(date=NOON.date())
    return wait.pk


def kept_search() -> Search:
    group = make.group()
    return searches.keep(group.pk, LOOKED_FOR, uuid4(), by=make.actor(group), at=NOON)


def search_with_news() -> int:
    made = kept_search()
    Search.objects.update(known=[])
    return made.pk


# Who acts, and on what; ``by`` and ``at`` are the same for all.
Given = Callable[[], tuple[Any, ...]]
CASES: dict[str, tuple[Actor, Given]] = {
    "bookings.actions.book": (
        make.counter(),
        lambda: (make.group().pk, [make.use()], make.what(), uuid4()),
    ),
    "bookings.actions.change": (make.counter(), lambda: (make.application().pk, "別の題", 10)),
    "bookings.actions.announce": (make.counter(), lambda: (make.application().pk, True)),
    "bookings.actions.cancel": (make.counter(), lambda: (make.booking().pk,)),
    "bookings.actions.undo_cancel": (make.counter(), lambda: (cancelled(make.booking()),)),
    "bookings.decisions.approve": (make.manager(), lambda: (make.booking().pk,)),
    "bookings.decisions.refuse": (make.manager(), lambda: (make.booking().pk, "見本")),
    "bookings.decisions.wait": (make.manager(), lambda: (make.booking().pk, "見本")),
    "bookings.decisions.close_use": (
        make.manager(),
        lambda: (make.booking(approved=True).pk, True),
    ),
    "day.actions.check_in": (make.counter(), lambda: (make.booking(approved=True).pk, 0)),
    "day.actions.check_out": (make.counter(), lambda: (make.came().pk, 1, 80)),
    "day.actions.count": (make.counter(), lambda: (make.came().pk, 1, 80)),
    "day.actions.correct": (make.counter(), lambda: (make.came().pk, 1, Happened())),
    "day.actions.take_back": (make.counter(), lambda: (make.came().pk, 1, "arrived")),
    "day.actions.no_show": (make.counter(), lambda: (make.booking(approved=True).pk,)),
    "day.actions.reopen": (make.counter(), lambda: (make.missed().pk,)),
    "day.actions.close": (SYSTEM, lambda: (make.came().pk,)),
    "day.sheets.key": (make.manager(), lambda: ("yotsuya",)),
    "day.sheets._made": (SYSTEM, lambda: ("yotsuya", SATURDAY, "x")),
    "day.handover.write": (make.counter(), lambda: ("yotsuya", SATURDAY, "見本", uuid4())),
    "day.handover.settle": (make.counter(), lambda: (make.note().pk, True)),
    "bookings.decisions.lapse": (SYSTEM, lambda: (make.overdue().pk,)),
    "bookings.till.take_payment": (
        make.counter(),
        lambda: (make.booking(approved=True).pk, 100, "cash", uuid4()),
    ),
    "bookings.till.pay_back": (
        make.counter(),
        lambda: (cancelled(make.paid_booking()), 100, "cash", uuid4()),
    ),
    "bookings.till.void": (
        make.manager(),
        lambda: (make.pay(make.booking(approved=True)).payment_id, "見本"),
    ),
    "bookings.till.print_receipt": (
        make.counter(),
        lambda: (make.pay(make.booking(approved=True)).pk,),
    ),
    "bookings.requests.ask": (
        make.counter(),
        lambda: (make.group().pk, [make.use(on=OPENED)], make.what(), uuid4()),
    ),
    "bookings.requests.withdraw": (make.counter(), lambda: (asked(),)),
    "bookings.requests.serve": (SYSTEM, lambda: (asked_in_vain(),)),
    "bookings.drafts.hold": (make.counter(), lambda: (make.group().pk, [make.use()], uuid4())),
    "bookings.drafts.keep": (make.counter(), lambda: (make.draft().pk, {"title": "見本"})),
    "bookings.drafts.extend": (make.counter(), lambda: (make.draft().pk,)),
    "bookings.drafts.drop": (make.counter(), lambda: (make.draft().pk,)),
    "bookings.blocks.propose": (make.manager(), lambda: (CLOSING,)),
    "bookings.blocks.approve": (make.manager(), lambda: (make.block().pk,)),
    "bookings.blocks.end": (make.manager(), lambda: (make.block().pk, "見本")),
    "bookings.reductions.ask": (
        make.counter(),
        lambda: (make.booking().pk, "ward-support", "見本の通知書"),
    ),
    "bookings.reductions.withdraw": (make.counter(), lambda: (make.reduction().pk,)),
    "bookings.reductions.grant": (make.manager(), lambda: (make.reduction().pk, None, "")),
    "bookings.reductions.refuse": (make.manager(), lambda: (make.reduction().pk, "見本")),
    "bookings.reductions.certify": (
        make.counter(),
        lambda: (make.group().pk, "disability", "見本の手帳", date(2027, 3, 31)),
    ),
    "bookings.extras.bill": (
        make.counter(),
        lambda: (make.booking(approved=True).pk, {"lectern": 1}, 0),
    ),
    "bookings.ordering.ask": (make.counter(), lambda: (make.booking().pk, {"lectern": 1})),
    "bookings.ordering.decide": (
        make.counter(),
        lambda: (make.booking().pk, {"lectern": ordering.Ruling(1)}),
    ),
    "bookings.ordering.repair": (
        make.manager(),
        lambda: (item(), Less(SATURDAY, SATURDAY, 1), "見本"),
    ),
    "equipment.catalogue.add": (
        make.manager(),
        lambda: ("yotsuya", "mihon", catalogue.Description("見本", "台", ("yotsuya/hall",)), 2),
    ),
    "equipment.catalogue.describe": (
        make.manager(),
        lambda: (item(), catalogue.Description("見本", "台", ("yotsuya/hall",))),
    ),
    "equipment.catalogue.set_stock": (make.manager(), lambda: (item(), SATURDAY, 5)),
    "equipment.catalogue.repaired": (make.manager(), lambda: (in_repair(),)),
    "meetings.actions.book": (make.counter(), lambda: (make.booking().pk, *MEETS)),
    "meetings.actions.cancel": (make.counter(), lambda: (meeting(),)),
    "meetings.actions.hold": (make.counter(), lambda: (meeting(long_ago=True),)),
    "meetings.actions.end": (SYSTEM, lambda: (meeting_of_nobody(),)),
    "meetings.actions.remind": (SYSTEM, lambda: (meeting(),)),
    "meetings.actions.write": (
        make.counter(),
        lambda: (make.booking().pk, Prepared(), Agreed(), 0),
    ),
    "meetings.offering.offer": (
        make.manager(),
        lambda: ("yotsuya", offering.Hours(make.TODAY, 0, time(10), time(12), 60, 1, 90, 7)),
    ),
    "meetings.offering.withdraw": (make.manager(), lambda: (MeetingOffer.objects.all()[0].pk,)),
    "meetings.offering.need": (
        make.manager(),
        lambda: (make.booking().room_id, offering.Need(make.TODAY, False, 30, 2, 3)),
    ),
    "bookings.moves.move": (
        make.counter(),
        lambda: (make.booking().pk, make.use("pm"), "見本"),
    ),
    "bookings.refunds.decide": (make.counter(), due_back),
    "bookings.reminders.remind": (
        SYSTEM,
        lambda: (make.booking(approved=True).account.bills.get().pk,),
    ),
    "waiting.actions.join": (
        make.counter(),
        lambda: (make.booking() and make.group().pk, make.use(), uuid4()),
    ),
    "waiting.actions.leave": (make.counter(), lambda: (waits_for_booked().pk,)),
    "waiting.actions.finish": (SYSTEM, lambda: (waits_too_late(),)),
    "waiting.offers.pass_on": (SYSTEM, rested),
    "waiting.offers.accept": (make.counter(), lambda: (offered().pk, make.what(), uuid4())),
    "waiting.offers.decline": (make.counter(), lambda: (offered().pk,)),
    "waiting.offers.lapse": (SYSTEM, lambda: (run_out(),)),
    "waiting.offers.take_back": (SYSTEM, lambda: (taken_by_the_hall(),)),
    "waiting.searches.keep": (make.counter(), lambda: (make.group().pk, LOOKED_FOR, uuid4())),
    "waiting.searches.drop": (make.counter(), lambda: (kept_search().pk,)),
    "waiting.searches.look": (SYSTEM, lambda: (search_with_news(),)),
    "intake.bank.actions.import_file": (
        make.counter(),
        lambda: (bankfile.written([bankfile.Came(100, "ﾐﾎﾝ")]), "mihon.txt"),
    ),
    "intake.bank.actions.match": (
        make.counter(),
        lambda: (came_in(), make.booking(approved=True).number, "見本"),
    ),
    "intake.bank.actions.set_aside": (make.counter(), lambda: (came_in(), "見本")),
    "intake.bank.actions.undo": (make.manager(), lambda: (put_aside(), "見本")),
    "intake.online.actions.begin": (
        make.counter(),
        lambda: (make.booking(approved=True).pk, uuid4()),
    ),
    "intake.online.actions.note_page": (
        make.counter(),
        lambda: (begun().pk, Hosted("cs_1", "http://127.0.0.1/")),
    ),
    "intake.online.actions.settle": (
        SYSTEM,
        lambda: (begun().pk, Status("cs_1", "", "paid", 14_400, "pi_1", "card")),
    ),
    "intake.online.actions.send_back": (make.counter(), paid_by_card),
    "intake.online.actions.note_sent": (
        SYSTEM,
        lambda: (online.send_back(*paid_by_card(), by=make.counter(), at=NOON).pk, "re_1"),
    ),
    "notices.letter.actions.mark_sent": (make.counter(), lambda: ([],)),
    "notices.letter.actions.print_waiting": (make.counter(), lambda: (letter(),)),
    "notices.letter.actions.print_again": (make.counter(), lambda: (batch(),)),
    "notices.letter.actions.use_envelope": (
        make.manager(),
        lambda: (Envelope.objects.all()[0].code, Window(220, 110, 20, 50, 90, 45)),
    ),
    "notices.bounces.actions.note": (SYSTEM, lambda: (mail(), "5.1.1")),
    "notices.bounces.actions.settle": (make.counter(), lambda: (bounced(),)),
    "notices.bounces.actions.try_again": (make.counter(), lambda: (given_up(),)),
    "notices.bounces.actions.by_letter": (make.counter(), lambda: (given_up(),)),
    "notices.wishes.choose": (make.counter(), lambda: (make.group().pk, "ja")),
    "notices.wording.actions.release": (make.manager(), in_our_words),
    "notices.wording.actions.back_to_builtin": (make.manager(), lambda: (KIND, uuid4())),
    "ledger.closing.close_day": (
        make.manager(),
        lambda: ("yotsuya", make.TODAY, {1000: 20}, 20_000, ""),
    ),
    "lottery.rounds.make": (SYSTEM, lambda: (lots.JUNE, Klass.RESIDENTS)),
    "lottery.rounds.adjust": (
        make.manager(),
        lambda: (lots.round_of().pk, date(2026, 12, 9), "見本"),
    ),
    "lottery.actions.enter": (
        make.counter(),
        lambda: (make.group().pk, lots.round_of().pk, [lots.wish()], make.what(), uuid4()),
    ),
    "lottery.actions.change": (
        make.counter(),
        lambda: (lots.entry().pk, [lots.wish("pm")], make.what()),
    ),
    "lottery.actions.withdraw": (make.counter(), lambda: (lots.entry().pk,)),
    "lottery.ceremony.decide_party": (make.manager(), party),
    "lottery.ceremony.freeze": (make.manager(), lambda: (lots.round_of().pk,)),
    "lottery.ceremony.draw": (make.manager(), lambda: (lots.frozen().pk, lots.DICE)),
    "lottery.ceremony.propose_redraw": (
        make.manager(),
        lambda: (lots.drawn().round_id, "見本"),
    ),
    "lottery.ceremony.redraw": (make.manager(), lambda: (proposed_again(), "2")),
    "lottery.ceremony.settle": (make.manager(), lambda: (lots.drawn().round_id,)),
    "lottery.awards.award": (SYSTEM, lambda: (to_award(),)),
    "lottery.awards.finish": (SYSTEM, lambda: (nobody_entered(),)),
    "lottery.awards.finish_empty": (SYSTEM, lambda: (lots.round_of().pk,)),
    "lottery.awards.confirm": (make.counter(), lambda: (lots.winner_and_loser()[0].entry_id,)),
    "lottery.awards.pass_on": (SYSTEM, lambda: (given_back(),)),
    "lottery.awards.release": (SYSTEM, lambda: (announced(),)),
    "protection.backups.actions.note_made": (
        SYSTEM,
        lambda: ("20261007.uketsuke", "d" * 64, 1, "1"),
    ),
    "protection.backups.actions.note_proved": (SYSTEM, lambda: ("x", "d" * 64)),
    "protection.closing.actions.propose": (make.manager(), lambda: ("見本", make.TODAY)),
    "protection.closing.actions.approve": (make.ward(), lambda: (all_to_go(),)),
    "protection.closing.actions.withdraw": (make.ward(), lambda: (all_to_go(),)),
    "protection.closing.actions.begin": (SYSTEM, lambda: (all_must_go(),)),
    "protection.retention.actions.propose": (make.manager(), lambda: (KEPT,)),
    "protection.retention.actions.approve": (make.ward(), lambda: (term_proposed(),)),
    "protection.retention.actions.withdraw": (make.ward(), lambda: (term_proposed(),)),
    "rulebook.actions.propose": (make.manager(), lambda: (FIGURES, uuid4())),
    "rulebook.actions.approve": (make.ward(), lambda: (rule_change(),)),
    "rulebook.actions.withdraw": (make.ward(), lambda: (rule_change(),)),
    "protection.erasure.actions.propose": (make.manager(), past_term),
    "protection.erasure.actions.approve": (make.ward(), lambda: (proposed_erasure(),)),
    "protection.erasure.actions.withdraw": (make.ward(), lambda: (proposed_erasure(),)),
    "protection.erasure.actions.carry_on": (SYSTEM, lambda: (approved_erasure(),)),
    "protection.exports.actions.ask": (make.manager(), wish_for_a_group),
    "protection.exports.actions.take": (make.manager(), lambda: (export_asked(),)),
    "protection.exports.actions.show": (make.manager(), lambda: (export_taken(),)),
    "protection.exports.actions.finish": (make.ward(), lambda: (export_asked(), "消した")),
    "protection.incidents.actions.open_": (make.counter(), lambda: (INCIDENT, uuid4())),
    "protection.incidents.actions.note": (
        make.counter(),
        lambda: (incident(), incidents.Note("tell", "見本"), uuid4()),
    ),
    "protection.incidents.actions.count": (make.manager(), lambda: (incident(), 3)),
    "protection.incidents.actions.close": (make.ward(), lambda: (incident_done(),)),
    "protection.incidents.contacts.add": (make.ward(), lambda: ("見本課", "03-0000-0000", "")),
    "protection.incidents.contacts.remove": (make.ward(), lambda: (contact(),)),
    "protection.maintenance.actions.ask": (VENDOR, lambda: (PLAN, uuid4())),
    "protection.maintenance.actions.approve": (make.ward(), lambda: (work_asked(),)),
    "protection.maintenance.actions.refuse": (make.ward(), lambda: (work_asked(), "見本")),
    "protection.maintenance.actions.stop": (make.ward(), lambda: (work_asked(), "見本")),
    "protection.maintenance.actions.report": (VENDOR, lambda: (work_approved(), "見本")),
    "protection.maintenance.actions.read": (make.ward(), lambda: (work_reported(),)),
    "protection.sealing.reseal": (SYSTEM, lambda: ("groups.Person",)),
    "protection.watch.read": (make.ward(), lambda: ([alert()],)),
    "protection.analysis.sign": (make.ward(), lambda: (date(2026, 10, 1), 0, "")),
    "registration.actions.apply": (
        STRANGER,
        lambda: ("見本の会", "resident", make.persons(), uuid4()),
    ),
    "registration.actions.apply_change": (
        make.counter(),
        lambda: (make.group().pk, "見本の会", "resident", make.persons(), uuid4()),
    ),
    "registration.actions.withdraw": (make.counter(), lambda: (change_asked(),)),
    "registration.actions.approve": (make.counter(), lambda: (applied(), make.ruling())),
    "registration.actions.refuse": (make.counter(), lambda: (applied(), "見本")),
    "registration.actions.register_at_counter": (
        make.counter(),
        lambda: ("見本の会", make.persons(), make.ruling(), uuid4()),
    ),
    "registration.actions.change_password": (
        make.counter(),
        lambda: (make.group().user_id, make.PASSWORD),
    ),
    "registration.actions.send_link": (make.counter(), lambda: (make.group().pk,)),
    "registration.actions.decide_eligibility": (
        make.counter(),
        lambda: (make.group().pk, make.ruling()),
    ),
    "registration.terms.renew": (make.counter(), renewed),
    "registration.terms.renew_at_counter": (
        make.counter(),
        lambda: (ends_soon().pk, make.ruling(), uuid4()),
    ),
    "registration.terms.remind": (SYSTEM, lambda: (ends_soon().pk,)),
    "registration.terms.lapse": (SYSTEM, lambda: (ends_soon(-1).pk,)),
    "reports.actions.issue": (make.manager(), lambda: (date(2026, 10, 1), "")),
    "bookings.feeds.renew": (make.counter(), lambda: (make.group().pk,)),
    "bookings.feeds.close": (make.counter(), lambda: (with_feed(),)),
    "registration.papers.keep": (STRANGER, lambda: (applied(), photo())),
    "registration.papers.take_back": (STRANGER, with_photo),
    "registration.suspensions.suspend": (
        make.ward(),
        lambda: (make.group().pk, "conduct", "見本", date(2026, 12, 31)),
    ),
    "registration.suspensions.appeal": (make.counter(), lambda: (suspended(), "見本")),
    "registration.suspensions.uphold": (make.manager(), lambda: (appealed(), "見本")),
    "registration.suspensions.lift": (make.manager(), lambda: (suspended(), "見本")),
    "registration.suspensions.end": (SYSTEM, lambda: (suspended_long_ago(),)),
    "identity.actions.add_staff": (make.manager(), lambda: ("new-1", "counter", "", "見本")),
    "identity.actions.close_staff": (make.manager(), lambda: (make.staff().pk,)),
    "identity.actions.list_network": (make.manager(), lambda: ("192.0.2.0/24", "", "見本")),
    "identity.actions.unlist_network": (make.manager(), lambda: (network(),)),
    "identity.links.set_password": (make.counter(), lambda: (written_link(), make.PASSWORD)),
    "outages.actions.seen": (SYSTEM, web_silent),
    "outages.actions.enter": (
        make.manager(),
        lambda: (NOON - timedelta(hours=3), NOON - timedelta(hours=1), "見本", uuid4()),
    ),
    "outages.actions.confirm": (make.ward(), lambda: (outage_entered(),)),
    "outages.actions.withdraw": (make.ward(), lambda: (outage_entered(),)),
    "outages.actions.applied": (SYSTEM, lambda: (outage_confirmed(),)),
    "bookings.extensions.move": (SYSTEM, deadline_touched),
    "lottery.extensions.move": (SYSTEM, closing_touched),
    "identity.beginning.begin": (SYSTEM, lambda: ("first-1", "見本", "192.0.2.0/28")),
    "identity.actions.proved": (make.manager(), lambda: (make.staff().pk,)),
    "identity.logins.end": (make.manager(), lambda: (make.staff().pk, "x")),
    "identity.actions.entered": (make.manager(), lambda: (make.staff().pk,)),
    "identity.factors.add_totp": (
        make.manager(),
        lambda: (make.staff().pk, SECRET, pyotp.TOTP(SECRET).at(LATER), "見本"),
    ),
    "identity.factors.add_passkey": (
        make.manager(),
        lambda: (make.staff().pk, "c", "k", "見本"),
    ),
    "identity.factors.remove": (make.manager(), lambda: (make.group().user.pk, 0)),
    "identity.factors.reset": (make.manager(), lambda: (make.staff().pk,)),
    "identity.factors.make_codes": (make.manager(), lambda: (make.staff().pk,)),
    "identity.factors.passes": (make.manager(), lambda: (make.staff().pk, "000000")),
    "identity.factors.passed": (make.manager(), lambda: (passkey(), 0)),
    "identity.factors.end_sessions": (make.manager(), lambda: (make.staff().pk,)),
    "registration.actions.tell_of_new_device": (
        make.manager(),
        lambda: (make.group().user.pk,),
    ),
    "identity.links.give": (make.manager(), lambda: (make.staff().pk,)),
    "tariffs.actions.mark_official": (make.manager(), lambda: (tariff(),)),
    "tariffs.actions.unmark_official": (make.manager(), lambda: (tariff(official=True),)),
    "tariffs.versions.copy": (
        make.manager(),
        lambda: (tariff(), "2027-04", "見本料金", date(2027, 4, 1)),
    ),
    "tariffs.versions.replace": (make.manager(), rewritten),
    "tariffs.versions.propose": (make.manager(), lambda: (make.tariff_draft().pk,)),
    "tariffs.versions.release": (make.ward(), lambda: (make.tariff_proposed().pk,)),
    "tariffs.versions.withdraw": (make.manager(), lambda: (make.tariff_proposed().pk, "見本")),
    "tariffs.versions.discard": (make.manager(), lambda: (make.tariff_draft().pk,)),
    "audit.actions.record_view": (make.counter(), lambda: ("group.view", "groups.group:1")),
}
WORDS: dict[str, dict[str, bool]] = {
    "notices.wishes.choose": {"reminders": True, "alerts": False},
}
SEALS = {"audit.actions.seal"}  # binds what is recorded, does nothing that is


def when(name: str) -> datetime:
    if name.startswith("bookings.requests."):
        return OPENING + timedelta(minutes=20 if name.endswith("serve") else 0)
    if name.startswith(("lottery.ceremony.", "lottery.awards.")):
        return lots.SETTLED + timedelta(days=2 if name.endswith("release") else 0)
    if name.startswith("day.actions."):
        return make.ON_THE_DAY + timedelta(days=name.endswith("close"), hours=2)
    days = {"lapse": 30, "close_use": 80}.get(name.rpartition(".")[2])
    return NOON + timedelta(days=days) if days else LATER


def test_every_action_is_here():
    found = {
        module.dotted.removeprefix("uketsuke.") + "." + function.name
        for module, function, _ in DECORATED
        if not module.place.startswith("seed/") and function.name not in HOUSEKEEPING
    }

    assert modules()
    assert found - SEALS == set(CASES)


PERSONAL = ("見本 太郎", "髙橋", "東京都新宿区見本町", "0000-0001", "mihon@example.jp")


@pytest.mark.parametrize("name", CASES)
def test_it_leaves_one_audit_entry_that_says_who_and_when_and_nothing_personal(name):
    by, given = CASES[name]
    arguments = given()
    before = set(Entry.objects.values_list("pk", flat=True))

    action = import_string(f"uketsuke.{name}")
    action(*arguments, **WORDS.get(name, {}), by=by, at=when(name))

    (entry,) = Entry.objects.exclude(pk__in=before)
    assert (entry.actor, entry.who, entry.at) == (by.name, by.who, when(name))
    assert entry.subject
    assert verify().fault == ""
    written = str(list(Entry.objects.values()))
    assert [value for value in PERSONAL if value in written] == []
