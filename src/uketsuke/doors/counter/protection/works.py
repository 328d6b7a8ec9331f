"""保守作業: the vendor asks and reports; the ward lets it happen, stops it, reads the report."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from uketsuke.audit.actions import record_view
from uketsuke.doors.counter.tabs import tabs
from uketsuke.doors.shared.drawing import papers
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.inputs.forms import (
    CountField,
    DateField,
    Form,
    LineField,
    NotesField,
    ReasonField,
    TokenField,
)
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.protection.maintenance import actions
from uketsuke.protection.maintenance.actions import Plan
from uketsuke.protection.maintenance.queries import opened
from uketsuke.protection.models import Work, WorkState

UNPROCESSABLE = 422
SHOWN = 60
PAPERS = ASKED, REPORT = "application", "report"
OVERSEE = (Role.WARD, Role.MANAGER)


class AskForm(Form):
    """作業の申請."""

    what = NotesField(label=_("作業の内容"), rows=4, max_length=1000)
    touches = LineField(
        label=_("触れるデータ"),
        max_length=200,
        help_text=_("例：設定だけ。個人情報に触れるときは、その項目と件数。"),
    )
    emergency = forms.BooleanField(
        label=_("緊急（いますぐ、2時間まで。開くと区とシステム管理者の画面に警告が出ます）"),
        required=False,
    )
    day = DateField(
        label=_("作業する日"), typed=True, required=False, help_text=_("緊急のときは空欄のまま")
    )
    hour = forms.ChoiceField(
        label=_("始まり"), choices=[(str(hour), f"{hour}:00") for hour in range(24)], initial="9"
    )
    hours = CountField(label=_("時間"), unit=_("時間"), least=1, most=8, initial=2)
    token = TokenField()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("emergency") and "day" not in self.errors and not given.get("day"):
            self.add_error("day", _("作業する日を入力してください。"))
        return given

    def plan(self, at: datetime) -> Plan:
        """作業の時間: from now where it is an emergency."""
        given = self.cleaned_data
        starts = at
        if not given["emergency"]:
            starts = datetime.combine(given["day"], time(int(given["hour"])), clock.TOKYO)
        ends = starts + timedelta(hours=given["hours"])
        return Plan(given["what"], given["touches"], starts, ends, given["emergency"])


class WhyForm(Form):
    """判断の理由."""

    why = ReasonField(label=_("理由（承認しないときは必ず）"), max_length=400, required=False)


class StopForm(Form):
    """中止の理由."""

    why = ReasonField(label=_("中止の理由"), max_length=400, required=False)


class ReportForm(Form):
    """完了報告."""

    text = NotesField(
        label=_("行った作業と、変えたもの"),
        rows=4,
        max_length=2000,
        help_text=_("個人情報データの持出しはできません。触れたデータも書いてください。"),
    )


@staff(Role.VENDOR, Role.ADMINISTRATOR, *OVERSEE, always=True)
@require_GET
def show(request: Visit) -> HttpResponse:
    """保守作業: the own ones, or for who oversees them all."""
    return _page(request)


@staff(Role.VENDOR, Role.ADMINISTRATOR, always=True)
@require_POST
def ask(request: Visit) -> HttpResponse:
    """作業の申請."""
    form, at = AskForm(request.POST), clock.now()
    if form.is_valid():
        with shown_on(form):
            actions.ask(form.plan(at), form.cleaned_data["token"], by=request.actor, at=at)
            return redirect("counter:works")
    return _page(request, asking=form)


@staff(*OVERSEE)
@require_POST
def decide(request: Visit, pk: int) -> HttpResponse:
    """作業の承認・不承認."""
    by, at = request.actor, clock.now()
    if request.POST.get("do") == "yes":
        return _told(request, pk, lambda work, _why: actions.approve(work.pk, by=by, at=at))
    return _told(request, pk, lambda work, why: actions.refuse(work.pk, why, by=by, at=at))


@staff(*OVERSEE)
@require_POST
def stop(request: Visit, pk: int) -> HttpResponse:
    """作業の中止: at once."""
    return _told(
        request,
        pk,
        lambda work, why: actions.stop(work.pk, why, by=request.actor, at=clock.now()),
        kind=StopForm,
    )


@staff(*OVERSEE)
@require_POST
def read(request: Visit, pk: int) -> HttpResponse:
    """完了報告の確認."""
    return _told(
        request, pk, lambda work, _why: actions.read(work.pk, by=request.actor, at=clock.now())
    )


@staff(Role.VENDOR, Role.ADMINISTRATOR, always=True)
@require_POST
def report(request: Visit, pk: int) -> HttpResponse:
    """完了報告."""
    work = get_object_or_404(Work, pk=pk, who=request.actor.name)
    form = ReportForm(request.POST, auto_id=_ids(pk))
    if form.is_valid():
        with shown_on(form):
            actions.report(work.pk, form.cleaned_data["text"], by=request.actor, at=clock.now())
            return redirect("counter:works")
    return _page(request, wrong=form, about=work.pk)


@staff(Role.VENDOR, Role.ADMINISTRATOR, *OVERSEE, always=True)
@require_GET
def printed(request: Visit, pk: int, paper: str) -> HttpResponse:
    """作業申請書, and once it is reported the 完了報告書, as PDF: the own ones, or for who oversees
    them all."""
    user: Any = request.user
    works = Work.objects.all() if user.role in OVERSEE else Work.objects.filter(who=user.login)
    work = get_object_or_404(works, pk=pk)
    reported = paper == REPORT
    if paper not in PAPERS or (reported and not work.reported_at):
        raise Http404
    at = clock.now()
    record_view("work.print", work, by=request.actor, at=at, paper=paper)
    content = {"work": work, "reported": reported, "opened": opened(work), "at": at}
    response = HttpResponse(papers.work(content), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="work-{work.number}-{paper}.pdf"'
    return response


def _told(
    request: Visit,
    pk: int,
    act: Callable[[Work, str], Work],
    *,
    kind: type[WhyForm | StopForm] = WhyForm,
) -> HttpResponse:
    work, form = get_object_or_404(Work, pk=pk), kind(request.POST, auto_id=_ids(pk))
    if form.is_valid():
        with shown_on(form):
            act(work, form.cleaned_data["why"])
            return redirect("counter:works")
    return _page(request, wrong=form, about=pk)


def _ids(pk: int) -> str:
    """Names of its own for the field of each work."""
    return f"id_{pk}_%s"


def _form(work: Work, *, oversees: bool) -> Form:
    """What may be typed about it now, by who decides or by who works."""
    kind: type[Form] = ReportForm
    if oversees:
        kind = StopForm if work.state == WorkState.APPROVED else WhyForm
    return kind(auto_id=_ids(work.pk))


def _page(
    request: Visit, *, asking: AskForm | None = None, wrong: Form | None = None, about: int = 0
) -> HttpResponse:
    user: Any = request.user
    oversees, at = user.role in OVERSEE, clock.now()
    works = Work.objects.order_by("-asked_at")
    if not oversees:
        works = works.filter(who=request.actor.name)
    context = {
        "works": [
            (work, wrong if about == work.pk else _form(work, oversees=oversees))
            for work in works[:SHOWN]
        ],
        "oversees": oversees,
        "asking": None if oversees else asking or AskForm(),
        "wrong": wrong,
        "at": at,
        "tabs": tabs(request),
    }
    status = UNPROCESSABLE if wrong or asking else 200
    return render(request, "counter/protection/works.html", context, status=status)
