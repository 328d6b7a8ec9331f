"""紙: 利用承認書 and 領収書 as PDF, with embedded Japanese fonts.

A paper is a page of HTML like any other, drawn by WeasyPrint. Nothing is fetched while it is
drawn; fonts are those installed, in an order that has a glyph for every name (see the
stylesheet).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from threading import Lock
from typing import Any

from django.template.loader import get_template, render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, override
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from uketsuke.bookings.models import Booking
from uketsuke.bookings.states import State
from uketsuke.doors.shared.drawing import aloud
from uketsuke.equipment.models import Line
from uketsuke.halls.facts import HallFacts, RoomFacts
from uketsuke.halls.queries import atlas
from uketsuke.kernel.languages import JAPANESE
from uketsuke.kernel.practice import LABEL, is_practice
from uketsuke.kernel.refusals import Refusal
from uketsuke.ledger.models import Bill, Receipt, RefundNote
from uketsuke.ledger.queries import balance, paid
from uketsuke.meetings.models import Meeting, Sheet
from uketsuke.meetings.timetable import STAGES
from uketsuke.notices import letter
from uketsuke.notices.letter.window import FOLDS, SIZES, Area, area
from uketsuke.notices.models import Envelope, Notice
from uketsuke.protection.closing.counted import Facts
from uketsuke.protection.models import Erasure
from uketsuke.tariffs.queries import Version, version

STANDING = frozenset({State.APPROVED, State.USED})


_MARK = (
    'font: 700 12pt "BIZ UDPGothic", "Noto Sans CJK JP", sans-serif; color: #8a1f11;'
    " border: 1pt dashed #8a1f11; margin-top: 4mm; margin-bottom: 3mm;"
)
# Pango's fonts are shared by the process and must not be used by two threads at once.
_DRAWING = Lock()
# Margins of ``paper.css``, the space below an address, and how far in a fold mark begins (mm).
_LEFT, _TOP, _BELOW, _EDGE = 24, 17, 8, 4


@dataclass(frozen=True, slots=True)
class RefundLine:
    """還付表の一行: cancelled until ``until`` (None: after all of these), this comes back."""

    until: date | None
    how_much: str | Promise


def permit(booking: Booking) -> bytes:
    """利用承認書 of an approved booking. Raises Refusal ``papers.not_approved``."""
    return _drawn("papers/permit.html", _of_permit(booking))


def receipt_and_permit(issued: Receipt, nth: int, booking: Booking) -> bytes:
    """領収書と利用承認書, one behind the other in one file; without a permit only the receipt."""
    papers = [("papers/receipt.html", _of_receipt(issued, nth))]
    if booking.state in STANDING:
        papers.append(("papers/permit.html", _of_permit(booking)))
    first, *rest = (_document(template, context) for template, context in papers)
    pages = [page for document in (first, *rest) for page in document.pages]
    return aloud.written(first.copy(pages))


def _of_permit(booking: Booking) -> dict[str, Any]:
    if booking.state not in STANDING:
        raise Refusal("papers.not_approved", old=booking.state)
    room = atlas().by_id(booking.room_id)
    tariff = version(booking.tariff_id)
    owed = balance(booking.account_id or 0)
    return {
        "booking": booking,
        "made": booking.application,
        "decided": booking.decided_at,
        "hall": _hall(room),
        "room": room,
        "slots": [room.slot(code) for code in booking.slot_codes],
        "hours": room.hours(booking.slot_codes),
        "official": tariff.facts.official,
        "owed": max(owed, 0),
        "due_back": max(-owed, 0),
        "paid": paid(booking.account_id or 0),
        "refunds": _refunds(tariff, booking.date),
    }


def receipt(issued: Receipt, nth: int) -> bytes:
    """領収書, the ``nth`` print: only from what was frozen when the money came in."""
    return _drawn("papers/receipt.html", _of_receipt(issued, nth))


def _of_receipt(issued: Receipt, nth: int) -> dict[str, Any]:
    content: dict[str, Any] = issued.content
    return {
        "number": issued.number,
        "issued": issued.issued_at,
        "nth": nth,
        "used": date.fromisoformat(content["date"]),
        "paid_on": date.fromisoformat(content["paid_on"]),
        "part": content["amount"] != sum(line["amount"] for line in content["lines"]),
        **{name: content[name] for name in _FROZEN},
    }


def meeting(
    booking: Booking, sheet: Sheet | None, held: Meeting | None, lines: Sequence[Line]
) -> bytes:
    """打合せ票: what was agreed on about a use, or an empty form to be filled at the meeting."""
    room, written = atlas().by_id(booking.room_id), sheet or Sheet(booking=booking)
    context = {
        "booking": booking,
        "made": booking.application,
        "hall": _hall(room),
        "room": room,
        "slots": [room.slot(code) for code in booking.slot_codes],
        "hours": room.hours(booking.slot_codes),
        "sheet": written,
        "stages": [(label, getattr(written, name)) for name, label in STAGES.items()],
        "meeting": held,
        "lines": lines,
    }
    return _drawn("papers/meeting.html", context)


def bill(issued: Bill) -> bytes:
    """納入通知書: only from what was frozen when it was issued."""
    context = {
        **issued.content,
        "number": issued.number,
        "issued": issued.issued_at,
        "due": issued.due,
        "used": date.fromisoformat(issued.content["date"]),
    }
    return _drawn("papers/bill.html", context)


def protection(content: dict[str, Any]) -> bytes:
    """個人情報保護対策の点検報告書: the checklist as it stands at this moment."""
    return _drawn("papers/protection.html", content)


def analysis(content: dict[str, Any]) -> bytes:
    """ログ点検の報告書: what was unusual in a month, and who has read it."""
    return _drawn("papers/analysis.html", content)


def statistics(content: dict[str, Any]) -> bytes:
    """利用状況の報告書: the tables of a month or a 年度."""
    return _drawn("papers/statistics.html", content)


def day_sheet(content: dict[str, Any]) -> bytes:
    """利用予定表: a hall's day with room to write by hand."""
    return _drawn("papers/day_sheet.html", content)


