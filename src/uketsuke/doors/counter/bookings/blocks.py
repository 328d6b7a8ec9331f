"""休止・主催事業・保守・優先枠: one person proposes, another approves; an end has a reason."""

from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uketsuke.bookings import blocks, daybook
from uketsuke.bookings.blocks import Closing
from uketsuke.bookings.models import Block, Booking
from uketsuke.bookings.reception import UseDay
from uketsuke.doors.counter import links
from uketsuke.doors.counter.bookings.blocks_forms import BlockForm, EndForm
from uketsuke.doors.counter.buttons import pressed
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit, posted
from uketsuke.doors.shared.inputs.forms import Form
from uketsuke.doors.shared.words.refusals import shown_on, tell
from uketsuke.halls.queries import atlas
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.kernel.refusals import Refusal

A_PAGE = 30


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_GET
def index(request: Visit) -> HttpResponse:
    """休止の一覧: what waits for approval first."""
    hall = request.GET.get("hall", "")
    hall = hall if hall in atlas().halls else ""
    pages = Paginator(daybook.blocks(hall), A_PAGE)
    context = {
        "page": pages.get_page(request.GET.get("page")),
        "hall": hall,
        "halls": atlas().halls.values(),
        "new_url": links.open_to(request, "block_new"),
    }
    return render(request, "counter/bookings/blocks.html", context)


@staff(Role.COUNTER, Role.MANAGER)
@require_http_methods(["GET", "POST"])
def new(request: Visit) -> HttpResponse:
    """休止の起案: bookings that are in the way are named, and must be handled first."""
    user: Any = request.user
    halls = [user.hall] if user.hall in atlas().halls else list(atlas().halls)
    wanted = request.POST.get("hall") or request.GET.get("hall", "")
    hall = wanted if wanted in halls else halls[0]
    form = BlockForm(posted(request), hall, {"starts": request.GET.get("date", "")})
    conflicts: list[Booking] = []
    if form.is_valid():
        try:
            reason = form.cleaned_data["cancelling"] if "cancel" in request.POST else ""
            block = blocks.propose(
                form.closing, by=request.actor, at=clock.now(), cancelling=reason
            )
            return redirect("counter:block", block.pk)
        except Refusal as refusal:
            conflicts = _conflicts(refusal, form.closing)
            if _is_taken(refusal):
                form.add_error(None, _in_the_way(refusal))
            else:
                tell(form, refusal)
    context = {
        "form": form,
        "hall": atlas().halls[hall],
        "halls": [atlas().halls[code] for code in halls],
        "conflicts": conflicts,
        "may_cancel": user.role == Role.MANAGER,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "counter/bookings/block_new.html", context, status=status)


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_GET
def show(request: Visit, pk: int) -> HttpResponse:
    """休止の内容, and what may be done about it."""
    return _page(request, get_object_or_404(daybook.blocks(), pk=pk), EndForm())


@staff(Role.MANAGER, Role.WARD)
@require_POST
def approve(request: Visit, pk: int) -> HttpResponse:
    """休止の承認."""
    block = get_object_or_404(daybook.blocks(), pk=pk)
    return pressed(
        request,
        blocks.approve,
        block.pk,
        then=redirect("counter:block", block.pk),
        otherwise=lambda refused: _page(request, block, EndForm(), refused),
    )


@staff(Role.MANAGER, Role.WARD)
@require_POST
def end(request: Visit, pk: int) -> HttpResponse:
    """休止を終える: the cells are free for everybody again at once."""
    block = get_object_or_404(daybook.blocks(), pk=pk)
    form = EndForm(request.POST)
    if form.is_valid():
        with shown_on(form):
            blocks.end(block.pk, form.cleaned_data["reason"], by=request.actor, at=clock.now())
            return redirect("counter:block", block.pk)
    return _page(request, block, form)


def _page(request: Visit, block: Block, form: EndForm, refused: Form | None = None) -> HttpResponse:
    """The page of ``block``; ``refused`` says why it was not approved."""
    user: Any = request.user
    context = {
        "closing": block,
        "form": form,
        "refused": refused,
        "own": block.proposed_by == user.login,
        "approve_url": links.open_to(request, "block_approve", block.pk),
        "end_url": links.open_to(request, "block_end", block.pk),
    }
    status = 422 if form.errors or refused else 200
    return render(request, "counter/bookings/block.html", context, status=status)


def _is_taken(refusal: Refusal) -> bool:
    return refusal.code == "cells.taken"


def _in_the_way(refusal: Refusal) -> str:
    return str(
        _(
            "選んだ期間に、すでに使われている枠が%(n)s日分あります。"
            "下の予約を移すか、館の都合で取り消してから、もう一度起案してください"
            "（館責任者は、下でまとめて取り消せます）。"
            "何も登録されていません。"
        )
        % {"n": len({use.date for use in refusal.facts["uses"]})}
    )


def _conflicts(refusal: Refusal, what: Closing) -> list[Booking]:
    """The bookings in the way of ``what``, those that have to be handled first."""
    if not _is_taken(refusal):
        return []
    return daybook.in_the_way(
        UseDay(key, day, what.slots) for key in what.rooms for day in _days(what)
    )


def _days(what: Closing) -> list[date]:
    length = (what.ends - what.starts).days + 1
    return [what.starts + timedelta(days=n) for n in range(length)]
