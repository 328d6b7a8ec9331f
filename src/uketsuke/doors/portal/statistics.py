"""公開の統計: how the halls are used, for everybody."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from uketsuke.doors.portal import kept
from uketsuke.doors.shared.guards import everyone
from uketsuke.doors.shared.visits import Visit
from uketsuke.kernel import clock
from uketsuke.kernel.calendar import fiscal_year, fiscal_year_ja
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
    written = int(digits(request.GET.get("year", ""))[:4] or 0)
    year = written if written in years else this
    name = kept.name_of(request, [], [], at, "statistics", year, at.hour)
    context = {"year": year, "year_ja": fiscal_year_ja(year)}
    context["years"] = [(each, fiscal_year_ja(each)) for each in years]

    def draw() -> HttpResponse:
        made = context | {"found": published(year)}
        return render(request, "portal/looking/statistics.html", made)

    return kept.page(request, name, draw)
