"""電話を受ける: find a group, and everything about it on one page."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from uketsuke.audit.actions import record_view
from uketsuke.bookings import daybook
from uketsuke.bookings.daybook import Row
from uketsuke.bookings.finding import by_title
from uketsuke.bookings.models import Booking
from uketsuke.doors.counter import links
from uketsuke.doors.counter.ledger.jump import meant
from uketsuke.doors.counter.ledger.views import VIEWS, YEARS, Wanted
from uketsuke.doors.counter.phone import panels
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.words import written
from uketsuke.groups.models import Group, GroupState
from uketsuke.groups.queries import search, search_near, with_persons
from uketsuke.halls.queries import atlas
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.kernel.text import digits, search_key
from uketsuke.kernel.yen import yen
from uketsuke.lottery.models import Round
from uketsuke.meetings.models import Meeting
from uketsuke.notices import bounces
from uketsuke.registration import terms
from uketsuke.waiting.queries import Place

MOST_HITS = 20
NUMBERS = "0123456789+()"


@dataclass(frozen=True, slots=True)
class Mark:
    """目印 of a group: how it looks (a tone of the badges), and its words."""

    tone: str
    words: str | Promise


@dataclass(frozen=True, slots=True)
class Deed:
    """できることの一つ: its key, its words, its page."""

    key: str
    words: str | Promise
    url: str


# 登録について: key, words and page of what is done about the record of a group.
ON_RECORD = (
    ("e", _("区分を認定する"), "eligibility"),
    ("r", _("パスワード再設定の紙を出す"), "slip"),
    ("u", _("登録を更新する"), "group_renew"),
    ("m", _("お知らせの受け取り方"), "group_telling"),
    ("h", _("登録のこれまで"), "group_history"),
    ("s", _("利用停止と異議"), "suspension"),
)


@staff(Role.COUNTER, Role.MANAGER)
@require_GET
def find(request: Visit) -> HttpResponse:
    """探す: one field for a day, a booking number, a 利用者番号, a phone number, a name, what is
    done, or a room.

    Where only one thing is meant, it opens at once. Where nothing is found, those are offered
    whose names differ by one sign.
    """
    words = request.GET.get("q", "").replace("\0", "").strip()[:80]
    if not words:
        return render(request, "counter/phone/find.html", {"words": ""})
    now = clock.now()
    if url := _numbered(request, words) or _day_url(request, words, now):
        return redirect(url)
    found = search(words, limit=MOST_HITS + 1)
    numeric = not search_key(words).strip(NUMBERS)
    titled = [] if numeric else by_title(words, clock.day(now), limit=MOST_HITS + 1)
    if url := _only_one(request, words, found, titled):
        return redirect(url)
    near = [] if found or titled else search_near(words, limit=MOST_HITS)
    record_view("group.search_view", f"hits:{len(found or near)}", by=request.actor, at=now)
    context = {
        "words": words,
        "found": found[:MOST_HITS],
        "near": near,
        "more": len(found) > MOST_HITS,
        "titled": titled[:MOST_HITS],
        "titled_more": len(titled) > MOST_HITS,
        "places": _places(words),
    }
    return render(request, "counter/phone/find.html", context)


def _only_one(request: Visit, words: str, found: list[Group], titled: list[Booking]) -> str:
    """The page of the one thing that is meant: the only group, or the one of exactly that name;
    else the only booking."""
    exact = [group for group in found if group.name_key == search_key(words)]
    for groups in (exact, [] if titled else found):
        if len(groups) == 1:
            return links.open_to(request, "group", groups[0].number)
    if not found and len(titled) == 1:
        return links.open_to(request, "booking", titled[0].number)
    return ""


def _places(words: str) -> list[tuple[str, str]]:
    """施設: the halls and rooms whose name has all of the words, with their ledgers."""
    keys = [key for part in words.split() if (key := search_key(part))]
    named = [
        (f"{hall.name} {room.name}", Wanted("week", clock.day(clock.now()), hall.code).url)
        for hall in atlas().halls.values()
        for room in hall.rooms
    ]
    if not keys:
        return []
    return [(name, url) for name, url in named if all(key in search_key(name) for key in keys)]


@staff(Role.COUNTER, Role.MANAGER)
@require_GET
def group(request: Visit, number: str) -> HttpResponse:
    """電話の画面: the group, its bookings and debts, what can be done; the look is on record."""
    found = with_persons(Group.objects.filter(number=digits(number))).first()
    if found is None:
        raise Http404
    now = clock.now()
    record_view("group.view", found, by=request.actor, at=now)
    look = panels.Look(found, daybook.of_group(found.pk), now)
    context = {
        "group": found,
        "marks": marks(found, look.rows, look.today),
        "panels": panels.made(look),
        "sample": look.sample,
        "owed": sum(row.owed for row in look.rows if row.owed > 0),
        "due_back": -sum(row.owed for row in look.rows if row.owed < 0),
        "deeds": deeds(request, look),
    }
    return render(request, "counter/phone/group.html", context)


def deeds(request: Visit, look: panels.Look) -> list[Deed]:
    """できること: pages for this group that she may enter, each with its key; the first is what
    is done most."""
    number = look.group.number
    book = links.with_query(links.open_to(request, "book"), group=number)
    owed = sorted((row for row in look.rows if row.owed > 0), key=lambda row: row.due or row.date)
    back = [row for row in look.rows if row.owed < 0]
    found = [Deed("n", _("予約する"), book)]
    found += [Deed("p", _pay(row), links.open_to(request, "till", row.number)) for row in owed[:1]]
    found += [Deed("b", _back(row), links.open_to(request, "till", row.number)) for row in back[:1]]
    found += [
        Deed("o", _offer(place), links.open_to(request, "waiting_offer", place.offer.pk))
        for place in look.places[:1]
        if place.offer
    ]
    found += [
        Deed("a", _meet(each), links.open_to(request, "meeting", each.booking.number))
        for each in look.meetings[:1]
    ]
    found += [
        Deed("d", _things(row), links.open_to(request, "things", row.number))
        for row, _names in look.things[:1]
    ]
    found += [
        Deed("l", _enter(each), links.with_query(url, number=number))
        for each in panels.rounds_for(look)[:1]
        if (url := links.open_to(request, "lottery_enter", each.code))
    ]
    found += [
        Deed(key, words, links.open_to(request, name, number)) for key, words, name in ON_RECORD
    ]
    return [deed for deed in found if deed.url]


def _pay(row: Row) -> str:
    return str(_("支払いを受け取る：%(use)s、%(yen)s") % {"use": _use(row), "yen": yen(row.owed)})


def _back(row: Row) -> str:
    return str(_("お金を返す：%(use)s、%(yen)s") % {"use": _use(row), "yen": yen(-row.owed)})


def _use(row: Row) -> str:
    return written.day_and_weekday(row.date)


def _offer(place: Place) -> str:
    day = written.day_and_weekday(place.wait.date)
    return str(_("案内した枠の返事を受ける：%(day)s") % {"day": day})


def _meet(each: Meeting) -> str:
    facts = {"day": written.day_and_weekday(each.date), "at": f"{each.starts:%-H:%M}"}
    return str(_("打合せ：%(day)s %(at)s") % facts)


def _things(row: Row) -> str:
    return str(_("附帯設備・楽屋を確認する：%(use)s") % {"use": _use(row)})


def _enter(each: Round) -> str:
    month = each.dates.use_month
    return str(_("抽選に申し込む：%(y)s年%(m)s月利用分") % {"y": month.year, "m": month.month})


def marks(found: Group, rows: list[Row], today: date) -> list[Mark]:
    """利用者の目印: what a clerk must know before she says yes."""
    shown = [_eligibility(found, today), _validity(found, today)]
    if bounces.open_of(found):
        shown.append(Mark("bad", _("メールが届かない")))
    if found.state not in (GroupState.ACTIVE, GroupState.LAPSED):
        shown.insert(0, Mark("bad", found.get_state_display()))
    late = [row for row in rows if row.owed > 0 and row.due and row.due < today]
    if late:
        shown.append(Mark("bad", _("納付期限を過ぎた予約 %(n)s件") % {"n": len(late)}))
    elif any(row.owed > 0 for row in rows):
        shown.append(Mark("wait", _("未納あり")))
    if any(row.owed < 0 for row in rows):
        shown.append(Mark("wait", _("還付待ちあり")))
    return shown


def _eligibility(found: Group, today: date) -> Mark:
    label, until = found.get_eligibility_display(), found.eligibility_until
    if until and until < today:
        return Mark("bad", _("%(label)s（期限切れ）") % {"label": label})
    if until and until <= today + _soon(today):
        return Mark("wait", _("%(label)s（まもなく期限）") % {"label": label})
    return Mark("good", label)


def _soon(today: date) -> timedelta:
    """まもなく期限: as near as when the group is told of it first."""
    return timedelta(days=terms.rules(today).first_days)


def _validity(found: Group, today: date) -> Mark:
    if found.valid_until < today:
        return Mark("bad", _("登録の期限切れ"))
    if found.valid_until <= today + _soon(today):
        return Mark("wait", _("登録の期限が近い"))
    return Mark("good", _("登録 有効"))


def _numbered(request: Visit, words: str) -> str:
    """The page of the one group or booking that has exactly this number."""
    number = digits(words)
    if len(number) != 8 or len(number) != len(words.replace("-", "").replace(" ", "")):
        return ""
    pages = []
    if Group.objects.filter(number=number).exists():
        pages.append(links.open_to(request, "group", number))
    if Booking.objects.filter(number=number).exists():
        pages.append(links.open_to(request, "booking", number))
    return pages[0] if len(pages) == 1 else ""


def _day_url(request: Visit, words: str, now: datetime) -> str:
    """The ledger of the day that is meant, in the view she came from."""
    view, hall = request.GET.get("view", ""), request.GET.get("hall", "")
    hall, rest = _hall_in(words, hall if hall in atlas().halls else "")
    found = meant(rest, clock.day(now))
    if found is None or found.day.year not in YEARS:
        return ""
    view = found.view or (view if view in VIEWS else "day")
    return Wanted(view, found.day, hall).url


def _hall_in(words: str, hall: str) -> tuple[str, str]:
    """「四谷 4/10」: the hall that is named before or after the day, and what is left."""
    parts = words.split()
    for each in atlas().halls.values():
        names = {each.short_name, each.name}
        if len(parts) > 1 and names & {parts[0], parts[-1]}:
            return each.code, " ".join(part for part in parts if part not in names)
    return hall, words
