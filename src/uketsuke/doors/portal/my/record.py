"""登録内容: what is on record of the group, and how she asks for a change of it."""

from collections.abc import Callable

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uketsuke.doors.portal.carry import group_carrying, member, sound, stale_kept, status_of
from uketsuke.doors.portal.my import mine
from uketsuke.doors.portal.registration.views import papers
from uketsuke.doors.shared.entrance.guards import group_required
from uketsuke.doors.shared.entrance.visits import Visit, posted
from uketsuke.doors.shared.inputs.registration_forms import RegistrationForm, initial
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.groups.models import PersonRole
from uketsuke.kernel import clock
from uketsuke.protection.portrait import portrait
from uketsuke.protection.retention import queries as retention
from uketsuke.registration import actions, terms
from uketsuke.registration.models import OF_A_GROUP, Application, State


@group_required
@require_GET
def record(request: Visit) -> HttpResponse:
    """登録内容: exactly the approved items, the class and until when it holds."""
    group = member(request)
    persons = {person.role: person for person in group.persons.all()}
    changes = group.applications.filter(kind__in=OF_A_GROUP).order_by("-received_at", "-pk")
    context = {
        "group": group,
        "representative": persons.get(PersonRole.REPRESENTATIVE),
        "contact": persons.get(PersonRole.CONTACT),
        "changes": changes[:20],
        "past": group.past_persons.order_by("-ended_at", "-pk")[:20],
        "kept": retention.in_force().get("past_persons"),
        "open_change": mine.open_change(group),
        "may_renew": terms.may_renew(group, clock.now()),
    }
    return render(request, "portal/my/record.html", context)


@group_required
@require_GET
def data(request: Visit) -> HttpResponse:
    """あなたの情報: all that is kept about her, as one file that any program reads."""
    group = member(request)
    response = JsonResponse(portrait(group), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="uketsuke-{group.number}.json"'
    return response


@group_carrying
@stale_kept
@require_http_methods(["GET", "POST"])
def change(request: Visit) -> HttpResponse:
    """登録内容の変更申請: holds from when staff confirm it. Sent twice, it is received once."""
    group = member(request)
    form = RegistrationForm(posted(request), initial=initial(group))
    if _sent(request, form, actions.apply_change):
        return redirect("portal:record")
    status = status_of(request, form)
    context = {"form": form, "papers": papers(), "open_change": mine.open_change(group)}
    return render(request, "portal/my/record_change.html", context, status=status)


@group_carrying
@stale_kept
@require_http_methods(["GET", "POST"])
def renew(request: Visit) -> HttpResponse:
    """登録の更新: the group looks over its items; what has changed is put right here too."""
    group, at = member(request), clock.now()
    form = RegistrationForm(posted(request), initial=initial(group))
    if _sent(request, form, terms.renew):
        return redirect("portal:record")
    status = status_of(request, form)
    context = {
        "form": form,
        "papers": papers(),
        "group": group,
        "open_change": mine.open_change(group),
        "may_renew": terms.may_renew(group, at),
        "renewable_from": terms.renewable_from(group, at),
        "next_end": terms.next_end(group, at),
        "needs_papers": terms.needs_papers(group.eligibility),
    }
    return render(request, "portal/my/record_renew.html", context, status=status)


@group_required
@require_POST
def withdraw(request: Visit, number: str) -> HttpResponse:
    """変更申請の取下げ. Sent again it finds the application withdrawn."""
    found = get_object_or_404(member(request).applications, number=number, kind__in=OF_A_GROUP)
    if found.state != State.WITHDRAWN:
        actions.withdraw(found.pk, by=request.actor, at=clock.now())
    return redirect("portal:record")


def _sent(request: Visit, form: RegistrationForm, act: Callable[..., Application]) -> bool:
    """Whether the form has gone to ``act``; if not, it says itself why."""
    if sound(request, form):
        with shown_on(form):
            typed = form.cleaned_data
            act(
                member(request).pk,
                typed["group_name"],
                typed["claimed"],
                form.persons(),
                typed["token"],
                by=request.actor,
                at=clock.now(),
            )
            return True
    return False
