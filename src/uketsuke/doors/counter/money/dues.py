"""料金の手続き of a booking: bills, reductions, what is billed apart, another day."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uketsuke.bookings import extras, moves, reductions, states
from uketsuke.bookings.models import Booking, ReductionRequest, ReductionState
from uketsuke.doors.counter import links
from uketsuke.doors.counter.bookings import booking as pages
from uketsuke.doors.counter.money.dues_forms import (
    AskForm,
    CertificateForm,
    DecideForm,
    ExtrasForm,
    MoveForm,
)
from uketsuke.doors.shared.drawing import papers
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit, posted
from uketsuke.doors.shared.inputs.forms import Form
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.ledger.models import Bill
from uketsuke.ledger.queries import balance
from uketsuke.tariffs.queries import version

UNPROCESSABLE, CONFLICT = 422, 409


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_GET
def show(request: Visit, number: str) -> HttpResponse:
    """料金の手続き."""
    return _page(request, pages.find(number))


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def ask(request: Visit, number: str) -> HttpResponse:
    """減免の申請 at the counter."""
    found = pages.find(number)
    form = AskForm(request.POST, found)
    return _do(
        request,
        found,
        form,
        lambda given: reductions.ask(
            found.pk, given["kind"], given["evidence"], by=request.actor, at=clock.now()
        ),
    )


@staff(Role.MANAGER, Role.WARD)
@require_POST
def decide(request: Visit, pk: int) -> HttpResponse:
    """減免の決定: granted or refused, by who may."""
    asked = get_object_or_404(ReductionRequest.objects.select_related("booking"), pk=pk)
    found = pages.find(asked.booking.number)
    form = DecideForm(request.POST, asked)

    def act(given: dict[str, Any]) -> object:
        words, at = given["reason"], clock.now()
        if "refuse" in request.POST:
            return reductions.refuse(asked.pk, words, by=request.actor, at=at)
        percent = given.get("percent")
        return reductions.grant(asked.pk, percent, words, by=request.actor, at=at)

    return _do(request, found, form, act)


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def withdraw(request: Visit, pk: int) -> HttpResponse:
    """減免申請の取下げ."""
    asked = get_object_or_404(ReductionRequest.objects.select_related("booking"), pk=pk)
    found = pages.find(asked.booking.number)
    form = Form({})
    return _do(
        request,
        found,
        form,
        lambda _: reductions.withdraw(asked.pk, by=request.actor, at=clock.now()),
    )


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def certify(request: Visit, pk: int) -> HttpResponse:
    """減免の認定 for the group of that request, of its kind."""
    asked = get_object_or_404(ReductionRequest.objects.select_related("booking"), pk=pk)
    found = pages.find(asked.booking.number)
    form = CertificateForm(request.POST)
    return _do(
        request,
        found,
        form,
        lambda given: reductions.certify(
            found.group_id,
            asked.kind,
            given["document"],
            given["valid_until"],
            by=request.actor,
            at=clock.now(),
        ),
    )


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def bill_extras(request: Visit, number: str) -> HttpResponse:
    """附帯設備と超過の請求."""
    found = pages.find(number)
    form = ExtrasForm(request.POST, found)
    return _do(
        request,
        found,
        form,
        lambda given: extras.bill(
            found.pk,
            form.quantities,
            given["overtime"] or 0,
            by=request.actor,
            at=clock.now(),
            dressing=form.dressing,
        ),
    )


@staff(Role.COUNTER, Role.MANAGER)
@require_http_methods(["GET", "POST"])
def move(request: Visit, number: str) -> HttpResponse:
    """利用日の変更: the new price and the difference are shown first; sent back, it is moved."""
    found, at = pages.find(number), clock.now()
    form = MoveForm(posted(request), found)
    told: int | None = None
    if form.is_valid():
        with shown_on(form):
            told = moves.price(found.pk, form.use, by=request.actor, at=at)
            if form.cleaned_data["shown"] == told:
                reason = form.cleaned_data["reason"]
                moves.move(found.pk, form.use, reason, by=request.actor, at=at)
                return redirect("counter:booking", found.number)
    context = {
        "booking": found,
        "form": form,
        "told": told,
        "difference": None if told is None else told - found.total,
        "official": version(found.tariff_id).facts.official,
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "counter/money/move.html", context, status=status)


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_GET
def waiting(request: Visit) -> HttpResponse:
    """審査中の減免, the oldest first."""
    asked = ReductionRequest.objects.filter(state=ReductionState.ASKED)
    related = ("booking__group", "booking__room__hall", "booking__application", "certificate")
    context = {
        "asked": asked.select_related(*related).order_by("asked_at", "pk"),
        "may_decide": reductions.may_decide(request.actor, clock.now()),
    }
    return render(request, "counter/money/reductions.html", context)


@staff(Role.COUNTER, Role.MANAGER)
@require_GET
def bill(request: Visit, number: str) -> HttpResponse:
    """納入通知書 as it was issued."""
    found = get_object_or_404(Bill, number=number)
    response = HttpResponse(papers.bill(found), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return response


def _do(
    request: Visit, booking: Booking, form: Form, act: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    """Do it and come back to the page; where it is refused, the page says why."""
    if form.is_valid():
        with shown_on(form):
            act(form.cleaned_data)
            return redirect(_url(booking, done=1))
    return _page(request, pages.find(booking.number), form)


def _page(request: Visit, booking: Booking, form: Form | None = None) -> HttpResponse:
    at, who = clock.now(), request.actor
    asked = list(booking.reductions.select_related("certificate").order_by("-pk"))
    current = next((each for each in asked if each.state == ReductionState.ASKED), None)
    owed = balance(booking.account_id) if booking.account_id else 0
    may_write = request.actor.who in states.STAFF
    is_open = any(each.state in reductions.OPEN for each in asked)
    standing = booking.state in states.CHANGEABLE and clock.day(at) <= booking.date
    context = {
        "booking": booking,
        "official": version(booking.tariff_id).facts.official,
        "bills": booking.account.bills.order_by("-pk") if booking.account else [],
        "asked": asked,
        "current": current,
        "certificates": reductions.certificates(booking.group, booking.date),
        "owed": owed,
        "refused": form if form and form.errors else None,
        "ask_form": _or(form, AskForm, lambda: AskForm(None, booking))
        if may_write and standing and not is_open
        else None,
        "decide_form": _or(form, DecideForm, lambda: DecideForm(None, current))
        if current and reductions.may_decide(who, at)
        else None,
        "certificate_form": _or(form, CertificateForm, CertificateForm)
        if current and may_write
        else None,
        "extras_form": _or(form, ExtrasForm, lambda: ExtrasForm(None, booking))
        if may_write and booking.state in extras.BILLABLE
        else None,
        "done": "done" in request.GET and not form,
        "till_url": links.open_to(request, "till", booking.number) if booking.account_id else "",
    }
    status = UNPROCESSABLE if form and form.errors else 200
    return render(request, "counter/money/dues.html", context, status=status)


def _or(form: Form | None, kind: type[Form], make: Callable[[], Form]) -> Form:
    """The form that was sent, where it is of that kind, else a fresh one."""
    return form if isinstance(form, kind) else make()


def _url(booking: Booking, **query: Any) -> str:
    return links.with_query(reverse("counter:dues", args=[booking.number]), **query)
