"""料金の計算: the exact price of a described use, line by line, as ``uketsuke quote`` says it."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from uketsuke.bookings import queries
from uketsuke.bookings.reception import UseDay
from uketsuke.doors.portal import kept, terms
from uketsuke.doors.portal.availability import offers
from uketsuke.doors.shared.entrance.guards import everyone
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.inputs.forms import CountField, DateField, Form, YenField
from uketsuke.doors.shared.words import stored
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.doors.shared.words.sentences import room_name, use_name
from uketsuke.halls.spoken import atlas, named
from uketsuke.kernel import clock
from uketsuke.tariffs.queries import in_force, quote_for
from uketsuke.tariffs.quote import EquipmentPrice, Quote, Use

MOST_YEN = 1_000_000
MOST_PIECES = 500


class PriceForm(Form):
    """使い方: what the price depends on. Codes are those of the tariff in force."""

    room = forms.ChoiceField(label=_("施設"))
    date = DateField(label=_("利用日"), typed=True, help_text=_("例：2027年4月10日、2027/4/10"))
    slots = forms.MultipleChoiceField(
        label=_("利用区分"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--inline"}),
        error_messages={"required": _("利用区分を一つ以上お選びください。")},
    )
    admission = YenField(
        label=_("入場料の最高額"),
        least=0,
        most=MOST_YEN,
        required=False,
        help_text=_("無料なら空欄"),
    )
    commercial = forms.BooleanField(label=_("営利・宣伝のための利用"), required=False)
    rehearsal = forms.BooleanField(label=_("練習・準備だけの利用"), required=False)
    reduction = forms.ChoiceField(
        label=_("減免"), required=False, help_text=_("減免は審査があります。")
    )
    overtime_hours = CountField(
        label=_("時間の超過"), unit=_("時間"), least=0, most=24, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known, tariff = atlas(), in_force(clock.day(clock.now())).facts
        slots = {slot.code: slot.label for room in known.rooms.values() for slot in room.slots}
        self._choose("room", [(key, room_name(key)) for key in known.rooms])
        self._choose("slots", list(slots.items()))
        kinds = [
            (kind.code, named(kind.label)) for kind in tariff.reductions.values() if kind.percent
        ]
        self._choose("reduction", [("", _("なし")), *kinds])
        self.pieces = list(tariff.equipment.values())
        for piece in self.pieces:
            self.fields[_field(piece)] = CountField(
                label=stored.piece(piece),
                unit="",
                least=0,
                most=MOST_PIECES,
                required=False,
            )

    def equipment_fields(self) -> list[forms.BoundField]:
        """The fields of the 附帯設備, which the page shows apart."""
        return [self[_field(piece)] for piece in self.pieces]

    def wants_equipment(self) -> bool:
        """Whether something is typed there (right or wrong), so that it must be in sight."""
        return any(field.data or field.errors for field in self.equipment_fields())

    def use(self) -> Use:
        """The described use of a valid form. Raises Refusal ``halls.*``."""
        asked = self.cleaned_data
        room = atlas().room(asked["room"])
        counts = {piece.code: asked[_field(piece)] or 0 for piece in self.pieces}
        return Use(
            room=room.key,
            date=asked["date"],
            slots=room.in_order(set(asked["slots"])),
            admission=asked["admission"] or 0,
            commercial=asked["commercial"],
            rehearsal=asked["rehearsal"],
            reduction=asked["reduction"] or None,
            overtime_hours=asked["overtime_hours"] or 0,
            equipment={code: number for code, number in counts.items() if number},
        )

    def _choose(self, field: str, choices: list[tuple[str, Any]]) -> None:
        self.let_choose(field, choices)


@everyone
@require_safe
def price(request: Visit) -> HttpResponse:
    """料金の計算; without a described use the form and what a refund would be."""
    at = clock.now()
    if request.GET:
        return _priced(request, at)
    name = kept.name_of(request, [], [], at, "price")
    return kept.page(request, name, lambda: _priced(request, at))


def _priced(request: Visit, at: datetime) -> HttpResponse:
    today = clock.day(at)
    asked = "date" in request.GET
    form = PriceForm(request.GET if asked else None, initial=_usual(request, today))
    told: Quote | None = None
    context: dict[str, Any] = {"form": form, "asked": asked}
    days: list[UseDay] = []
    if asked and form.is_valid():
        with shown_on(form):
            use = form.use()
            told = quote_for(use, today)
            days = [UseDay(use.room, use.date, use.slots)]
            context |= _way_on(days[0], today)
    context |= {"quote": told, "tariff": in_force(today).facts, "terms": terms.of(days, at)}
    return render(request, "portal/looking/price.html", context)


def _way_on(use: UseDay, today: date) -> dict[str, Any]:
    """What is priced, and where it is asked for."""
    web = atlas().room(use.room).web_bookable
    return {
        "name": use_name(use),
        "choose": offers.choose(use, use.slots) if web and use.date > today else "",
        "at_counter": not web,
        "closed": atlas().closed(use.hall, use.date),
        "past": use.date < today,
    }


def _field(piece: EquipmentPrice) -> str:
    return f"equipment-{piece.code}"


def _usual(request: Visit, today: date) -> dict[str, Any]:
    """The room that a link names, and the first day that can be asked for."""
    first = today + timedelta(days=queries.rules(today).web_days)
    return {"room": request.GET.get("room", ""), "date": f"{first:%Y/%m/%d}"}
