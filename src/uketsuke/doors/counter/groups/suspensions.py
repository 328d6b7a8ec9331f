"""利用停止 of a group: ordered, appealed against, decided by another person."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from uketsuke.audit.actions import record_view
from uketsuke.doors.counter.links import open_to
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.inputs.forms import Form
from uketsuke.doors.shared.inputs.suspension_forms import AppealForm, DecisionForm, SuspendForm
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.groups.models import Group
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.registration import suspensions
from uketsuke.registration.models import Suspension

UNPROCESSABLE = 422
FORMS: dict[str, type[Form]] = {
    "suspend": SuspendForm,
    "appeal": AppealForm,
    "uphold": DecisionForm,
    "lift": DecisionForm,
}


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_http_methods(["GET", "POST"])
def show(request: Visit, number: str) -> HttpResponse:
    """利用停止: now and before; what this person may do about it."""
    group = get_object_or_404(Group, number=number)
    found = group.suspensions.filter(ended_at=None).first()
    do = request.POST.get("do", "")
    form = FORMS[do](request.POST) if do in FORMS and do in _may(request) else None
    if form is not None and form.is_valid():
        with shown_on(form):
            _act(request, do, group, found, form.cleaned_data)
            return redirect("counter:suspension", number)
    record_view("group.view", group, by=request.actor, at=clock.now())
    context = {
        "group": group,
        "found": found,
        "past": group.suspensions.exclude(ended_at=None).order_by("-ordered_at")[:20],
        "may": _may(request),
        "form": form,
        "forms": {name: form if do == name and form else made() for name, made in FORMS.items()},
        "group_url": open_to(request, "group", number),
    }
    status = UNPROCESSABLE if form is not None else 200
    return render(request, "counter/groups/suspension.html", context, status=status)


def _may(request: Visit) -> set[str]:
    """The counter takes an appeal down; ordering and deciding is for who answers for it."""
    user: Any = request.user
    return {"appeal"} if user.role == Role.COUNTER else set(FORMS)


def _act(
    request: Visit, do: str, group: Group, found: Suspension | None, given: dict[str, Any]
) -> None:
    by, at = request.actor, clock.now()
    if do == "suspend":
        suspensions.suspend(
            group.pk, given["ground"], given["reason"], given["until"], by=by, at=at
        )
    elif found is not None and do == "appeal":
        suspensions.appeal(found.pk, given["text"], by=by, at=at)
    elif found is not None:
        decide = suspensions.uphold if do == "uphold" else suspensions.lift
        decide(found.pk, given["decision"], by=by, at=at)
