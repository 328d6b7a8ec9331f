"""日締めと月計: the drawer of a hall at the end of a day, and what the months came to."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.views.decorators.http import require_GET, require_http_methods

from uketsuke.doors.counter import links
from uketsuke.doors.counter.money.days_forms import CloseForm
from uketsuke.doors.shared.drawing.downloads import ENCODINGS, csv_file
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit, posted
from uketsuke.doors.shared.inputs.dates import read_date
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.halls.queries import atlas
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.kernel.calendar import fiscal_year, fiscal_year_ja
from uketsuke.kernel.text import digits
from uketsuke.ledger import closing
from uketsuke.ledger import months as months_of
from uketsuke.ledger.models import DailyClose, Entry, Kind, Method
from uketsuke.ledger.months import COLUMNS, Month, entries_of, months

UNPROCESSABLE = 422
RECENT = 14
FIRST_YEAR = 2000
HEADINGS = ("年度", "館", "年月", "区分", "調定", "減免", "収納", "還付", "未収", "未返還")
JOURNAL = (
    *("計上日", "館", "種別", "訂正の対象", "方法", "金額", "予約番号", "領収書・明細書番号"),
    *("伝票番号", "事由", "担当", "記録番号"),
)


@staff(Role.COUNTER, Role.MANAGER)
@require_http_methods(["GET", "POST"])
def close(request: Visit) -> HttpResponse:
    """日締め of one hall: count, compare, close."""
    hall = _hall(request)
    today = clock.day(clock.now())
    day = read_date(request.POST.get("day") or request.GET.get("day", "")) or today
    form = CloseForm(posted(request))
    if form.is_valid():
        given = form.cleaned_data
        with shown_on(form):
            closing.close_day(
                hall,
                day,
                form.counted,
                given["change_money"],
                given["note"],
                by=request.actor,
                at=clock.now(),
            )
            url = reverse("counter:closed", args=[hall, day.isoformat()])
            return redirect(url)
    last = closing.last_closed(hall)
    totals = closing.day_totals(hall, day, since=last)
    context = {
        "hall": atlas().halls[hall],
        "halls": [atlas().halls[code] for code in _halls(request)],
        "day": day,
        "last": last,
        "is_closed": last is not None and day <= last,
        "totals": totals,
        "expected": sum(total.net for total in totals if total.method == "cash"),
        "form": form,
        "recent": DailyClose.objects.filter(hall=hall).order_by("-day")[:RECENT],
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "counter/money/close.html", context, status=status)


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_GET
def closed(request: Visit, hall: str, day: str) -> HttpResponse:
    """日計表: what was counted and what the ledger said; prints as a sheet."""
    on = read_date(day)
    if on is None or hall not in atlas().halls:
        raise Http404
    found = get_object_or_404(DailyClose, hall=hall, day=on)
    totals = [
        closing.MethodTotal(method, str(Method(method).label), came, back, count)
        for method, came, back, count in found.totals
    ]
    context = {
        "hall": atlas().halls[hall],
        "close": found,
        "pieces": [(int(face), n, int(face) * n) for face, n in found.counted.items()],
        "cash": sum(int(face) * n for face, n in found.counted.items()),
        "totals": totals,
        "close_url": links.open_to(request, "close"),
    }
    return render(request, "counter/money/closed.html", context)


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_GET
def by_month(request: Visit) -> HttpResponse:
    """月計: 調定・減免・収納・還付・未収 by month; each figure opens to its entries."""
    hall, year = _which_hall(request), _which_year(request)
    rows = months(hall, year)
    if encoding := ENCODINGS.get(request.GET.get("csv", "")):
        return _csv(hall, year, rows, encoding)
    today = clock.day(clock.now())
    this_year = fiscal_year(today)
    context = {
        "hall": hall,
        "today": today,
        "halls": atlas().halls.values(),
        "year": year,
        "year_ja": fiscal_year_ja(year),
        "years": [(y, fiscal_year_ja(y)) for y in range(this_year, this_year - 5, -1)],
        "months": rows,
        "total": _total(rows),
    }
    return render(request, "counter/money/months.html", context)


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_GET
def journal(request: Visit) -> HttpResponse:
    """仕訳: the entries of a month for an accounting system."""
    hall, first = _which_hall(request), _which_month(request)
    encoding = ENCODINGS.get(request.GET.get("csv", ""), ENCODINGS["utf-8"])
    rows = [
        (
            entry.day.isoformat(),
            atlas().halls[entry.account.hall].name,
            entry.get_kind_display(),
            entry.corrects.get_kind_display() if entry.corrects else "",
            entry.get_method_display() or (entry.corrects and entry.corrects.get_method_display()),
            entry.amount,
            entry.account.label,
            paper_number(entry),
            entry.reference,
            entry.reason,
            entry.by,
            entry.pk,
        )
        for entry in months_of.journal(hall, first)
    ]
    return csv_file(JOURNAL, rows, f"journal-{hall or 'all'}-{first:%Y-%m}.csv", encoding)


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_GET
def open_at_end(request: Visit) -> HttpResponse:
    """未収・未返還の内訳 at the end of a month."""
    hall, year, first = _which_hall(request), _which_year(request), _which_month(request)
    due_back = request.GET.get("kind") == "due_back"
    found = months_of.open_accounts(hall, year, first, due_back=due_back)
    context = {
        "hall": hall,
        "year": year,
        "first": first,
        "due_back": due_back,
        "accounts": found,
        "total": sum(yen for _, yen in found),
    }
    return render(request, "counter/money/open.html", context)


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_GET
def entries(request: Visit) -> HttpResponse:
    """内訳: the entries behind a figure of the months."""
    hall, year, kind = _which_hall(request), _which_year(request), request.GET.get("kind", "")
    first = _which_month(request)
    if kind not in COLUMNS:
        raise Http404
    found = entries_of(hall, year, first, kind)
    context = {
        "hall": hall,
        "year": year,
        "first": first,
        "kind": Kind(kind).label,
        "entries": found,
        "total": sum(entry.amount for entry in found),
    }
    return render(request, "counter/money/entries.html", context)


def _csv(hall: str, year: int, rows: list[Month], encoding: str) -> HttpResponse:
    """月計 for Excel: one line a month."""
    name = atlas().halls[hall].name if hall else translate("全館")
    lines = []
    for row in rows:
        kind = translate("出納整理期間") if row.settling else translate("年度内")
        figures = (row.charged, row.reduced, row.paid, row.refunded, row.unpaid, row.due_back)
        lines.append((year, name, f"{row.first:%Y-%m}", kind, *figures))
    return csv_file(HEADINGS, lines, f"months-{hall or 'all'}-{year}.csv", encoding)


def paper_number(entry: Entry) -> str:
    """領収書番号 or the number of the note of a refund."""
    paper = getattr(entry, "receipt", None) or getattr(entry, "note", None)
    return paper.number if paper else ""


def _which_month(request: Visit) -> date:
    first = read_date(request.GET.get("month", ""))
    if first is None or first.day != 1:
        raise Http404
    return first


def _total(rows: list[Month]) -> dict[str, int]:
    names = ("charged", "reduced", "paid", "refunded")
    return {name: sum(getattr(row, name) for row in rows) for name in names}


def _halls(request: Visit) -> list[str]:
    """The halls whose drawer this person may close."""
    user: Any = request.user
    return [user.hall] if user.hall in atlas().halls else list(atlas().halls)


def _hall(request: Visit) -> str:
    halls = _halls(request)
    wanted = request.POST.get("hall") or request.GET.get("hall", "")
    return wanted if wanted in halls else halls[0]


def _which_hall(request: Visit) -> str:
    wanted = request.GET.get("hall", "")
    return wanted if wanted in atlas().halls else ""


def _which_year(request: Visit) -> int:
    this_year = fiscal_year(clock.day(clock.now()))
    written = digits(request.GET.get("year", ""))[:4]
    year = int(written or this_year)
    return year if FIRST_YEAR <= year <= this_year else this_year
