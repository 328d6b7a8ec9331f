"""抽選の受付: rounds and what is to be done next, the entries, a moved draw day, entering for a
group and confirming what it won."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uketsuke.bookings.models import Block, BlockReason, BlockState
from uketsuke.doors.counter import links
from uketsuke.doors.counter.lottery.forms import AdjustForm
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit, posted
from uketsuke.doors.shared.inputs.lottery_writing import Writing
from uketsuke.doors.shared.words.refusals import Told, shown_on
from uketsuke.doors.shared.words.sentences import use_name
from uketsuke.groups.models import Group
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.kernel.actors import Who
from uketsuke.kernel.refusals import Refusal
from uketsuke.kernel.text import digits, search_key
from uketsuke.lottery import actions, awards, queries, rounds
from uketsuke.lottery.models import Entry, Round
from uketsuke.lottery.queries import Stage
from uketsuke.lottery.results import result_of
from uketsuke.notices.letter import waiting_of

A_PAGE = 50
SHOWN = 40
MOST_LETTERS = 200
UNPROCESSABLE, CONFLICT = 422, 409
PAGES = ("counter/lottery/enter.html", "counter/lottery/check.html")


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_GET
def index(request: Visit) -> HttpResponse:
    """抽選の一覧: each round with how far it is and how many entered."""
    at = clock.now()
    living = Q(entries__withdrawn_at=None, entries__excluded="")
    found = (
        queries.rounds()
        .annotate(
            drawn=Count("draws", distinct=True),
            number=Count("entries", filter=living, distinct=True),
            told=Count("entries__outcome", distinct=True),
        )
        .order_by("-dates__closes_at", "code")[:SHOWN]
    )
    rows = [(each, queries.stage(each, at, drawn=bool(each.drawn))) for each in found]
    return render(request, "counter/lottery/index.html", {"rows": rows})


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_http_methods(["GET", "POST"])
def show(request: Visit, code: str) -> HttpResponse:
    """抽選回: what to do next, the entries; a manager moves the draw day here."""
    found, at = round_of(code), clock.now()
    form = AdjustForm(posted(request))
    if request.method == "POST" and may_act(request) and form.is_valid():
        with shown_on(form):
            day, reason = form.cleaned_data["day"], form.cleaned_data["reason"]
            rounds.adjust(found.pk, day, reason, by=request.actor, at=at)
            return redirect("counter:round", code)
    context = _about(request, found, at) | {"form": form, "may_act": may_act(request)}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "counter/lottery/round.html", context, status=status)


def _about(request: Visit, found: Round, at: datetime) -> dict[str, Any]:
    stage = queries.stage(found, at)
    parties = queries.judged(found) if found.frozen_at is None else []
    living = queries.living(found)
    words = request.GET.get("q", "").strip()[:60]
    pages = Paginator(_searched(found, words), A_PAGE)
    return {
        "round": found,
        "stage": stage,
        "facts": queries.facts(found),
        "entries": living.count(),
        "told": living.exclude(outcome=None).count(),
        "undecided": sum(each.decision is None for each in parties),
        "parties": len(parties),
        "page": pages.get_page(request.GET.get("page")),
        "words": words,
        "letters": list(waiting_of(found.code)[:MOST_LETTERS]),
        "letters_url": links.open_to(request, "lottery_letters", found.code),
    } | (_after(found) if stage in (Stage.SETTLING, Stage.FINISHED) else {})


def _searched(found: Round, words: str) -> Any:
    entries = found.entries.select_related("group", "outcome", "win__booking").order_by("receipt")
    if not words:
        return entries
    meant = Q(receipt=search_key(words).upper().replace(" ", "")) | Q(
        group__name_key__contains=search_key(words)
    )
    if number := digits(words):
        meant |= Q(group__number=number)
    return entries.filter(meant)


def _after(found: Round) -> dict[str, Any]:
    """補欠の順 and the cells that wait for somebody."""
    waiting = Block.objects.filter(
        reason_class=BlockReason.RETURNED,
        state=BlockState.APPROVED,
        returned_by__win__entry__round=found,
    ).select_related("returned_by", "hall")
    return {"runners_up": awards.runners_up(found)[:20], "waiting": waiting}


@staff(Role.COUNTER, Role.MANAGER)
@require_http_methods(["GET", "POST"])
def enter(request: Visit, code: str) -> HttpResponse:
    """窓口・電話での抽選申込, for the group of that number."""
    found = round_of(code)
    number = digits(request.POST.get("number") or request.GET.get("number", ""))
    group = Group.objects.filter(number=number).first() if number else None
    if group is None:
        context = {"round": found, "facts": queries.facts(found), "number": number}
        status = UNPROCESSABLE if number else 200
        return render(request, "counter/lottery/whose.html", context, status=status)
    address = links.with_query(reverse("counter:lottery_enter", args=[code]), number=group.number)
    return _writing(found, group, None, address, reverse("counter:round", args=[code])).answer(
        request
    )


@staff(Role.COUNTER, Role.MANAGER)
@require_http_methods(["GET", "POST"])
def change(request: Visit, receipt: str) -> HttpResponse:
    """窓口・電話での抽選申込の変更."""
    old = _entry(receipt)
    address = reverse("counter:entry_change", args=[receipt])
    back = reverse("counter:entry", args=[receipt])
    return _writing(old.round, old.group, old, address, back).answer(request)


def _writing(found: Round, group: Group, old: Entry | None, address: str, back: str) -> Writing:
    return Writing(
        round=found,
        group=group,
        old=old,
        pages=PAGES,
        address=address,
        back=back,
        done=lambda made: reverse("counter:entry", args=[made.receipt]),
    )


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_GET
def entry(request: Visit, receipt: str) -> HttpResponse:
    """抽選申込一件; prints as 抽選受付票."""
    return _entry_page(request, _entry(receipt))


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def withdraw(request: Visit, receipt: str) -> HttpResponse:
    """取下げ, for the group."""
    found = _entry(receipt)
    try:
        actions.withdraw(found.pk, by=request.actor, at=clock.now())
    except Refusal as refusal:
        return _entry_page(request, found, refusal)
    return redirect("counter:entry", receipt)


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def confirm(request: Visit, receipt: str) -> HttpResponse:
    """当選の確認, for the group on the phone."""
    found = _entry(receipt)
    try:
        awards.confirm(found.pk, by=request.actor, at=clock.now())
    except Refusal as refusal:
        return _entry_page(request, found, refusal)
    return redirect("counter:entry", receipt)


def _entry_page(request: Visit, found: Entry, refusal: Refusal | None = None) -> HttpResponse:
    at = clock.now()
    won = getattr(found, "win", None)
    context = {
        "entry": found,
        "round": found.round,
        "facts": queries.facts(found.round),
        "stage": queries.stage(found.round, at),
        "wishes": [use_name(wish) for wish in queries.wishes_of(found)],
        "result": result_of(found, at),
        "won": won,
        "to_confirm": won and won.booking.confirm_by and won.booking.state == "tentative",
        "told": Told.of(refusal) if refusal else None,
        "may_write": bool(links.open_to(request, "entry_withdraw", found.receipt)),
        "group_url": links.open_to(request, "group", found.group.number),
    }
    status = CONFLICT if refusal else 200
    return render(request, "counter/lottery/entry.html", context, status=status)


def _entry(receipt: str) -> Entry:
    related = ("group", "round__dates", "round__rules", "outcome", "win__booking__room__hall")
    return get_object_or_404(Entry.objects.select_related(*related), receipt=receipt)


def round_of(code: str) -> Round:
    """The round of that code, or 404."""
    return get_object_or_404(queries.rounds(), code=code)


def may_act(request: Visit) -> bool:
    """Whether this person decides about a lottery: only a manager does."""
    return request.actor.who is Who.MANAGER
