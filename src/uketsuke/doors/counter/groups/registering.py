"""登録の審査: applications beside what is on record, decided from papers; and the slip."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from uketsuke.audit.actions import record_view
from uketsuke.doors.counter import links
from uketsuke.doors.counter.groups.forms import (
    CounterForm,
    RefuseForm,
    RulingForm,
    today_initial,
)
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit, posted
from uketsuke.doors.shared.inputs.forms import Form
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.groups.models import Group, PersonalItems, PersonRole
from uketsuke.groups.queries import with_persons
from uketsuke.identity.links import text as link_text
from uketsuke.identity.models import OneTimeLink, Role
from uketsuke.kernel import clock
from uketsuke.kernel.text import digits
from uketsuke.registration import actions, papers, terms
from uketsuke.registration.doubles import Alike, doubles
from uketsuke.registration.models import Application, Kind, State

A_PAGE = 30
UNPROCESSABLE = 422
ALIKE: dict[Alike, Promise] = {
    Alike.PHONE: _("電話番号が同じ"),
    Alike.MAIL: _("メールアドレスが同じ"),
    Alike.NAME: _("代表者の氏名が同じ"),
}
ITEMS: tuple[tuple[str, Promise], ...] = (
    ("name", _("氏名")),
    ("address", _("住所")),
    ("phone_home", _("電話番号（自宅）")),
    ("phone_mobile", _("電話番号（携帯）")),
    ("mail", _("メールアドレス")),
)


@dataclass(frozen=True, slots=True)
class Compared:
    """比べる一行: what is on record (nothing for a new group) and what is applied for."""

    label: str
    now: str
    wanted: str
    changed: bool


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_GET
def queue(request: Visit) -> HttpResponse:
    """登録申請の一覧: what waits, the oldest first; a reception number opens its page."""
    number = digits(request.GET.get("number", "")[:40])
    if number and Application.objects.filter(number=number).exists():
        return redirect("counter:registration", number)
    waiting = Application.objects.filter(state=State.RECEIVED).select_related("group")
    context = {
        "page": Paginator(waiting.order_by("received_at", "pk"), A_PAGE).get_page(
            request.GET.get("page")
        ),
        "asked": request.GET.get("number", "")[:40],
        "register_url": links.open_to(request, "register"),
    }
    return render(request, "counter/groups/queue.html", context)


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_http_methods(["GET", "POST"])
def show(request: Visit, number: str) -> HttpResponse:
    """登録申請: proposed beside current, possible doubles, and the decision."""
    found = get_object_or_404(
        Application.objects.select_related("group").prefetch_related("persons"),
        number=digits(number),
    )
    first = today_initial(clock.day(clock.now())) | {"eligibility": found.claimed}
    if request.method != "POST" or not _decides(request):
        return _page(request, found, RulingForm(initial=first), RefuseForm())
    if "refuse" in request.POST:
        refusal = RefuseForm(request.POST)
        return _refuse(request, found, refusal) or _page(
            request, found, RulingForm(initial=first), refusal
        )
    ruling = RulingForm(request.POST)
    return _approve(request, found, ruling) or _page(request, found, ruling, RefuseForm())


def _approve(request: Visit, found: Application, form: RulingForm) -> HttpResponse | None:
    if form.is_valid():
        with shown_on(form):
            group, link = actions.approve(found.pk, form.ruling, by=request.actor, at=clock.now())
            return _slip(request, group, link) if link else redirect(request.path)
    return None


def _refuse(request: Visit, found: Application, form: RefuseForm) -> HttpResponse | None:
    if form.is_valid():
        with shown_on(form):
            reason = form.cleaned_data["reason"]
            actions.refuse(found.pk, reason, by=request.actor, at=clock.now())
            return redirect(request.path)
    return None


def _page(
    request: Visit, found: Application, ruling: RulingForm, refusal: RefuseForm
) -> HttpResponse:
    record_view("registration.view", found, by=request.actor, at=clock.now())
    group = with_persons(Group.objects.filter(applications=found)).first()
    is_open = found.state == State.RECEIVED
    context = {
        "application": found,
        "rows": _compare(found, group if is_open else None),
        "beside": is_open and group is not None,
        "doubles": [
            (each.group, [ALIKE[alike] for alike in each.alike])
            for each in (doubles(found) if is_open else [])
        ],
        "decides": is_open and _decides(request),
        "next_end": terms.next_end(group, clock.now()) if _renews(found) and group else None,
        "photos": [
            links.open_to(request, "registration_photo", found.number, pk)
            for pk in found.papers.order_by("pk").values_list("pk", flat=True)
        ],
        "ruling": ruling,
        "refusal": refusal,
        "group_url": links.open_to(request, "group", group.number) if group else "",
        "slip_url": links.open_to(request, "slip", group.number) if group else "",
    }
    status = _status(ruling, refusal)
    return render(request, "counter/groups/show.html", context, status=status)


@staff(Role.COUNTER, Role.MANAGER)
@require_GET
def photo(request: Visit, number: str, pk: int) -> HttpResponse:
    """書類の写真: a picture and nothing else, for who decides."""
    found = get_object_or_404(Application, number=number, state=State.RECEIVED)
    paper = get_object_or_404(found.papers, pk=pk)
    record_view("registration.paper_view", found, by=request.actor, at=clock.now())
    response = HttpResponse(papers.seen(paper), content_type="image/jpeg")
    response["Content-Disposition"] = f'inline; filename="{number}-{pk}.jpg"'
    return response


@staff(Role.COUNTER, Role.MANAGER)
@require_http_methods(["GET", "POST"])
def register(request: Visit) -> HttpResponse:
    """窓口での登録: one page, then the slip. Sent twice, one group is registered."""
    form = CounterForm(posted(request), initial=today_initial(clock.day(clock.now())))
    if form.is_valid():
        with shown_on(form):
            given = form.cleaned_data
            group, link = actions.register_at_counter(
                given["group_name"],
                form.persons(),
                form.ruling,
                given["token"],
                by=request.actor,
                at=clock.now(),
            )
            return _slip(request, group, link)
    context = {"form": form}
    return render(request, "counter/groups/register.html", context, status=_status(form))


@staff(Role.COUNTER, Role.MANAGER)
@require_http_methods(["GET", "POST"])
def slip(request: Visit, number: str) -> HttpResponse:
    """利用者番号の紙: a POST makes a new link; older ones stop working."""
    group = _group(number)
    if request.method == "POST":
        return _slip(request, group, actions.send_link(group.pk, by=request.actor, at=clock.now()))
    return render(request, "counter/groups/slip_ask.html", {"group": group})


@staff(Role.COUNTER, Role.MANAGER)
@require_http_methods(["GET", "POST"])
def eligibility(request: Visit, number: str) -> HttpResponse:
    """区分の認定 of a group on record: papers are shown again."""
    group, now = _group(number), clock.now()
    first = today_initial(clock.day(now)) | {"eligibility": group.eligibility}
    form = RulingForm(posted(request), initial=first)
    if form.is_valid():
        with shown_on(form):
            actions.decide_eligibility(group.pk, form.ruling, by=request.actor, at=now)
            return redirect("counter:group", group.number)
    context = {
        "group": group,
        "form": form,
        "decisions": group.decisions.order_by("-decided_at", "-pk")[:10],
    }
    return render(request, "counter/groups/eligibility.html", context, status=_status(form))


def _slip(request: Visit, group: Group, link: OneTimeLink) -> HttpResponse:
    """The slip is the answer itself: seen once, and no address leads to it."""
    address = reverse("portal:password", args=[link_text(link)])
    context = {
        "group": group,
        "address": f"{settings.BASE_URL}{address}",
        "login": f"{settings.BASE_URL}{reverse('portal:login')}",
        "until": link.expires_at,
    }
    return render(request, "counter/groups/slip.html", context)


def _renews(found: Application) -> bool:
    return found.kind == Kind.RENEWAL and found.state == State.RECEIVED


def _compare(found: Application, group: Group | None) -> list[Compared]:
    """Every item of the application beside the same one on record."""
    rows = [
        _row(_("団体の名前"), group.name if group else None, found.group_name),
        _row(
            _("区分"),
            group.get_eligibility_display() if group else None,
            found.get_claimed_display(),
        ),
    ]
    wanted: dict[str, PersonalItems] = {each.role: each for each in found.persons.all()}
    now: dict[str, PersonalItems] = (
        {each.role: each for each in group.persons.all()} if group else {}
    )
    for role in PersonRole:
        for name, label in ITEMS:
            if name == "mail" and role != PersonRole.CONTACT:
                continue
            old = getattr(now.get(role), name, "") if group else None
            rows.append(_row(f"{role.label}の{label}", old, getattr(wanted.get(role), name, "")))
    return rows


def _row(label: str | Promise, now: str | None, wanted: str) -> Compared:
    return Compared(str(label), now or "", wanted, now is not None and now != wanted)


def _decides(request: Visit) -> bool:
    user: Any = request.user
    return user.role in {Role.COUNTER, Role.MANAGER}


def _group(number: str) -> Group:
    return get_object_or_404(Group, number=digits(number))


def _status(*forms: Form) -> int:
    return UNPROCESSABLE if any(form.is_bound and form.errors for form in forms) else 200
