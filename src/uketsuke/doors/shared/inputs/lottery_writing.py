"""抽選申込を書く: type, look at all of it, send; the same steps at home and at the counter."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from uketsuke.bookings import queries as bookings
from uketsuke.bookings.reception import Description, UseDay
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.inputs.lottery_forms import EntryForm, as_initial, typed
from uketsuke.doors.shared.words.refusals import Told
from uketsuke.doors.shared.words.sentences import sentences, use_name
from uketsuke.groups.models import Group
from uketsuke.kernel import clock
from uketsuke.kernel.calendar import is_weekend_or_holiday
from uketsuke.kernel.refusals import Refusal, reasons
from uketsuke.lottery import actions, queries
from uketsuke.lottery.entering import of_group, of_time
from uketsuke.lottery.models import Entry, Round
from uketsuke.tariffs.queries import quote_for
from uketsuke.tariffs.quote import Quote, Use

UNPROCESSABLE, CONFLICT, FORBIDDEN = 422, 409, 403
BAND_WORDS = {"0": "0", "1-3": "1〜3", "4+": _("4以上")}


@dataclass(frozen=True, slots=True)
class Writing:
    """書きかけの申込: for ``group`` in ``round``, a new one or ``old`` anew; ``pages`` are the
    templates of the form and of the look, ``address`` where they are sent to."""

    round: Round
    group: Group
    old: Entry | None
    pages: tuple[str, str]
    address: str
    back: str
    done: Callable[[Entry], str]

    def answer(self, request: Visit, stale: str = "") -> HttpResponse:
        """The next page. ``stale``: the form grew too old, nothing is stored."""
        most, at = self.round.rules.wishes_most, clock.now()
        if request.method != "POST":
            return self._form(request, self._first(request))
        again = EntryForm(most, wishes=typed(request.POST, most), what=_typed_what(request.POST))
        match request.POST.get("do", ""):
            case _ if stale:
                return self._form(request, again, told=Told([stale]), status=FORBIDDEN)
            case "back":
                return self._form(request, again)
            case "fill":
                filled = _filled(request.POST, self.round, at)
                return self._form(request, filled, filled=_number_of_wishes(filled, again))
            case do:
                return self._sent(request, EntryForm(most, request.POST), at, look=do != "enter")

    def _sent(self, request: Visit, form: EntryForm, at: datetime, *, look: bool) -> HttpResponse:
        if not form.is_valid():
            return self._form(request, form, status=UNPROCESSABLE)
        wishes, what = form.wanted(), form.what.what()
        if look:
            told = [*actions.objections(self.round, self.group, wishes, what, at, but=self.old)]
            return self._refused(request, form, told) if told else self._look(request, form, at)
        try:
            return redirect(self.done(self._store(request, form, wishes, what, at)))
        except Refusal as refusal:
            return self._refused(request, form, reasons(refusal))

    def _store(
        self,
        request: Visit,
        form: EntryForm,
        wishes: list[UseDay],
        what: Description,
        at: datetime,
    ) -> Entry:
        if self.old:
            return actions.change(self.old.pk, wishes, what, by=request.actor, at=at)
        token = form.token.cleaned_data["token"]
        return actions.enter(
            self.group.pk, self.round.pk, wishes, what, token, by=request.actor, at=at
        )

    def _refused(self, request: Visit, form: EntryForm, told: Iterable[Refusal]) -> HttpResponse:
        return self._form(request, form, told=form.tell(told), status=CONFLICT)

    def _form(
        self,
        request: Visit,
        form: EntryForm,
        *,
        told: Told | None = None,
        filled: int | None = None,
        status: int = 200,
    ) -> HttpResponse:
        told = self._in_vain() if told is None else told
        form.hint(self.round.dates.use_month)
        context = self._context() | {"form": form, "told": told, "filled": filled}
        return render(request, self.pages[0], context, status=status)

    def _in_vain(self) -> Told:
        """Why no entry of the group can be taken now, said before anything is typed."""
        facts, at = queries.facts(self.round), clock.now()
        standing = bookings.standing(self.group, clock.day(at))
        told = [*of_time(facts, at), *of_group(facts, standing, at)]
        return Told(each for reason in told for each in sentences(reason))

    def _look(self, request: Visit, form: EntryForm, at: datetime) -> HttpResponse:
        """確認: everything once more, with the price and the demand of every wish."""
        what, asked = form.what.what(), queries.demand(self.round)
        shown = [
            {
                "name": use_name(wish),
                "price": price(wish, clock.day(at), what),
                "demand": _demand_of(wish, asked),
            }
            for wish in form.wanted()
        ]
        carried = [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name not in ("csrfmiddlewaretoken", "do")
        ]
        purposes = dict(form.what.fields["purpose"].choices)  # type: ignore[attr-defined]
        context = self._context() | {
            "wishes": shown,
            "what": what,
            "purpose": purposes[what.purpose],
            "carried": carried,
        }
        return render(request, self.pages[1], context)

    def _context(self) -> dict[str, Any]:
        return {
            "round": self.round,
            "facts": queries.facts(self.round),
            "entry": self.old,
            "group": self.group,
            "address": self.address,
            "back": self.back,
        }

    def _first(self, request: Visit) -> EntryForm:
        """The entry as it stands, or an empty one with the cell that the address names."""
        most = self.round.rules.wishes_most
        if self.old:
            known = enumerate(queries.wishes_of(self.old), start=1)
            what = {name: getattr(self.old, name) for name in EntryForm(0).what.fields}
            return EntryForm(most, wishes={n: as_initial(w) for n, w in known}, what=what)
        cells = [cell for text in request.GET.getlist("cell")[:most] if (cell := _cell(text))]
        return EntryForm(most, wishes={n: as_initial(w) for n, w in enumerate(cells, start=1)})


def price(use: UseDay, on: date, what: Description) -> Quote | None:
    """見積 of a wish by today's tariff; None where it has no such room or slot."""
    described = Use(use.room, use.date, use.slots, what.admission, what.commercial, what.rehearsal)
    try:
        return quote_for(described, on)
    except Refusal:
        return None


