"""マイページ: what to do first, the bookings, the notices; and what one booking is."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uketsuke.bookings import actions, queries, reductions, states, steps
from uketsuke.bookings.models import Booking
from uketsuke.bookings.states import CHANGEABLE, State
from uketsuke.doors.portal import terms
from uketsuke.doors.portal.carry import group_carrying, member, sound, stale_kept
from uketsuke.doors.portal.my import mine
from uketsuke.doors.portal.my.forms import CancelForm, ChangeForm, PayForm
from uketsuke.doors.portal.my.leaving import leading_to_provider
from uketsuke.doors.shared.drawing import ical, papers
from uketsuke.doors.shared.entrance.guards import group_required
from uketsuke.doors.shared.entrance.visits import Visit, posted
from uketsuke.doors.shared.words.refusals import Told, shown_on
from uketsuke.equipment import queries as equipment
from uketsuke.groups.models import GroupState
from uketsuke.intake.online import queries as online
from uketsuke.kernel import clock
from uketsuke.kernel.actors import Who
from uketsuke.kernel.languages import JAPANESE
from uketsuke.kernel.refusals import Refusal
from uketsuke.ledger.models import Entry, Kind, RefundState
from uketsuke.ledger.queries import balance, paid
from uketsuke.meetings import queries as meetings
from uketsuke.notices import bounces, reading
from uketsuke.notices.models import Notice
from uketsuke.notices.texts import render as in_words
from uketsuke.tariffs.queries import version

UNPROCESSABLE, CONFLICT, FORBIDDEN = 422, 409, 403
ON_A_PAGE = 20
NEWEST = 5


@group_required
@require_GET
def my(request: Visit) -> HttpResponse:
    """マイページ."""
    at = clock.now()
    newest = _notices(request)[:NEWEST]
    group = member(request)
    context = {
        "tasks": mine.tasks(member(request), at),
        "upcoming": mine.upcoming(member(request), at),
        "entries": mine.entries(member(request), at),
        "now": at,
        "suspended": member(request).state == GroupState.SUSPENDED,
        "notices": [(each, in_words(each, language=_language())) for each in newest],
        "unread": _notices(request).filter(read_at=None).count(),
        "unreachable": bounces.open_of(group) is not None,
    }
    return render(request, "portal/my/my.html", context)


@group_required
@require_GET
def past(request: Visit) -> HttpResponse:
    """終わった予約と取り消した予約, page by page."""
    page = _page(request, mine.ended(member(request), clock.now()))
    return render(request, "portal/my/past.html", {"page": page, "rows": mine.rows(page)})


@group_required
@require_GET
def notices(request: Visit) -> HttpResponse:
    """お知らせの一覧, page by page."""
    page = _page(
        request, Notice.objects.filter(group=member(request)).order_by("-created_at", "-pk")
    )
    told = [(each, in_words(each, language=_language())) for each in page]
    return render(request, "portal/my/notices.html", {"page": page, "notices": told})


@group_required
@require_GET
def notice(request: Visit, pk: int) -> HttpResponse:
    """お知らせ一件."""
    found = get_object_or_404(Notice, pk=pk, group=member(request))
    if found.read_at is None:
        reading.read(found.pk, at=clock.now())
    numbers = found.facts.get("bookings") or [found.facts.get("booking")]
    context = {
        "notice": found,
        "text": in_words(found, language=_language()),
        "numbers": [n for n in numbers if n],
    }
    return render(request, "portal/my/notice.html", context)


def _notices(request: Visit) -> QuerySet[Notice]:
    found = Notice.objects.filter(group=member(request)).select_related("group")
    return found.order_by("-created_at", "-pk")


def _page(request: Visit, rows: Any) -> Any:
    return Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))


@group_required
@require_GET
def booking(request: Visit, number: str) -> HttpResponse:
    """予約一件: its state in words, its price, what was paid, what can be done."""
    return booking_page(request, own_booking(request, number), clock.now())


def booking_page(
    request: Visit,
    found: Booking,
    at: datetime,
    *,
    told: Told | None = None,
    status: int = 200,
) -> HttpResponse:
    money = _money(found)
    may_change = found.state in CHANGEABLE and found.date >= clock.day(at)
    asked = list(found.reductions.order_by("-pk"))
    is_asked = any(each.state in reductions.OPEN for each in asked)
    context = {
        "row": mine.rows([found])[0],
        "booking": found,
        "siblings": found.application.bookings.exclude(pk=found.pk).order_by("date"),
        "told": told,
        "official": version(found.tariff_id).facts.official,
        "terms": terms.for_booking(found, at),
        "has_permit": found.state in papers.STANDING,
        "may_change": may_change,
        "asked": asked,
        "may_ask": may_change and not is_asked,
        "things": equipment.lines(found.number),
        "lends": bool(equipment.lent_with(found.room.key, found.date)),
        "needs_meeting": meetings.rule(found.room_id, found.date) is not None,
        "meeting": meetings.standing(found),
        "sheet": meetings.sheet_of(found),
    }
    draw = leading_to_provider(render) if money["pay_form"] else render
    context |= money | _undo(found, at)
    return draw(request, "portal/my/booking.html", context, status=status)


def _money(found: Booking) -> dict[str, Any]:
    """料金: what is owed and how it can be paid, what comes back, and the papers of both."""
    account, via = found.account, online.provider()
    owed = balance(account.pk) if account else 0
    moved = Entry.objects.filter(account=account, kind__in=(Kind.PAYMENT, Kind.REFUND))
    return {
        "owed": max(owed, 0),
        "due_back": max(-owed, 0),
        "paid": paid(account.pk) if account else 0,
        "pay_form": PayForm() if via is not None and owed >= via.least else None,
        "pending": online.pending(found) if owed > 0 else None,
        "bill": account.bills.order_by("-pk").first() if account and owed > 0 else None,
        "refund": account and account.refunds.exclude(state=RefundState.WITHDRAWN).last(),
        "papers": moved.filter(corrections=None).select_related("receipt", "note").order_by("pk"),
    }


def _undo(found: Booking, at: datetime) -> dict[str, Any]:
    """取消の取りやめ: until when, and whether it is hers to do."""
    until = queries.undo_until(found.ended_at) if found.ended_at else None
    hers = found.state == State.CANCELLED and not found.ended_by_hall
    return {"undo_until": until, "may_undo": hers and until is not None and at <= until}


@group_carrying
@stale_kept
@require_http_methods(["GET", "POST"])
def change(request: Visit, number: str) -> HttpResponse:
    """利用内容の変更: title and attendance, of all days that were applied for together."""
    found = own_booking(request, number)
    made, at = found.application, clock.now()
    form = ChangeForm(posted(request), initial={"title": made.title, "attendance": made.attendance})
    if sound(request, form):
        with shown_on(form):
            title, attendance = form.cleaned_data["title"], form.cleaned_data["attendance"]
            actions.change(made.pk, title, attendance, by=request.actor, at=at)
            return redirect("portal:booking", number)
    context = {
        "form": form,
        "row": mine.rows([found])[0],
        "together": mine.rows(made.bookings.select_related("room__hall").order_by("date")),
        "rules": queries.rules(clock.day(at)),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "portal/my/change.html", context, status=status)


@group_required
@require_http_methods(["GET", "POST"])
def cancel(request: Visit, number: str) -> HttpResponse:
    """取消: what would come back is shown first; sent back with that amount, it is cancelled."""
    found, at = own_booking(request, number), clock.now()
    if found.state == State.CANCELLED:
        return redirect("portal:booking", number)
    try:
        states.move(found.state, State.CANCELLED, Who.GROUP)
        back = steps.cancel_terms(found, at)
        form = CancelForm(posted(request))
        if form.is_valid() and form.cleaned_data["refund"] == back.refund:
            actions.cancel(found.pk, by=request.actor, at=at)
            return redirect("portal:booking", number)
    except Refusal as refusal:
        return booking_page(request, found, at, told=Told.of(refusal), status=CONFLICT)
    context = {
        "row": mine.rows([found])[0],
        "back": back,
        "paid": back.refund + back.kept,
        "terms": terms.for_booking(found, at),
        "changed": form.is_bound,
    }
    return render(
        request, "portal/my/cancel.html", context, status=CONFLICT if form.is_bound else 200
    )


@group_required
@require_POST
def undo(request: Visit, number: str) -> HttpResponse:
    """取消を取りやめる, within 30 minutes. Sent again it finds the booking standing."""
    found, at = own_booking(request, number), clock.now()
    if found.state in CHANGEABLE:
        return redirect("portal:booking", number)
    try:
        actions.undo_cancel(found.pk, by=request.actor, at=at)
    except Refusal as refusal:
        return booking_page(request, found, at, told=Told.of(refusal), status=CONFLICT)
    return redirect("portal:booking", number)


@group_required
@require_GET
def event(request: Visit, number: str) -> HttpResponse:
    """カレンダーファイル of one booking."""
    events = ical.events_of(own_booking(request, number))
    content = ical.calendar(_("ホールの予約"), events, clock.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{number}.ics"'
    return response


@group_required
@require_GET
def permit(request: Visit, number: str) -> HttpResponse:
    """利用承認書 of one booking, as a PDF."""
    found = own_booking(request, number)
    try:
        paper = papers.permit(found)
    except Refusal as refusal:
        return booking_page(request, found, clock.now(), told=Told.of(refusal), status=CONFLICT)
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="permit-{number}.pdf"'
    return response


def _language() -> str:
    return get_language() or JAPANESE


def own_booking(request: Visit, number: str) -> Booking:
    """The group's own booking of that number; anybody else's does not exist for her."""
    related = ("room__hall", "application", "account", "group")
    return get_object_or_404(
        Booking.objects.select_related(*related), number=number, group=member(request)
    )
