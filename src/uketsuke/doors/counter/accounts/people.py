"""職員の口座: staff accounts, and the addresses from which they may come."""

from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uketsuke.audit.actions import record_view
from uketsuke.doors.counter.accounts.forms import NetworkForm, PersonForm
from uketsuke.doors.counter.buttons import pressed
from uketsuke.doors.counter.links import open_to
from uketsuke.doors.counter.tabs import tabs
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.inputs.forms import Form
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.identity import actions as identity
from uketsuke.identity import factors, links
from uketsuke.identity.models import Network, OneTimeLink, Role, User
from uketsuke.kernel import clock

UNPROCESSABLE = 422


@staff(Role.ADMINISTRATOR, Role.MANAGER)
@require_GET
def people(request: Visit) -> HttpResponse:
    """職員の一覧; a 館責任者 sees those of the own hall."""
    return _people_page(request)


@staff(Role.ADMINISTRATOR)
@require_POST
def add(request: Visit) -> HttpResponse:
    """職員の登録: the account, and a slip with the link by which she sets her password."""
    form = PersonForm(request.POST)
    if form.is_valid():
        given, now = form.cleaned_data, clock.now()
        with shown_on(form):
            made = identity.add_staff(
                given["login"],
                given["role"],
                given["hall"],
                given["name"],
                by=request.actor,
                at=now,
            )
            return _slip(request, links.give(made.pk, by=request.actor, at=now))
    return _people_page(request, form)


@staff(Role.ADMINISTRATOR)
@require_POST
def link(request: Visit, pk: int) -> HttpResponse:
    """新しいリンク for one who lost the slip or forgot her password; older ones end."""
    person = _person(pk, is_active=True)
    return _slip(request, links.give(person.pk, by=request.actor, at=clock.now()))


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def stop(request: Visit, pk: int) -> HttpResponse:
    """職員の停止: asked once more, then she is out at once."""
    person = _person(pk)
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with shown_on(form):
            identity.close_staff(person.pk, by=request.actor, at=clock.now())
            return redirect("counter:people")
    context = {"person": person, "form": form, "tabs": tabs(request)}
    return render(request, "counter/accounts/stop.html", context, status=_status(form))


@staff(Role.ADMINISTRATOR)
@require_POST
def reset(request: Visit, pk: int) -> HttpResponse:
    """二つ目の確認を外す, for one who has lost her telephone and her codes."""
    return pressed(
        request,
        factors.reset,
        _person(pk, is_active=True).pk,
        then=redirect("counter:people"),
        otherwise=lambda refused: _people_page(request, PersonForm(None), refused),
    )


def _people_page(
    request: Visit, form: PersonForm | None = None, refused: Form | None = None
) -> HttpResponse:
    found = User.objects.exclude(role=Role.GROUP).annotate(second=Count("factors"))
    found = found.order_by("-is_active", "hall", "role", "login")
    user: Any = request.user
    if user.role == Role.MANAGER and user.hall:
        found = found.filter(hall=user.hall)
    add_url = open_to(request, "person_add")
    record_view(
        "identity.staff_view", f"staff:{user.hall or 'all'}", by=request.actor, at=clock.now()
    )
    context = {
        "people": found,
        "form": form or PersonForm(),
        "add_url": add_url,
        "refused": refused,
        "tabs": tabs(request),
    }
    return render(request, "counter/accounts/people.html", context, status=_status(refused or form))


def _slip(request: Visit, made: OneTimeLink) -> HttpResponse:
    """The slip is the answer itself, so that it is seen once and no address leads to it."""
    address = reverse("portal:password", args=[links.text(made)])
    context = {
        "person": made.user,
        "link": request.build_absolute_uri(address),
        "login_url": request.build_absolute_uri(reverse("counter:login")),
        "until": made.expires_at,
        "tabs": tabs(request),
    }
    return render(request, "counter/accounts/slip.html", context)


def _person(pk: int, **more: Any) -> User:
    found: User = get_object_or_404(User.objects.exclude(role=Role.GROUP), pk=pk, **more)
    return found


@staff(Role.ADMINISTRATOR)
@require_GET
def networks(request: Visit) -> HttpResponse:
    """許可アドレス: from where the staff side can be reached."""
    return _networks_page(request, NetworkForm())


@staff(Role.ADMINISTRATOR)
@require_POST
def add_network(request: Visit) -> HttpResponse:
    """許可アドレスの追加."""
    form = NetworkForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        with shown_on(form):
            identity.list_network(
                given["cidr"], given["hall"], given["label"], by=request.actor, at=clock.now()
            )
            return redirect("counter:networks")
    return _networks_page(request, form)


@staff(Role.ADMINISTRATOR)
@require_POST
def remove_network(request: Visit, pk: int) -> HttpResponse:
    """許可アドレスの削除; gone already is as good."""
    return pressed(
        request,
        identity.unlist_network,
        pk,
        then=redirect("counter:networks"),
        otherwise=lambda refused: _networks_page(request, NetworkForm(), refused),
    )


def _networks_page(request: Visit, form: NetworkForm, refused: Form | None = None) -> HttpResponse:
    context = {
        "networks": Network.objects.order_by("hall", "cidr"),
        "form": form,
        "refused": refused,
        "tabs": tabs(request),
    }
    status = UNPROCESSABLE if refused else _status(form)
    return render(request, "counter/accounts/networks.html", context, status=status)


def _status(form: Form | None) -> int:
    return UNPROCESSABLE if form is not None and form.is_bound and form.errors else 200