def incident(content: dict[str, Any]) -> bytes:
    """事故の報告書: what happened and what was done, as far as it has come."""
    return _drawn("papers/incident.html", content)


def work(content: dict[str, Any]) -> bytes:
    """作業申請書, or once the work is reported its 完了報告書 with the pages that were opened."""
    return _drawn("papers/work.html", content)


def erasure(found: Erasure) -> bytes:
    """消去報告書: what has gone, by whose word, and until when copies of it remain."""
    rows = []
    for plan in found.plan:
        gone = found.done.get(plan["code"], {"count": 0, "digest": ""})
        rows.append((plan, gone["count"], gone["digest"]))
    return _drawn("papers/erasure.html", {"found": found, "rows": rows})


def closing(facts: Facts) -> bytes:
    """契約終了時の消去報告書: drawn before anything goes, named when nothing is left."""
    return _drawn("papers/closing.html", {"facts": facts, "order": facts.closing})


def refund_note(issued: RefundNote) -> bytes:
    """返還の明細書: only from what was frozen when the money went back."""
    content: dict[str, Any] = issued.content
    receipts = [
        {"number": each["number"], "day": date.fromisoformat(each["day"])}
        for each in content["receipts"]
    ]
    context = {
        **content,
        "number": issued.number,
        "issued": issued.issued_at,
        "used": date.fromisoformat(content["date"]),
        "paid_on": date.fromisoformat(content["paid_on"]),
        "receipts": receipts,
    }
    return _drawn("papers/refund_note.html", context)


def letters(
    notices: Sequence[Notice], at: datetime, *, envelope: Envelope | None = None, nth: int = 1
) -> bytes:
    """通知書, the ``nth`` print: the letters of one group together, its address where the window of
    the envelope is. Raises Refusal ``letters.no_envelope``."""
    within = area(letter.window_of(envelope or letter.envelope()))
    sets = letter.addressed(list(notices), within)
    return _drawn("papers/letters.html", {"sets": sets, "at": at, "nth": nth}, _placed(within))


def _placed(within: Area) -> str:
    """宛名の場所 as a stylesheet; the page's margins are those of ``paper.css``."""
    sizes = "".join(f".pt-{size * 10:.0f} {{ font-size: {size}pt; }}" for size in SIZES)
    folds = "".join(f".fold-{y} {{ top: {y - _TOP}mm; }}" for y in FOLDS)
    return (
        f".address {{ left: {within.left - _LEFT}mm; top: {within.top - _TOP}mm;"
        f" width: {within.width}mm; height: {within.height}mm; }}"
        f".envelope {{ padding-top: {within.top + within.height + _BELOW - _TOP}mm; }}"
        f".fold {{ left: {_EDGE - _LEFT}mm; }}{sizes}{folds}"
    )


# What the receipt's page takes from the frozen content as it is.
_FROZEN = (
    *("issuer", "issuer_number", "hall", "fee", "payer", "booking", "room", "slots", "lines"),
    *("official", "amount", "tax_percent", "tax", "method", "tendered", "change"),
)


def _drawn(template: str, context: dict[str, Any], more: str = "") -> bytes:
    return aloud.written(_document(template, context, more))


def _document(template: str, context: dict[str, Any], more: str = "") -> Document:
    with override(JAPANESE):  # documents are Japanese, whoever opens them (docs/decisions/0043)
        text = render_to_string(template, context)
    page = HTML(string=text, url_fetcher=_closed())
    with _DRAWING:
        fonts, style = _style()
        styles = [style, _practice(fonts)] if is_practice() else [style]
        if more:
            styles.append(CSS(string=more, font_config=fonts, url_fetcher=_closed()))
        return page.render(stylesheets=styles, font_config=fonts)


@cache
def _style() -> tuple[FontConfiguration, CSS]:
    """Fonts and stylesheet, read once for each process."""
    fonts = FontConfiguration()
    source = get_template("papers/paper.css").render()
    return fonts, CSS(string=source, font_config=fonts, url_fetcher=_closed())


@cache
def _practice(fonts: FontConfiguration) -> CSS:
    """A mark at the top of every page of every paper."""
    mark = f'@page {{ @top-center {{ content: "{LABEL}（作りもの）"; {_MARK} }} }}'
    return CSS(string=mark, font_config=fonts, url_fetcher=_closed())


def _closed() -> URLFetcher:
    """Fetches nothing: whatever a name or a title says, no address is ever opened."""
    return URLFetcher(allowed_protocols=())


def _refunds(tariff: Version, use: date) -> list[RefundLine]:
    """返還の割合 by the day of the cancel, the earliest first."""
    steps = sorted(tariff.refund_steps, key=lambda step: step.min_days, reverse=True)
    return [
        RefundLine(
            use - timedelta(days=step.min_days) if step.min_days else None,
            _share(step.percent),
        )
        for step in steps
    ]


def _share(percent: int) -> str | Promise:
    if percent in (0, 100):
        return gettext_lazy("全額") if percent else gettext_lazy("なし")
    return f"{percent}%"


def _hall(room: RoomFacts) -> HallFacts:
    return atlas().halls[room.hall]
