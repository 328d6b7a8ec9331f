"""還付と口座: what is due back and who decides; an account with its balance at any moment."""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from uketsuke.bookings import refunds, till
from uketsuke.doors.counter import links
from uketsuke.doors.counter.money.dues_forms import VoidForm
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.inputs.dates import read_date
from uketsuke.doors.shared.inputs.forms import CountField, Form
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.halls.queries import atlas
from uketsuke.identity.models import Role
from uketsuke.intake.online import actions as online
from uketsuke.intake.online.queries import paid_by_card
from uketsuke.kernel import clock
from uketsuke.ledger.models import Account, Entry, Kind, Refund
from uketsuke.ledger.queries import balance

UNPROCESSABLE = 422
RECENT = 30


class DecideForm(Form):
    """還付の決定: the amount that was seen."""

    amount = CountField(unit="", least=1, widget=forms.HiddenInput)


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_GET
def index(request: Visit) -> HttpResponse:
    """還付の一覧: what is asked for and decided, and what was paid lately."""
    return _page(request)


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def decide(request: Visit, pk: int) -> HttpResponse:
    """還付の決定."""
    return _of_amount(request, pk, refunds.decide)


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def send_back(request: Visit, pk: int) -> HttpResponse:
    """カードに返金する, the way it came."""
    return _of_amount(request, pk, online.send_back)


def _of_amount(request: Visit, pk: int, action: Callable[..., object]) -> HttpResponse:
    """Do it with the amount that was seen."""
    refund = get_object_or_404(Refund, pk=pk)
    form = DecideForm(request.POST)
    if form.is_valid():
        with shown_on(form):
            amount = form.cleaned_data["amount"]
            action(refund.pk, amount, by=request.actor, at=clock.now())
            return redirect("counter:refunds")
    return _page(request, form)


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_GET
def account(request: Visit, label: str) -> HttpResponse:
    """口座: every entry with the balance after it, and the balance at the end of a day."""
    return _account(request, get_object_or_404(Account, label=label))


@staff(Role.MANAGER)
@require_POST
def void(request: Visit, pk: int) -> HttpResponse:
    """収納の取消: a payment that was written by mistake."""
    payment = get_object_or_404(Entry.objects.select_related("account"), pk=pk)
    form = _void_form(payment, request.POST)
    if form.is_valid():
        with shown_on(form):
            till.void(payment.pk, form.cleaned_data["reason"], by=request.actor, at=clock.now())
            return redirect("counter:account", payment.account.label)
    return _account(request, payment.account, {payment.pk: form})


def _void_form(payment: Entry, data: Mapping[str, Any] | None = None) -> VoidForm:
    """One for each line, so that each has names of its own on the page."""
    return VoidForm(data, auto_id=f"id_{payment.pk}_%s")


def _page(request: Visit, form: Form | None = None) -> HttpResponse:
    hall = request.GET.get("hall", "")
    hall = hall if hall in atlas().halls else ""
    paid = Refund.objects.filter(state="paid").select_related(
        "account", "entry__note", "card_return"
    )
    if hall:
        paid = paid.filter(account__hall=hall)
    waiting = list(refunds.open_refunds(hall))
    context = {
        "open": waiting,
        "by_card": paid_by_card(refund.account_id for refund in waiting),
        "paid": paid.order_by("-pk")[:RECENT],
        "hall": hall,
        "halls": atlas().halls.values(),
        "refused": form,
        "may_decide": request.actor.who in ("counter", "manager"),
    }
    status = UNPROCESSABLE if form else 200
    return render(request, "counter/money/refunds.html", context, status=status)


def _account(
    request: Visit, found: Account, sent: Mapping[int, VoidForm] | None = None
) -> HttpResponse:
    """``sent``: what is to be mended, by its payment."""
    sent = sent or {}
    on = read_date(request.GET.get("at", ""))
    until = datetime.combine(on, time.max, tzinfo=clock.TOKYO) if on else None
    related = ("corrects", "receipt", "note")
    entries = list(found.entries.select_related(*related).order_by("pk"))
    running, lines = 0, []
    corrected = {entry.corrects_id for entry in entries if entry.corrects_id}
    for entry in entries:
        running += entry.amount
        is_open = entry.kind == Kind.PAYMENT and entry.pk not in corrected
        is_ours = is_open and entry.method not in ("bank", "online")
        lines.append((entry, running, is_ours and (sent.get(entry.pk) or _void_form(entry))))
    context: dict[str, Any] = {
        "account": found,
        "booking": found.booking,
        "lines": lines,
        "now": running,
        "on": on,
        "then": balance(found.pk, until) if until else None,
        "refused": next(iter(sent.values()), None),
        "may_void": links.open_to(request, "payment_void", 0) != "",
        "here": reverse("counter:account", args=[found.label]),
    }
    status = UNPROCESSABLE if sent else 200
    return render(request, "counter/money/account.html", context, status=status)
