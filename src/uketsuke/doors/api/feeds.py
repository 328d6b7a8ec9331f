"""カレンダーの配信: what a room is taken for, and a group's own bookings under a secret address."""

from datetime import date, datetime, time, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from uketsuke.bookings import availability, feeds
from uketsuke.bookings.cells import CellState
from uketsuke.bookings.models import Booking
from uketsuke.doors.api.asking import open_to_all
from uketsuke.doors.shared.drawing import ical
from uketsuke.doors.shared.entrance.guards import everyone
from uketsuke.halls.facts import RoomFacts
from uketsuke.halls.queries import atlas
from uketsuke.kernel import clock

BACK, AHEAD = timedelta(days=31), timedelta(days=220)
TYPE = "text/calendar; charset=utf-8"
NOT_FOUND = 404
GONE = (
    "このカレンダーのアドレスは使えません。新しくしたか、止めたアドレスかもしれません。\n"
    "マイページの「カレンダーに取り込む」で、いまのアドレスをお確かめください。\n"
)
SHOWN = {
    CellState.TAKEN: "予約済",
    CellState.BLOCKED: "休止",
    CellState.PASSING: "準備中",
    CellState.CLOSED: "休館",
}


@everyone
@conditional_page
@cache_control(public=True, max_age=600)
@open_to_all
@require_safe
def room(request: HttpRequest, hall: str, room: str) -> HttpResponse:
    """施設のカレンダー: when it is taken or closed; who has it, nobody is told."""
    found = atlas().rooms.get(f"{hall}/{room}")
    if found is None:
        raise Http404
    today = clock.day(clock.now())
    name = f"{atlas().halls[hall].name} {found.name}"
    events = _events(found, today)
    return HttpResponse(ical.calendar(name, events, _morning(today)), content_type=TYPE)


@everyone
@conditional_page
@cache_control(private=True, max_age=600)
@require_safe
def group(request: HttpRequest, key: str) -> HttpResponse:
    """団体のカレンダー. Under a key that is none, or no more, there is nothing."""
    found = feeds.group_of(key)
    if found is None:
        return HttpResponse(GONE, status=NOT_FOUND, content_type="text/plain; charset=utf-8")
    today = clock.day(clock.now())
    since = today - BACK
    bookings = Booking.objects.filter(group=found, date__gte=since)
    bookings = bookings.select_related("room__hall", "application").order_by("date", "pk")
    events = [event for booking in bookings for event in ical.events_of(booking)]
    content = ical.calendar("ホールの予約", events, _morning(today))
    response = HttpResponse(content, content_type=TYPE)
    response["X-Robots-Tag"] = "noindex"
    return response


def _morning(today: date) -> datetime:
    """作成の時刻: the same all day, so that who has the file already is told so."""
    return clock.at_time(today, time(0))


def _events(room: RoomFacts, today: date) -> list[ical.Event]:
    days = [today - BACK + timedelta(days=n) for n in range((BACK + AHEAD).days)]
    seen = availability.cells([room], days, None, clock.now())
    made = []
    for day in days:
        for state, word in SHOWN.items():
            found = {s.code: seen[room.key, day, s.code] for s in room.slots}
            codes = tuple(code for code, cell in found.items() if cell.state is state)
            reason = found[codes[0]].reason if codes else ""
            for nth, (starts, ends) in enumerate(room.hours(codes)):
                uid = f"{room.key.replace('/', '-')}-{day:%Y%m%d}-{state}-{nth}"
                hours = (clock.at_time(day, starts), clock.at_time(day, ends))
                title = f"{word}（{reason}）" if reason else word
                made.append(ical.Event(uid, *hours, title))
    return made
