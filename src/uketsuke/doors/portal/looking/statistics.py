"""公開の統計: how the halls are used, for everybody."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from uketsuke.doors.portal import kept
from uketsuke.doors.shared.drawing.charts import Chart, chart, rate_bar
from uketsuke.doors.shared.entrance.guards import everyone
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.words import written
from uketsuke.doors.shared.words.sentences import room_name
from uketsuke.halls.spoken import named
from uketsuke.kernel import clock
from uketsuke.kernel.calendar import fiscal_year
from uketsuke.kernel.text import digits
from uketsuke.reports.open import published

YEARS = 6


@everyone
@require_safe
def statistics(request: Visit) -> HttpResponse:
    """統計 of a 年度 (this one, unless another of the last six is asked for)."""
    at = clock.now()
    this = fiscal_year(clock.day(at))
    years = list(range(this, this - YEARS, -1))
    asked = int(digits(request.GET.get("year", ""))[:4] or 0)
    year = asked if asked in years else this
    name = kept.name_of(request, [], [], at, "statistics", year, at.hour)
    context = {"year": year, "year_ja": _year(year)}
    context["years"] = [(each, _year(each)) for each in years]

    def draw() -> HttpResponse:
        found = _in_words(published(year))
        made = context | {"found": found, "chart": _chart(found)}
        return render(request, "portal/looking/statistics.html", made)

    return kept.page(request, name, draw)


def _year(year: int) -> str:
    """年度: the era changes in May, so that 2019 is 令和元年度 as a whole."""
    return _("{era}度（{month}から）").format(
        era=written.era_year(date(year, 5, 1)), month=written.month(date(year, 4, 1))
    )


def _in_words(found: dict[str, Any]) -> dict[str, Any]:
    """The figures with their headings in the language of the page."""
    came = found["visitors"]
    visitors = came | {"tables": _tables(came["tables"])}
    return found | {"tables": _tables(found["tables"]), "visitors": visitors}


def _tables(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        table
        | {
            "title": named(table["title"]),
            "rows": [row | {"label": _label(table["by"], row)} for row in table["rows"]],
        }
        for table in found
    ]


def _label(by: str, row: dict[str, Any]) -> str:
    match by:
        case "room":
            return room_name(row["key"])
        case "month":
            return written.month(date.fromisoformat(f"{row['key']}-01"))
    return named(row["label"])


def _chart(found: dict[str, Any]) -> Chart:
    """利用率, month by month; a hidden one is not drawn."""
    rows = next(table["rows"] for table in found["tables"] if table["by"] == "month")
    bars = [
        rate_bar(row["label"], row["rate"], "hatched") for row in rows if row["rate"] is not None
    ]
    told = _("利用枠を貸出枠で割った割合。下の表と同じ数です。")
    return chart("months", _("月ごとの利用率"), told, bars)
