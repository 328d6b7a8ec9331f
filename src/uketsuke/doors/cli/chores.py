"""自動処理の仕事: what the worker looks after. Each looks for itself what there is to do, so that
whoever was killed is simply started again, and two workers do nothing twice."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings

from uketsuke.audit import queries as audit
from uketsuke.audit.actions import seal
from uketsuke.bookings import (
    decisions,
    extensions,
    holds,
    queries,
    reminders,
    requests,
    rests,
    returns,
)
from uketsuke.day import actions as day
from uketsuke.day import queries as days
from uketsuke.day import sheets
from uketsuke.doors.cli import probe
from uketsuke.identity.models import Session
from uketsuke.intake.online import actions as paying
from uketsuke.intake.online import queries as online
from uketsuke.kernel import clock, heartbeat
from uketsuke.kernel.actors import SYSTEM
from uketsuke.lottery import awards, rounds
from uketsuke.lottery import extensions as closings
from uketsuke.lottery import queries as lottery
from uketsuke.meetings import actions as meeting
from uketsuke.meetings import queries as meetings
from uketsuke.notices import delivery
from uketsuke.notices.bounces import actions as bouncing
from uketsuke.notices.mail import handover
from uketsuke.outages import actions as outages
from uketsuke.outages import queries as down
from uketsuke.outages.models import Outage
from uketsuke.protection import watch as watching
from uketsuke.protection.backups import actions as backing_up
from uketsuke.protection.backups import queries as backups
from uketsuke.protection.erasure import actions as erasing
from uketsuke.protection.exports import actions as exporting
from uketsuke.protection.models import Erasure, ErasureState
from uketsuke.protection.retention import queries as retention
from uketsuke.registration import papers, sources, suspensions, terms
from uketsuke.waiting import actions as waiting_list
from uketsuke.waiting import offers, searches
from uketsuke.waiting import queries as waiting

KEEP_EXPIRED = timedelta(hours=1)
KEEP_RECEIPTS = timedelta(days=30)
Pieces = Iterator[Callable[[], object]]


def beat(at: datetime) -> Pieces:
    yield lambda: heartbeat.beat(heartbeat.WORKER, at)


def look_after_meetings(at: datetime) -> Pieces:
    for number in meetings.to_remind(clock.day(at)):
        yield partial(meeting.remind, number, by=SYSTEM, at=at)
    for number in meetings.to_end(at - timedelta(hours=1)):
        yield partial(meeting.end, number, by=SYSTEM, at=at)


def send_mails(at: datetime) -> Pieces:
    for number in delivery.due(at):
        yield partial(delivery.deliver, number, at=clock.now())


def read_bounces(at: datetime) -> Pieces:
    for path in bouncing.arrived():
        yield partial(bouncing.take, path, by=SYSTEM, at=at)


def clear_handovers(at: datetime) -> Pieces:
    yield lambda: handover.clear(at - KEEP_RECEIPTS)


def watch_web(at: datetime) -> Pieces:
    """応答の計測: nothing lapses while people cannot reach us, nor until deadlines have moved."""
    if settings.PROBE and probe.answers(settings.PROBE):
        yield lambda: outages.seen(by=SYSTEM, at=clock.now())


def move_deadlines(at: datetime) -> Pieces:
    for outage in down.to_apply():
        for booking, kind in extensions.to_move(outage):
            yield partial(extensions.move, booking, kind, outage.pk, by=SYSTEM, at=clock.now())
        for number in closings.to_move(outage):
            yield partial(closings.move, number, outage.pk, by=SYSTEM, at=clock.now())
        yield partial(_end, outage)


def _end(outage: Outage) -> None:
    """Only when nothing that could move is left: what failed is tried again at the next look."""
    at = clock.now()
    for booking, kind in extensions.to_move(outage):
        extensions.move(booking, kind, outage.pk, by=SYSTEM, at=at)
    for number in closings.to_move(outage):
        closings.move(number, outage.pk, by=SYSTEM, at=at)
    outages.applied(outage.pk, by=SYSTEM, at=at)


def lapse_bookings(at: datetime) -> Pieces:
    if down.holds(at):
        return
    for number in queries.to_lapse(clock.day(at)):
        yield partial(decisions.lapse, number, by=SYSTEM, at=at)


def close_uses(at: datetime) -> Pieces:
    """利用済: of the days that are over, whoever was there."""
    for number in days.to_close(clock.day(at)):
        yield partial(day.close, number, by=SYSTEM, at=at)


def remind_of_bills(at: datetime) -> Pieces:
    for number in reminders.to_remind(clock.day(at)):
        yield partial(reminders.remind, number, by=SYSTEM, at=at)


def look_up_payments(at: datetime) -> Pieces:
    if via := online.provider():
        yield from _while_answered(
            partial(paying.send, number, via, at=clock.now()) for number in online.to_send_back(at)
        )
        yield from _while_answered(
            partial(paying.look_up, number, via, at=clock.now()) for number in online.to_look_up(at)
        )


def _while_answered(questions: Iterable[Callable[[], object]]) -> Pieces:
    """Where the provider is silent the rest waits for the next look: each question to it may take
    long, and mails and deadlines are looked after by the same worker."""
    for question in questions:
        answers: list[object] = []
        yield partial(_note, question, answers)
        if answers in ([], [False]):
            return


def _note(question: Callable[[], object], answers: list[object]) -> None:
    answers.append(question())


def make_rounds(at: datetime) -> Pieces:
    for month, klass in lottery.to_make(at):
        yield partial(rounds.make, month, klass, by=SYSTEM, at=at)


def tell_results(at: datetime) -> Pieces:
    for number in [] if down.holds(at) else awards.empty(at):
        yield partial(awards.finish_empty, number, by=SYSTEM, at=at)
    for number in awards.unsettled():
        for entry in awards.untold(number):
            yield partial(awards.award, entry, by=SYSTEM, at=clock.now())
        yield partial(awards.finish, number, by=SYSTEM, at=clock.now())


def pass_on_cells(at: datetime) -> Pieces:
    for number in returns.to_pass_on(at):
        yield partial(awards.pass_on, number, by=SYSTEM, at=at)
    for number in returns.to_release(at):
        yield partial(awards.release, number, by=SYSTEM, at=at)


def offer_cells(at: datetime) -> Pieces:
    """空き待ち: what was offered and not taken, what has rested, and whose waiting is over."""
    for number in waiting.taken_back():
        yield partial(offers.take_back, number, by=SYSTEM, at=at)
    for number in waiting.to_lapse(at):
        yield partial(offers.lapse, number, by=SYSTEM, at=at)
    for room, on in rests.due(at):
        yield partial(offers.pass_on, room, on, by=SYSTEM, at=at)
    for number in waiting.to_end(at):
        yield partial(waiting_list.finish, number, by=SYSTEM, at=at)


def look_for_cells(at: datetime) -> Pieces:
    for number in searches.to_look_at(at):
        yield partial(searches.look, number, by=SYSTEM, at=at)


def serve_requests(at: datetime) -> Pieces:
    for number in requests.to_serve(at):
        yield partial(requests.serve, number, by=SYSTEM, at=clock.now())


def watch(at: datetime) -> Pieces:
    yield lambda: watching.look(at)


def end_suspensions(at: datetime) -> Pieces:
    for number in suspensions.to_end(clock.day(at)):
        yield partial(suspensions.end, number, by=SYSTEM, at=at)


def end_terms(at: datetime) -> Pieces:
    """登録の期限: told before, then lapsed."""
    today = clock.day(at)
    for number in terms.to_remind(today):
        yield partial(terms.remind, number, by=SYSTEM, at=at)
    for number in terms.to_lapse(today):
        yield partial(terms.lapse, number, by=SYSTEM, at=at)


def make_sheets(at: datetime) -> Pieces:
    """明日の利用予定表, locked, for a day without network."""
    if not settings.SHEET_FOLDER:
        return
    folder = Path(settings.SHEET_FOLDER)

    def draw(content: dict[str, Any]) -> bytes:
        from uketsuke.doors.shared.drawing.papers import day_sheet  # noqa: PLC0415 - large, once a day

        return day_sheet(content)

    for hall, on in sheets.wanted(at):
        yield partial(sheets.make, folder, hall, on, draw, by=SYSTEM, at=at)
    yield lambda: sheets.clear(folder, at)


def clear_exports(at: datetime) -> Pieces:
    yield lambda: exporting.clear(at - exporting.WAITS)


def clear_papers(at: datetime) -> Pieces:
    if kept := retention.of("papers"):
        yield lambda: papers.clear(at - kept)


def clear_sources(at: datetime) -> Pieces:
    yield lambda: sources.clear(at)


def clear_holds(at: datetime) -> Pieces:
    yield lambda: holds.clear(at - KEEP_EXPIRED)


def clear_sessions(at: datetime) -> Pieces:
    yield lambda: Session.objects.filter(expire_date__lt=at).delete()


def seal_audit(at: datetime) -> Pieces:
    if audit.unsealed():
        yield lambda: seal(by=SYSTEM, at=at)


def erase(at: datetime) -> Pieces:
    """承認された消去: a helping at each look, so that others are kept waiting by none."""
    for number in Erasure.objects.filter(state=ErasureState.APPROVED).values_list("pk", flat=True):
        yield partial(erasing.carry_on, number, by=SYSTEM, at=clock.now())


def back_up(at: datetime) -> Pieces:
    """毎日のバックアップ, and once a month the proof that the newest can be restored."""
    if not settings.BACKUP_FOLDER:
        return
    folder = Path(settings.BACKUP_FOLDER)
    if backups.is_due(at):
        yield lambda: backing_up.make(folder, by=SYSTEM, at=clock.now())
    if newest := backups.to_prove(at):
        yield lambda: backing_up.prove(folder / newest, by=SYSTEM, at=clock.now())
    yield lambda: backing_up.clear(folder, at)


# Seconds between two looks.
CHORES: tuple[tuple[float, Callable[[datetime], Pieces]], ...] = (
    (5, beat),
    (1, send_mails),
    (20, read_bounces),
    (3600, clear_handovers),
    (20, watch_web),
    (5, move_deadlines),
    (60, lapse_bookings),
    (60, close_uses),
    (60, remind_of_bills),
    (60, look_after_meetings),
    (10, look_up_payments),
    (60, make_rounds),
    (2, tell_results),
    (20, pass_on_cells),
    (1, serve_requests),
    (10, offer_cells),
    (300, look_for_cells),
    (60, end_suspensions),
    (300, end_terms),
    (300, watch),
    (300, clear_holds),
    (300, clear_exports),
    (3600, clear_papers),
    (600, clear_sources),
    (3600, clear_sessions),
    (5, seal_audit),
    (600, back_up),
    (600, make_sheets),
    (5, erase),
)
