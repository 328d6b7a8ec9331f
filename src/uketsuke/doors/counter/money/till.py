"""収納窓口: what is owed, what was handed over, the change, the papers; and money given back."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uketsuke.bookings import till
from uketsuke.bookings.models import Booking
from uketsuke.doors.counter import links
from uketsuke.doors.counter.money.till_forms import PayBackForm, PaymentForm
from uketsuke.doors.shared.drawing import papers
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.doors.shared.words.sentences import sentence
from uketsuke.halls.queries import atlas
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.kernel.refusals import Refusal
from uketsuke.kernel.text import digits
from uketsuke.ledger.models import Entry, Kind, Receipt, RefundNote
from uketsuke.ledger.queries import balance
from uketsuke.tariffs.queries import version

UNPROCESSABLE = 422
# Amounts of these kinds are stored below zero; people read them as what came in.
_COMES_IN = {Kind.PAYMENT, Kind.REDUCTION}


@dataclass(frozen=True, slots=True)
class Line:
    """元帳の一行, with its receipt where it has one."""

    entry: Entry
    amount: int
    receipt: Receipt | None
    prints: int
    note: RefundNote | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """いま済んだこと: shown once, after the redirect."""

    amount: int
    back: bool
    receipt: Receipt | None = None
    note: RefundNote | None = None


@staff(Role.COUNTER, Role.MANAGER)
@require_http_methods(["GET", "POST"])
def show(request: Visit, number: str) -> HttpResponse:
    """収納: one amount, one field, Enter; then the change and the receipt."""
    booking = _booking(number)
    if request.method != "POST":
        return _page(request, booking)
    if "back" in request.POST:
        return _pay_back(request, booking)
    form = PaymentForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        with shown_on(form):
            taken = till.take_payment(
                booking.pk,
                given["amount"],
                given["method"],
                given["token"],
                by=request.actor,
                at=clock.now(),
                tendered=form.handed_over,
                reference=given["reference"],
            )
            return redirect(_url(booking, done=taken.payment_id))
    return _page(request, booking, form)


def _pay_back(request: Visit, booking: Booking) -> HttpResponse:
    form = PayBackForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        with shown_on(form):
            gone = till.pay_back(
                booking.pk,
                given["amount"],
                given["method"],
                given["token"],
                by=request.actor,
                at=clock.now(),
                reference=given["reference"],
            )
            return redirect(_url(booking, done=gone.pk))
    return _page(request, booking, form)


def _page(
    request: Visit, booking: Booking, form: PaymentForm | PayBackForm | None = None
) -> HttpResponse:
    owed = balance(booking.account_id) if booking.account_id else 0
    lines = _lines(booking)
    done = None if form else _done(lines, request.GET.get("done", ""))
    wanted = PaymentForm if owed > 0 else PayBackForm
    room = atlas().room(booking.room.key)
    context = {
        "booking": booking,
        "hours": room.hours(booking.slot_codes),
        "owed": max(owed, 0),
        "due_back": max(-owed, 0),
        "official": version(booking.tariff_id).facts.official,
        "lines": lines,
        "done": done,
        "refused": form if form and form.errors else None,
        "form": (form if isinstance(form, wanted) else wanted()) if owed else None,
        "not_approved": "" if booking.account_id else sentence(Refusal("till.not_approved")),
        "permit_url": _permit_url(request, booking),
        "booking_url": links.open_to(request, "booking", booking.number),
        "group_url": links.open_to(request, "group", booking.group.number),
    }
    status = UNPROCESSABLE if form and form.errors else 200
    return render(request, "counter/money/till.html", context, status=status)


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def receipt(request: Visit, number: str) -> HttpResponse:
    """領収書を印刷する: every print is on record; the first is the original. ``permit``: with the
    permit behind it, so that one key prints all that is handed over."""
    found = get_object_or_404(Receipt, number=number)
    printed = till.print_receipt(found.pk, by=request.actor, at=clock.now())
    if "permit" in request.POST:
        booking = _booking(found.payment.account.booking.number)
        return _pdf(papers.receipt_and_permit(found, printed.nth, booking), found.number)
    return _pdf(papers.receipt(found, printed.nth), found.number)


@staff(Role.COUNTER, Role.MANAGER)
@require_GET
def refund_note(request: Visit, number: str) -> HttpResponse:
    """返還の明細書を印刷する."""
    found = get_object_or_404(RefundNote, number=number)
    return _pdf(papers.refund_note(found), found.number)


@staff(Role.COUNTER, Role.MANAGER)
@require_GET
def permit(request: Visit, number: str) -> HttpResponse:
    """利用承認書を印刷する."""
    booking = _booking(number)
    return _pdf(papers.permit(booking), f"permit-{booking.number}")


def _pdf(paper: bytes, name: str) -> HttpResponse:
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _booking(number: str) -> Booking:
    related = ("room__hall", "application", "group", "account")
    return get_object_or_404(Booking.objects.select_related(*related), number=digits(number))


def _lines(booking: Booking) -> list[Line]:
    """元帳 of the booking, the oldest first. Two queries."""
    if booking.account is None:
        return []
    entries = booking.account.entries.select_related("receipt", "note").prefetch_related(
        "receipt__prints"
    )
    return [_line(entry) for entry in entries.order_by("pk")]


def _line(entry: Entry) -> Line:
    amount = -entry.amount if entry.kind in _COMES_IN else entry.amount
    paper = getattr(entry, "receipt", None)  # only a payment has one
    prints = len(paper.prints.all()) if paper else 0
    return Line(entry, amount, paper, prints, getattr(entry, "note", None))


def _done(lines: list[Line], written: str) -> Done | None:
    """The payment or refund of this booking that the address names."""
    for line in lines:
        if str(line.entry.pk) == written and line.entry.kind in (Kind.PAYMENT, Kind.REFUND):
            back = line.entry.kind == Kind.REFUND
            return Done(line.amount, back, line.receipt, line.note)
    return None


def _permit_url(request: Visit, booking: Booking) -> str:
    is_there = booking.state in papers.STANDING
    return links.open_to(request, "permit", booking.number) if is_there else ""


def _url(booking: Booking, **query: Any) -> str:
    return links.with_query(reverse("counter:till", args=[booking.number]), **query)
