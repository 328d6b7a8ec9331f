"""空きを探す: dates, weekdays, slots, halls, seats; the answer is a list of free days."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from uketsuke.bookings import availability, queries
from uketsuke.bookings.availability import HOLIDAY, Wish
from uketsuke.doors.portal.availability import offers
from uketsuke.doors.shared.entrance.guards import everyone
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.inputs.forms import CountField, DateField, Form, TokenField
from uketsuke.doors.shared.words import written
from uketsuke.halls.facts import RoomFacts
from uketsuke.halls.spoken import atlas
from uketsuke.kernel import clock

MOST_DAYS = 200
USUAL_DAYS = 60
PAGE = 30
MONDAY = date(2001, 1, 1)
CHOICES: dict[str, Any] = {"class": "choices--inline"}


class SearchForm(Form):
    """空きの条件. What is left empty is not asked for."""

    first = DateField(label=_("いつから"), typed=True, help_text=_("例：2027年4月10日、2027/4/10"))
    last = DateField(label=_("いつまで"), typed=True)
    weekdays = forms.MultipleChoiceField(
        label=_("曜日"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=CHOICES),
    )
    slots = forms.MultipleChoiceField(
        label=_("利用区分"), required=False, widget=forms.CheckboxSelectMultiple(attrs=CHOICES)
    )
    halls = forms.MultipleChoiceField(
        label=_("ホール"), required=False, widget=forms.CheckboxSelectMultiple(attrs=CHOICES)
    )
    seats = CountField(label=_("必要な席数"), unit=_("席以上"), least=0, most=9999, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = atlas()
        days = [(str(n), written.weekday(MONDAY + timedelta(days=n))) for n in range(7)]
        self.let_choose("weekdays", [*days, (str(HOLIDAY), _("祝日"))])
        slots = {slot.code: slot.label for room in known.rooms.values() for slot in room.slots}
        self.let_choose("slots", list(slots.items()))
        self.let_choose("halls", [(hall.code, hall.short_name) for hall in known.halls.values()])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and not first <= last:
            self.add_error("last", _("「いつから」より後の日を入力してください。"))
        elif first and last and (last - first).days > MOST_DAYS:
            self.add_error("last", _("一度に探せるのは%(days)s日までです。") % {"days": MOST_DAYS})
        return cleaned

    def wish(self) -> Wish:
        """The conditions of a valid form."""
        asked = self.cleaned_data
        return Wish(
            asked["first"],
            asked["last"],
            frozenset(int(day) for day in asked["weekdays"]),
            frozenset(asked["slots"]),
            frozenset(asked["halls"]),
            asked["seats"] or 0,
        )


class TokenForm(Form):
    """条件の保存: sent twice, it is kept once."""

    token = TokenField()


@everyone
@require_safe
def search(request: Visit) -> HttpResponse:
    """空きを探す; without conditions the form with a sensible period."""
    at = clock.now()
    asked = "first" in request.GET
    form = SearchForm(request.GET if asked else None, initial=_usual(clock.day(at)))
    context: dict[str, Any] = {"form": form, "asked": asked}
    if asked and form.is_valid():
        context |= _found(request, form.wish(), at)
        if request.group:  # what is searched for can be kept
            asked_for = [(name, each) for name in form.fields for each in request.GET.getlist(name)]
            context |= {"keep": asked_for, "token": TokenForm()["token"]}
    return render(request, "portal/availability/search.html", context)


def _found(request: Visit, wish: Wish, at: datetime) -> dict[str, Any]:
    found = availability.free(wish, request.group or None, at)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return {
        "page": page,
        "results": [offers.of(each, at) for each in page],
        "query": f"{query.urlencode()}&",
        "largest": _largest(wish),
    }


def _largest(wish: Wish) -> RoomFacts | None:
    """いちばん大きいホール, where none is as large as wished for."""
    largest = max(availability.bookable_rooms(), key=lambda room: room.capacity, default=None)
    return largest if largest and largest.capacity < wish.seats else None


def _usual(today: date) -> dict[str, str]:
    """From the first day that can be asked for on the web."""
    first = today + timedelta(days=queries.rules(today).web_days)
    last = first + timedelta(days=USUAL_DAYS)
    return {"first": f"{first:%Y/%m/%d}", "last": f"{last:%Y/%m/%d}"}
