"""事故の記録: opened by whoever notices, written on, closed; and whom to call."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from uketsuke.audit.actions import record_view
from uketsuke.doors.counter.links import open_to
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
    PhoneField,
    TokenField,
)
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.protection.incidents import actions, contacts
from uketsuke.protection.incidents.actions import Note, Report
from uketsuke.protection.incidents.steps import BY_CODE, due, needed
from uketsuke.protection.models import Contact, Incident, IncidentKind

UNPROCESSABLE, SHOWN = 422, 60
NOTICE = (Role.COUNTER, Role.MANAGER, Role.WARD, Role.ADMINISTRATOR)
LEAD = (Role.MANAGER, Role.WARD, Role.ADMINISTRATOR)


class ReportForm(Form):
    """第一報."""

    kind = forms.ChoiceField(label=_("種類"), choices=IncidentKind.choices)
    what = NotesField(
        label=_("何が起きたか（分かっていることだけでかまいません）"),
        rows=4,
        max_length=2000,
        help_text=_("予約番号や利用者番号で書けます。"),
    )
    day = DateField(label=_("気づいた日"), typed=True)
    hour = forms.ChoiceField(
        label=_("気づいた時刻"), choices=[(str(hour), f"{hour}時台") for hour in range(24)]
    )
    persons = CountField(
        label=_("関わる人の数（分からないときは0）"), unit=_("人"), least=0, initial=0
    )
    token = TokenField()

    def report(self) -> Report:
        given = self.cleaned_data
        noticed = datetime.combine(given["day"], time(int(given["hour"])), clock.TOKYO)
        return Report(given["kind"], given["what"], noticed, given["persons"])


class NoteForm(Form):
    """対応の記録."""

    step = forms.ChoiceField(
        label=_("手順"),
        required=False,
        choices=[
            ("", _("経過・そのほか")),
            *((code, step.words) for code, step in BY_CODE.items()),
        ],
    )
    text = NotesField(label=_("したこと・分かったこと"), rows=3, max_length=2000)
    token = TokenField()


class CountForm(Form):
    """関わる人の数."""

    persons = CountField(label=_("関わる人の数"), unit=_("人"), least=0)


class ContactForm(Form):
    """緊急の連絡先."""

    office = LineField(
        label=_("連絡先（課や役職の名前）"),
        max_length=100,
        help_text=_("例：地域コミュニティ課 見本係。個人の名前は書かないでください。"),
    )
    phone = PhoneField(label=_("電話番号"))
    hours = LineField(label=_("つながる時間"), max_length=100, required=False)


@staff(*NOTICE)
@require_GET
def index(request: Visit) -> HttpResponse:
    """事故の記録, whom to call, and the form of the first report."""
    return _index(request)


@staff(*NOTICE)
@require_POST
def report(request: Visit) -> HttpResponse:
    """第一報."""
    form = ReportForm(request.POST)
    if form.is_valid():
        with shown_on(form):
            token = form.cleaned_data["token"]
            made = actions.open_(form.report(), token, by=request.actor, at=clock.now())
            return redirect("counter:incident", made.number)
    return _index(request, reporting=form)


@staff(*NOTICE)
@require_GET
def show(request: Visit, number: str) -> HttpResponse:
    """事故: the steps with their times, and what has been written."""
    return _show(request, number)


@staff(*NOTICE)
@require_POST
def note(request: Visit, number: str) -> HttpResponse:
    """対応を書き加える."""
    form = NoteForm(request.POST)

    def write(incident: Incident) -> object:
        given = form.cleaned_data
        what = Note(given["step"], given["text"])
        return actions.note(incident.pk, what, given["token"], by=request.actor, at=clock.now())

    return _done(request, number, form, write)


@staff(*LEAD)
@require_POST
def count(request: Visit, number: str) -> HttpResponse:
    """関わる人の数を改める."""
    form = CountForm(request.POST)
    return _done(
        request,
        number,
        form,
        lambda incident: actions.count(
            incident.pk, form.cleaned_data["persons"], by=request.actor, at=clock.now()
        ),
    )


@staff(Role.WARD)
@require_POST
def close(request: Visit, number: str) -> HttpResponse:
    """終わりにする."""
    return _done(
        request,
        number,
        Form({}),
        lambda incident: actions.close(incident.pk, by=request.actor, at=clock.now()),
    )


@staff(*LEAD)
@require_GET
def printed(request: Visit, number: str) -> HttpResponse:
    """事故の報告書 as PDF."""
    incident = get_object_or_404(Incident, number=number)
    record_view("incident.report", incident, by=request.actor, at=clock.now())
    response = HttpResponse(papers.incident(_content(incident)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="incident-{number}.pdf"'
    return response


@staff(*LEAD)
@require_POST
def contact(request: Visit) -> HttpResponse:
    """連絡先を加える."""
    form = ContactForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        contacts.add(
            given["office"], given["phone"], given["hours"], by=request.actor, at=clock.now()
        )
        return redirect("counter:incidents")
    return _index(request, contact=form)


@staff(*LEAD)
@require_POST
def contact_remove(request: Visit, pk: int) -> HttpResponse:
    """連絡先を外す."""
    get_object_or_404(Contact, pk=pk)
    contacts.remove(pk, by=request.actor, at=clock.now())
    return redirect("counter:incidents")


def _done(
    request: Visit, number: str, form: Form, act: Callable[[Incident], object]
) -> HttpResponse:
    incident = get_object_or_404(Incident, number=number)
    if form.is_valid():
        with shown_on(form):
            act(incident)
            return redirect("counter:incident", number)
    return _show(request, number, refused=form)


def _index(
    request: Visit, *, reporting: ReportForm | None = None, contact: ContactForm | None = None
) -> HttpResponse:
    now = clock.now().astimezone(clock.TOKYO)
    context = {
        "form": reporting or ReportForm(initial={"day": now.date(), "hour": str(now.hour)}),
        "contacts": Contact.objects.all(),
        "may_lead": open_to(request, "contact_add"),
        "contact_form": contact or ContactForm(),
        "incidents": Incident.objects.order_by("-opened_at")[:SHOWN],
        "tabs": tabs(request),
    }
    status = UNPROCESSABLE if reporting or contact else 200
    return render(request, "counter/protection/incidents.html", context, status=status)


def _show(request: Visit, number: str, *, refused: Form | None = None) -> HttpResponse:
    incident = get_object_or_404(Incident, number=number)
    context = _content(incident) | {
        "contacts": Contact.objects.all(),
        "note_form": refused if isinstance(refused, NoteForm) else NoteForm(),
        "count_form": CountForm(initial={"persons": incident.persons}),
        "may_count": open_to(request, "incident_count", number),
        "may_close": open_to(request, "incident_close", number),
        "may_print": open_to(request, "incident_report", number),
        "refused": refused,
    }
    status = UNPROCESSABLE if refused else 200
    return render(request, "counter/protection/incident.html", context, status=status)


def _content(incident: Incident) -> dict[str, Any]:
    notes, at = list(incident.notes.order_by("at", "pk")), clock.now()
    first: dict[str, datetime] = {}
    for each in notes:
        first.setdefault(each.step, each.at)
    steps = []
    for step in needed(persons=incident.persons > 0):
        until, done = due(step, incident.noticed_at), first.get(step.code)
        steps.append({"step": step, "until": until, "done": done, "late": not done and until < at})
    labelled = [(BY_CODE[each.step].words if each.step else "", each) for each in notes]
    return {"incident": incident, "steps": steps, "notes": labelled, "at": at}
