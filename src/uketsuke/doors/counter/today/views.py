"""今日の利用: the day of one hall on one page, and everything that is written down about it.

Each button is one action; sent twice it has one effect. What is refused is said beside the row,
with what was typed still in it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from uketsuke.bookings import daybook
from uketsuke.bookings.models import Booking
from uketsuke.day import actions, handover, queries
from uketsuke.day.hours import Stage
from uketsuke.day.models import Note
from uketsuke.day.queries import Row
from uketsuke.doors.counter import links
from uketsuke.doors.counter.today.forms import ActForm, NoteForm
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.inputs.dates import read_date
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.halls.queries import atlas
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.kernel.text import digits
from uketsuke.meetings.queries import of_day as meetings_of

YEARS = range(2000, 2100)
UNPROCESSABLE, CONFLICT = 422, 409

# 段階: how it looks and the word.
STAGES: dict[Stage, tuple[str, Promise]] = {
    Stage.TENTATIVE: ("wait", _("仮予約（未承認）")),
    Stage.AWAITED: ("quiet", _("これから")),
    Stage.LATE: ("bad", _("遅れ")),
    Stage.CALLED: ("wait", _("遅れの連絡あり")),
    Stage.INSIDE: ("good", _("入館中")),
    Stage.OVER: ("bad", _("超過中")),
    Stage.GONE: ("quiet", _("退館済")),
    Stage.NO_SHOW: ("bad", _("無断不使用")),
    Stage.OPEN: ("bad", _("記録なし")),
}
DONE: dict[str, Promise] = {
    "in": _("入館を記録しました。"),
    "out": _("退館を記録しました。"),
    "count": _("来場者数を記録しました。"),
    "no_show": _("無断不使用として記録しました。"),
    "reopen": _("結果を取り消しました。"),
    "overtime": _("超過の分を請求に反映し、利用者にお知らせしました。"),
    "back": _("記録を取り消しました。"),
    "record": _("記録を直しました。"),
    "note": _("引継ぎを書きました。"),
    "settled": _("引継ぎを済みにしました。"),
    "unsettled": _("引継ぎを、済んでいないものに戻しました。"),
}
BACK = {"back_arrived": "arrived", "back_left": "left", "back_visitors": "visitors"}


@dataclass(slots=True)
class Line:
    """一行: a row with what may be done about it, and what was wrong with what was sent."""

    row: Row
    tone: str
    word: str | Promise
    may_write: bool
    wrong: list[str] = field(default_factory=list)
    typed: str = ""
    focus: bool = False

    @property
    def may_come(self) -> bool:
        """入館 of this moment; once her time is over, only a time that is typed is true."""
        awaited = self.row.is_standing and not self.row.happened.arrived
        return self.may_write and awaited and self.row.stage != Stage.OPEN

    @property
    def may_tell(self) -> bool:
        return self.may_write and self.row.stage == Stage.OPEN

    @property
    def may_go(self) -> bool:
        was = self.row.happened
        return self.may_write and self.row.is_standing and bool(was.arrived and not was.left)

    @property
    def may_count(self) -> bool:
        return self.may_write and self.row.is_standing and bool(self.row.happened.arrived)

    @property
    def may_bill(self) -> bool:
        return self.may_count and self.row.billable != self.row.billed


@dataclass(frozen=True, slots=True)
class Shown:
    """表示するもの: of which hall and day."""

    hall: str
    day: date

    def url(self, **more: Any) -> str:
        query = {"hall": self.hall, "date": self.day.isoformat()}
        return links.with_query(reverse("counter:today"), **query, **more)


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_GET
def show(request: Visit) -> HttpResponse:
    """今日の利用 of a hall; another day by ``date``. No person is named here."""
    written = request.GET.get("date", "")
    day = read_date(written) if written else clock.day(clock.now())
    if day is None or day.year not in YEARS:
        raise Http404
    wanted = request.GET.get("hall", "")
    if wanted and wanted not in atlas().halls:
        raise Http404
    return page(request, Shown(wanted or own_hall(request), day))


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def act(request: Visit, number: str) -> HttpResponse:
    """一件の操作: 入館、退館、人数、無断不使用、超過の請求, and taking each of them back."""
    booking = find(number)
    shown, what = Shown(booking.room.hall.code, booking.date), request.POST.get("do", "")
    form = ActForm(request.POST)
    done = _deed(request, booking, form, what)
    if form.is_valid():
        with shown_on(form):
            done()
            said = "back" if what in BACK else what
            return redirect(shown.url(done=said, row=booking.number))  # the row takes the focus
    return page(request, shown, (booking, form))


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def note(request: Visit) -> HttpResponse:
    """引継ぎを書く."""
    hall, day = request.POST.get("hall", ""), read_date(request.POST.get("date", ""))
    if hall not in atlas().halls or day is None:
        raise BadRequest
    shown, form = Shown(hall, day), NoteForm(request.POST)
    if form.is_valid():
        with shown_on(form):
            given = form.cleaned_data
            handover.write(
                hall, day, given["text"], given["token"], by=request.actor, at=clock.now()
            )
            return redirect(shown.url(done="note") + "#notes")
    return page(request, shown, noted=form)


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def settle(request: Visit, pk: int) -> HttpResponse:
    """引継ぎを済みにする, or open it again."""
    found = get_object_or_404(Note.objects.select_related("hall"), pk=pk)
    done = request.POST.get("done") == "1"
    day = read_date(request.POST.get("date", "")) or found.date
    handover.settle(found.pk, done, by=request.actor, at=clock.now())
    said = "settled" if done else "unsettled"
    return redirect(Shown(found.hall.code, day).url(done=said) + "#notes")


def find(number: str) -> Booking:
    """The booking of that number with its room, or a 404."""
    found = Booking.objects.select_related("room__hall", "group", "application")
    return get_object_or_404(found, number=digits(number))


def page(
    request: Visit,
    shown: Shown,
    sent: tuple[Booking, ActForm] | None = None,
    noted: NoteForm | None = None,
) -> HttpResponse:
    """The page; ``sent``: what was sent about a row and refused, ``noted`` a note to be mended."""
    now = clock.now()
    today, hall = clock.day(now), atlas().halls[shown.hall]
    may_write = may_act(request, shown.hall) and shown.day <= today
    lines = [line_of(row, may_write) for row in queries.of_day(shown.hall, shown.day, now)]
    if not noted:  # else what is to be mended there has the focus
        _mark(request, lines, sent)
    counted = [line.row.happened.visitors for line in lines]
    context = {
        "shown": shown,
        "hall": hall,
        "today": today,
        "lines": lines,
        "inside": sum(line.row.stage in (Stage.INSIDE, Stage.OVER) for line in lines),
        "visitors": sum(each for each in counted if each is not None),
        "closed": atlas().closed(shown.hall, shown.day),
        "blocks": _blocks(shown, now),
        "meetings": meetings_of(shown.day, shown.hall),
        "notes": queries.notes(shown.hall, shown.day),
        "note_form": noted or NoteForm(),
        "sent": sent and sent[1],
        "open": queries.unrecorded(shown.hall, today) if shown.day == today else [],
        "may_note": may_act(request, shown.hall),
        "done": "" if sent or noted else DONE.get(request.GET.get("done", ""), ""),
        "halls": [
            (each.short_name, Shown(each.code, shown.day).url(), each.code == shown.hall)
            for each in atlas().halls.values()
        ],
        "before": Shown(shown.hall, shown.day - timedelta(days=1)).url(),
        "after": Shown(shown.hall, shown.day + timedelta(days=1)).url(),
        "today_url": Shown(shown.hall, today).url(),
    }
    return render(request, "counter/today/today.html", context, status=_status(sent, noted))


def may_act(request: Visit, hall: str) -> bool:
    """Whether who looks may write something down about that hall."""
    user: Any = request.user
    return user.role in (Role.COUNTER, Role.MANAGER) and user.hall in ("", hall)


def line_of(row: Row, may_write: bool) -> Line:
    """The row as a line of the page."""
    tone, word = STAGES[row.stage]
    return Line(row, tone, word, may_write)


def _deed(request: Visit, booking: Booking, form: ActForm, what: str) -> Callable[[], object]:
    """What the button does, once the form is known to be right."""
    by, at, pk = request.actor, clock.now(), booking.pk
    if what == "count":
        form.fields["visitors"].required = True
    deeds: dict[str, Callable[[dict[str, Any]], object]] = {
        "in": lambda given: actions.check_in(pk, given["seen"], by=by, at=at),
        "out": lambda given: actions.check_out(pk, given["seen"], given["visitors"], by=by, at=at),
        "count": lambda given: actions.count(pk, given["seen"], given["visitors"], by=by, at=at),
        "no_show": lambda _: actions.no_show(pk, by=by, at=at),
        "reopen": lambda _: actions.reopen(pk, by=by, at=at),
        "overtime": lambda _: actions.bill_overtime(pk, by=by, at=at),
    }
    if what in BACK:
        return lambda: actions.take_back(pk, form.cleaned_data["seen"], BACK[what], by=by, at=at)
    if what not in deeds:
        raise BadRequest
    return lambda: deeds[what](form.cleaned_data)


def _mark(request: Visit, lines: list[Line], sent: tuple[Booking, ActForm] | None) -> None:
    """The line that was sent has the focus (else the first that is not over); refused, it says
    why and keeps what was typed."""
    over = (Stage.GONE, Stage.NO_SHOW)
    first = next((line.row.booking.number for line in lines if line.row.stage not in over), "")
    number = sent[0].number if sent else request.GET.get("row", first)
    for line in lines:
        if line.row.booking.number != number:
            continue
        line.focus = True
        if sent:
            line.wrong = [str(each) for errors in sent[1].errors.values() for each in errors]
            line.typed = str(sent[1].data.get("visitors", ""))[:20]


def _blocks(shown: Shown, now: Any) -> list[daybook.Item]:
    """休止・主催事業 of the day: one line of each room."""
    rooms = atlas().halls[shown.hall].rooms
    book = daybook.read(rooms, shown.day, shown.day, now)
    return [item for items in book.values() for item in items if item.block]


def own_hall(request: Visit) -> str:
    """ご自分の館: of who works in all halls, the first."""
    user: Any = request.user
    return user.hall or next(iter(atlas().halls))


def _status(sent: tuple[Booking, ActForm] | None, noted: NoteForm | None) -> int:
    if sent:
        fields = set(sent[1].errors) - {"__all__"}
        return UNPROCESSABLE if fields else CONFLICT
    return UNPROCESSABLE if noted else 200
