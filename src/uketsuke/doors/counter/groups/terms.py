"""登録の期限: which registrations run out soon, renewal at the counter, and who stood on record."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from uketsuke.audit.actions import record_view
from uketsuke.doors.counter import links
from uketsuke.doors.counter.groups.forms import RenewForm, today_initial
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit, posted
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.groups.models import Group
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.kernel.text import digits
from uketsuke.registration import terms

A_PAGE = 50
UNPROCESSABLE = 422
PAST_DAYS = 365  # how far back the list of those who ran out goes


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_GET
def expiring(request: Visit) -> HttpResponse:
    """期限の近い登録, the nearest first; and those that ran out within the last year."""
    today = clock.day(clock.now())
    soon = today + timedelta(days=terms.rules(today).renew_days)
    over = request.GET.get("show") == "over"
    first, last = (today - timedelta(days=PAST_DAYS), today - timedelta(days=1))
    found = terms.ending(first, last).reverse() if over else terms.ending(today, soon)
    context = {
        "page": Paginator(terms.with_state(found), A_PAGE).get_page(request.GET.get("page")),
        "over": over,
        "soon": soon,
        "today": today,
    }
    return render(request, "counter/groups/expiring.html", context)


@staff(Role.COUNTER, Role.MANAGER)
@require_http_methods(["GET", "POST"])
def renew(request: Visit, number: str) -> HttpResponse:
    """窓口での更新: items confirmed by word of mouth, the class from the paper seen."""
    group, now = get_object_or_404(Group, number=digits(number)), clock.now()
    first = today_initial(clock.day(now)) | {"eligibility": group.eligibility}
    if not terms.needs_papers(group.eligibility):
        first |= {"evidence": "none", "until": ""}
    form = RenewForm(posted(request), initial=first)
    if form.is_valid():
        with shown_on(form):
            token = form.cleaned_data["token"]
            terms.renew_at_counter(group.pk, form.ruling, token, by=request.actor, at=now)
            return redirect("counter:group", group.number)
    record_view("group.view", group, by=request.actor, at=now)
    context = {
        "group": group,
        "form": form,
        "persons": group.persons.order_by("-role"),
        "next_end": terms.next_end(group, now),
        "may_renew": terms.may_renew(group, now),
        "renewable_from": terms.renewable_from(group, now),
        "waiting": terms.open_application(group),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "counter/groups/renew.html", context, status=status)


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_GET
def history(request: Visit, number: str) -> HttpResponse:
    """登録のこれまで: persons, classes and applications of a group; the look is on record."""
    group = get_object_or_404(Group, number=digits(number))
    record_view("group.history_view", group, by=request.actor, at=clock.now())
    context = {
        "group": group,
        "persons": group.persons.order_by("-role"),
        "past": group.past_persons.order_by("-ended_at", "-pk")[:A_PAGE],
        "decisions": group.decisions.order_by("-decided_at", "-pk")[:A_PAGE],
        "applications": group.applications.order_by("-received_at", "-pk")[:A_PAGE],
        "group_url": links.open_to(request, "group", group.number),
    }
    return render(request, "counter/groups/history.html", context)
