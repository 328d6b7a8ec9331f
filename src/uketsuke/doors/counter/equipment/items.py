"""設備の台帳: what each hall lends, how many there are, and what is away for repair."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uketsuke.bookings import ordering
from uketsuke.doors.counter import links
from uketsuke.doors.counter.buttons import pressed
from uketsuke.doors.counter.equipment.forms import ItemForm, RepairForm, StockForm
from uketsuke.doors.counter.equipment.things import hall_of
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit, posted
from uketsuke.doors.shared.inputs.forms import Form
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.equipment import catalogue, queries
from uketsuke.equipment.models import Item, Repair
from uketsuke.equipment.queries import ItemFacts
from uketsuke.halls.queries import atlas
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.tariffs.queries import in_force

UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True)
class Kept:
    """台帳の一行: how many there are today, what changes, its fee (None: the tariff has none)."""

    item: ItemFacts
    there: int
    repairs: int
    next: tuple[date, int] | None
    fee: int | None


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_GET
def index(request: Visit) -> HttpResponse:
    """設備の台帳 of one hall, with the last days for requests."""
    hall, today = hall_of(request) or next(iter(atlas().halls)), clock.day(clock.now())
    current = in_force(today, today).facts
    kept = [
        _kept(
            item,
            today,
            current.equipment[item.code].amount if item.code in current.equipment else None,
        )
        for item in queries.catalogue()
        if item.hall == hall
    ]
    context = {
        "kept": kept,
        "rules": queries.rules(today),
        "hall": atlas().halls[hall],
        "halls": atlas().halls.values(),
        "official": current.official,
        "new_url": links.open_to(request, "item_new", hall),
        "rules_url": links.open_to(request, "rulebook", "equipment"),
    }
    return render(request, "counter/equipment/items.html", context)


@staff(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def new(request: Visit, hall: str) -> HttpResponse:
    """品目を加える."""
    if hall not in atlas().halls:
        return redirect("counter:items")
    form = ItemForm(posted(request), hall)
    if form.is_valid():
        given = form.cleaned_data
        with shown_on(form):
            made = catalogue.add(
                hall,
                given["code"],
                form.what,
                given["number"],
                by=request.actor,
                at=clock.now(),
            )
            return redirect("counter:item", made.pk)
    context = {"form": form, "hall": atlas().halls[hall]}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "counter/equipment/item_new.html", context, status=status)


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_GET
def show(request: Visit, pk: int) -> HttpResponse:
    """一品: its stock, its repairs, what is promised of it."""
    return _page(request, _item(pk))


@staff(Role.MANAGER)
@require_POST
def describe(request: Visit, pk: int) -> HttpResponse:
    """品目の書き直し."""
    item = _item(pk)
    form = ItemForm(request.POST, item.hall.code, _initial(item))
    if form.is_valid():
        with shown_on(form):
            catalogue.describe(item.pk, form.what, by=request.actor, at=clock.now())
            return redirect(_url(item, done=1))
    return _page(request, item, form)


@staff(Role.MANAGER)
@require_POST
def stock(request: Visit, pk: int) -> HttpResponse:
    """在庫を決める."""
    item, form = _item(pk), StockForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        with shown_on(form):
            since, number = given["since"], given["number"]
            catalogue.set_stock(item.pk, since, number, by=request.actor, at=clock.now())
            return redirect(_url(item, done=1))
    return _page(request, item, form)


@staff(Role.MANAGER)
@require_POST
def repair(request: Visit, pk: int) -> HttpResponse:
    """故障・修理を記録する."""
    item, form = _item(pk), RepairForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        with shown_on(form):
            ordering.repair(
                item.pk,
                form.away,
                given["reason"],
                lowering=given["lowering"],
                by=request.actor,
                at=clock.now(),
            )
            return redirect(_url(item, done=1))
    return _page(request, item, form)


@staff(Role.MANAGER)
@require_POST
def repaired(request: Visit, pk: int) -> HttpResponse:
    """修理が済んだ."""
    found = get_object_or_404(Repair.objects.select_related("item__hall"), pk=pk)
    return pressed(
        request,
        catalogue.repaired,
        found.pk,
        then=redirect(_url(found.item, done=1)),
        otherwise=lambda refused: _page(request, found.item, refused),
    )


def _item(pk: int) -> Item:
    return get_object_or_404(Item.objects.select_related("hall", "room"), pk=pk)


def _page(request: Visit, item: Item, form: Form | None = None) -> HttpResponse:
    at = clock.now()
    may_write = bool(links.open_to(request, "item_describe", item.pk)) and not item.room_id
    user: Any = request.user
    may_write = may_write and user.hall in ("", item.hall.code)
    forms = {
        "describe_form": ItemForm(None, item.hall.code, _initial(item)),
        "stock_form": StockForm(initial={"since": clock.day(at)}),
        "repair_form": RepairForm(initial={"starts": clock.day(at), "number": 1}),
    }
    for name, fresh in forms.items():
        if isinstance(form, type(fresh)):
            forms[name] = form
    context = {
        "item": item,
        "there": queries.fresh(item, clock.day(at)),
        "stocks": item.stocks.all(),
        "repairs": item.repairs.filter(ended_at=None, ends__gte=clock.day(at)),
        "promised": list(queries.most_promised(item, clock.day(at)).items())[:20],
        "may_write": may_write,
        "refused": form if form is not None and form.errors else None,
        "done": "done" in request.GET and form is None,
        **forms,
    }
    status = UNPROCESSABLE if form is not None and form.errors else 200
    return render(request, "counter/equipment/item.html", context, status=status)


def _initial(item: Item) -> dict[str, Any]:
    rooms = [room.key for room in item.rooms.all()]
    return {"name": item.name, "unit": item.unit, "rooms": rooms}


def _kept(item: ItemFacts, today: date, fee: int | None) -> Kept:
    there = item.there(today)
    away = sum(each.number for each in item.repairs if each.starts <= today <= each.ends)
    later = sorted(stock for stock in item.stocks if stock[0] > today)
    return Kept(item, there, away, later[0] if later else None, fee)


def _url(item: Item, **query: Any) -> str:
    return links.with_query(reverse("counter:item", args=[item.pk]), **query)
