"""規則: the figures in force, what is coming, and changes that wait for a second person."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uketsuke.doors.counter.buttons import pressed
from uketsuke.doors.counter.links import open_to
from uketsuke.doors.counter.rulebook.forms import ChangeForm
from uketsuke.doors.counter.tabs import tabs
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit, posted
from uketsuke.doors.shared.inputs.forms import Form
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.rulebook import actions, effects, queries
from uketsuke.rulebook.books import BOOKS
from uketsuke.rulebook.figures import Book, as_values, differences, sentence
from uketsuke.rulebook.models import Change

UNPROCESSABLE = 422
LOOKING = (Role.COUNTER, Role.MANAGER, Role.WARD, Role.ADMINISTRATOR)  # not the vendor
Sentences = list[tuple[str, list[tuple[str, str, str]]]]


@staff(*LOOKING)
@require_GET
def index(request: Visit) -> HttpResponse:
    """規則の一覧: of each book what holds today, what is coming and what waits."""
    context = {
        "standings": queries.standings(clock.day(clock.now())),
        "tabs": tabs(request),
    }
    return render(request, "counter/rulebook/index.html", context)


@staff(*LOOKING)
@require_GET
def show(request: Visit, code: str) -> HttpResponse:
    """一つの規則: its figures in sentences, how they came about, and the change that waits."""
    return _page(request, _book(code))


@staff(Role.MANAGER, Role.WARD)
@require_http_methods(["GET", "POST"])
def change(request: Visit, code: str) -> HttpResponse:
    """規則の変更の起案: the form, then what would change, then it waits for another person."""
    book, at = _book(code), clock.now()
    if not actions.may_decide(request.actor):
        raise Http404
    if request.method == "GET" and code in queries.waiting():
        return redirect("counter:rulebook", code)  # where the change that waits is shown
    known = queries.periods(book)
    values = known[0].values if known else queries.values_of(book, None)
    form = ChangeForm(book, values, posted(request))
    if form.is_valid() and "back" not in request.POST:
        wanted, token = form.wanted(), form.cleaned_data["token"]
        with shown_on(form):
            if "sure" in request.POST:
                actions.propose(wanted, token, by=request.actor, at=at)
                return redirect("counter:rulebook", code)
            actions.check(wanted, by=request.actor, at=at)
            return _sure(request, book, form, wanted)
    context = {
        "book": book,
        "form": form,
        "since": known[0].starts if known else None,
        "tabs": tabs(request),
    }
    wrong = form.is_bound and bool(form.errors) and "back" not in request.POST
    status = UNPROCESSABLE if wrong else 200
    return render(request, "counter/rulebook/change.html", context, status=status)


@staff(Role.MANAGER, Role.WARD)
@require_POST
def approve(request: Visit, pk: int) -> HttpResponse:
    """規則の変更の承認, never by who proposed it."""
    return _decided(request, pk, actions.approve)


@staff(Role.MANAGER, Role.WARD)
@require_POST
def withdraw(request: Visit, pk: int) -> HttpResponse:
    """変更案の取下げ."""
    return _decided(request, pk, actions.withdraw)


def _book(code: str) -> Book:
    if code not in BOOKS:
        raise Http404
    return BOOKS[code]


def _decided(request: Visit, pk: int, action: Callable[..., Change]) -> HttpResponse:
    found = get_object_or_404(Change, pk=pk)
    return pressed(
        request,
        action,
        found.pk,
        then=redirect("counter:rulebook", found.code),
        otherwise=lambda refused: _page(request, _book(found.code), refused),
    )


def _sure(request: Visit, book: Book, form: ChangeForm, wanted: actions.Wanted) -> HttpResponse:
    """確認: what changes, and what that does to what is running; nothing is stored yet."""
    before = queries.values_on(book, wanted.in_force_from)
    context = {
        "book": book,
        "form": form,
        "since": wanted.in_force_from,
        "reason": wanted.reason,
        "differences": differences(book, before, wanted.values),
        "effects": effects.of(book.code, wanted.in_force_from, wanted.values, clock.now()),
        "tabs": tabs(request),
    }
    return render(request, "counter/rulebook/sure.html", context)


def _page(request: Visit, book: Book, refused: Form | None = None) -> HttpResponse:
    at = clock.now()
    found, deciding = queries.standing(book, clock.day(at)), actions.may_decide(request.actor)
    may_propose = deciding and not found.waiting
    context: dict[str, Any] = {
        "book": book,
        "standing": found,
        "sections": _sentences(book, found.today),
        "changes": queries.changes(book),
        "change_url": open_to(request, "rule_change", book.code) if may_propose else "",
        "refused": refused,
        "tabs": tabs(request),
    }
    if waiting := found.waiting:
        values = as_values(book, waiting.values)
        context |= {
            "differences": queries.differences_of(waiting),
            "effects": effects.of(book.code, waiting.in_force_from, values, at),
            "own": waiting.proposed_by == request.actor.name,
            "approve_url": open_to(request, "rule_approve", waiting.pk) if deciding else "",
            "withdraw_url": open_to(request, "rule_withdraw", waiting.pk) if deciding else "",
        }
    status = UNPROCESSABLE if refused else 200
    return render(request, "counter/rulebook/show.html", context, status=status)


def _sentences(book: Book, today: queries.Period | None) -> Sentences:
    """見出しごとの、今日の数字の文."""
    values = today.values if today else queries.values_of(book, None)
    return [
        (section.title, [sentence(each, values[each.field]) for each in section.figures])
        for section in book.sections
    ]