def _cell(text: str) -> UseDay | None:
    try:
        room, day, slot = queries.as_cell(text)
    except ValueError:
        return None
    return UseDay(room, day, (slot,))


def _demand_of(wish: UseDay, asked: Counter[Any]) -> str:
    """申込数 of the cell of the wish that most want."""
    return str(BAND_WORDS[queries.band(max(asked[cell] for cell in queries.cells_of(wish)))])


def _typed_what(data: QueryDict) -> dict[str, str]:
    return {name: data.get(name, "") for name in EntryForm(0).what.fields if name in data}


def _filled(data: QueryDict, found: Round, at: datetime) -> EntryForm:
    """希望を埋める: the empty wishes get what the helper asks for, the least wanted first."""
    most = found.rules.wishes_most
    wishes = typed(data, most)
    slot, weekday = data.get("any-slot", ""), data.get("any-weekday", "any")
    halls, asked = set(data.getlist("any-halls")), queries.demand(found)
    free = sorted(
        (asked[cell], cell[1], cell[0])
        for cell in queries.offered(found, at)
        if cell[2] == slot
        and (not halls or cell[0].partition("/")[0] in halls)
        and _is_wanted(cell[1], weekday)
    )
    known = {(wish["room"], str(wish["day"])) for wish in wishes.values() if wish["day"]}
    left = [(room, day) for _, day, room in free if (room, day.isoformat()) not in known]
    for wish in wishes.values():
        if not wish["day"] and not wish["slots"] and left:
            room, day = left.pop(0)
            wish |= {"room": room, "day": day, "slots": [slot]}
    form = EntryForm(most, wishes=wishes, what=_typed_what(data))
    form.helper = type(form.helper)(data)
    return form


def _number_of_wishes(filled: EntryForm, before: EntryForm) -> int:
    """埋めた数: how many wishes have a day that had none before."""
    pairs = zip(filled.wishes, before.wishes, strict=True)
    return sum(new.initial["day"] != old.initial["day"] for new, old in pairs)


def _is_wanted(day: date, weekday: str) -> bool:
    match weekday:
        case "weekend":
            return is_weekend_or_holiday(day)
        case "weekday":
            return not is_weekend_or_holiday(day)
        case "5" | "6":
            return day.weekday() == int(weekday)
    return True
