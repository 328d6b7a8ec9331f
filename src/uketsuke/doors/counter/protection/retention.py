"""保存期間: the terms in force, how they came about, and changes that wait for a second person."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from uketsuke.doors.counter.buttons import deciding
from uketsuke.doors.counter.links import open_to
from uketsuke.doors.counter.tabs import tabs
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.inputs.forms import CountField, Form, LineField
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.protection.models import Term
from uketsuke.protection.retention import actions, queries
from uketsuke.protection.retention.actions import Wanted
from uketsuke.protection.retention.terms import KINDS, LEAST, MOST, sentence

UNPROCESSABLE, SHOWN = 422, 60
SEE = (Role.ADMINISTRATOR, Role.MANAGER, Role.WARD)


class TermForm(Form):
    """保存期間の変更案."""

    code = forms.ChoiceField(
        label=_("記録の種類"), choices=[(kind.code, kind.label) for kind in KINDS.values()]
    )
    days = CountField(
        label=_("保存する日数"),
        unit=_("日"),
        least=LEAST,
        most=MOST,
        help_text=_("1年は365日と入力します。"),
    )
    basis = LineField(
        label=_("よりどころ"), max_length=200, help_text=_("例：文書管理規程の保存期間表")
    )
    official = forms.BooleanField(
        label=_("区が決めた期間である（外すと「見本」と表示します）"), required=False
    )

    def wanted(self) -> Wanted:
        given = self.cleaned_data
        return Wanted(given["code"], given["days"], given["basis"], given["official"])


@staff(*SEE)
@require_GET
def show(request: Visit) -> HttpResponse:
    """保存期間: what is in force, what waits, what was before."""
    return _page(request)


@staff(Role.MANAGER, Role.WARD)
@require_POST
def propose(request: Visit) -> HttpResponse:
    """保存期間の変更案."""
    form = TermForm(request.POST)
    if form.is_valid():
        with shown_on(form):
            actions.propose(form.wanted(), by=request.actor, at=clock.now())
            return redirect("counter:retention")
    return _page(request, asking=form)


@staff(Role.WARD)
@require_POST
def approve(request: Visit, pk: int) -> HttpResponse:
    """保存期間の承認 by the ward, never by who proposed it."""
    return _decided(request, pk, actions.approve)


@staff(Role.MANAGER, Role.WARD)
@require_POST
def withdraw(request: Visit, pk: int) -> HttpResponse:
    """変更案の取下げ."""
    return _decided(request, pk, actions.withdraw)


def _page(
    request: Visit, refused: Form | None = None, *, asking: TermForm | None = None
) -> HttpResponse:
    terms, waiting = queries.in_force(), queries.waiting()
    may = bool(open_to(request, "term_propose"))
    context = {
        "rows": [_row(request, code, terms.get(code), waiting.get(code)) for code in KINDS],
        "past": [(KINDS[term.code].label, term) for term in Term.objects.order_by("-pk")[:SHOWN]],
        "form": (asking or TermForm()) if may else None,
        "refused": refused,
        "tabs": tabs(request),
    }
    status = UNPROCESSABLE if refused or asking else 200
    return render(request, "counter/protection/retention.html", context, status=status)


def _row(request: Visit, code: str, term: Term | None, change: Term | None) -> dict[str, Any]:
    kind = KINDS[code]
    told = {
        name: sentence(kind, one.days, official=one.official) if one else queries.UNDECIDED
        for name, one in (("now", term), ("then", change))
    }
    row: dict[str, Any] = {"kind": kind, "term": term, "change": change} | told
    if change:
        row["may_approve"] = open_to(request, "term_approve", change.pk)
        row["may_withdraw"] = open_to(request, "term_withdraw", change.pk)
    return row


_decided = deciding(Term, "counter:retention", _page)
