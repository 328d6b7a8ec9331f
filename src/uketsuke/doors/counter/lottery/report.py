"""抽選の報告: demand, who won how often, and what other rules would have given."""

import json
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from uketsuke.bookings.reception import UseDay
from uketsuke.doors.counter.lottery.views import round_of
from uketsuke.doors.shared.drawing.charts import Bar, chart
from uketsuke.doors.shared.drawing.downloads import csv_file
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.inputs.forms import CountField, Form
from uketsuke.doors.shared.words.sentences import use_name
from uketsuke.identity.models import Role
from uketsuke.lottery import queries
from uketsuke.lottery import report as reports
from uketsuke.lottery.models import Draw, Entry, Round

ROUNDS = 24  # of one class, the newest: what streaks and trials look at
TOP = 10
MOST = 9


class TrialForm(Form):
    """試算: what would have been under other rules."""

    cap = CountField(label=_("1館で当選できる数"), unit=_("件"), least=1, most=MOST)
    wishes = CountField(label=_("数える希望"), unit=_("つ"), least=1, most=MOST)
    extra = CountField(
        label=_("前回までに外れた方に足すくじの数"),
        unit=_("枚"),
        least=0,
        most=MOST,
        help_text=_("外れが続くごとに、この数だけくじが増えます。"),
    )


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_GET
def report(request: Visit, code: str) -> HttpResponse:
    """抽選回の報告と試算; as CSV too."""
    found = round_of(code)
    draw = queries.last_draw(found)
    context: dict[str, Any] = {"round": found, "facts": queries.facts(found), "draw": draw}
    if draw is None:
        return render(request, "counter/lottery/report.html", context)
    records, parties = _records(found)
    record = records[-1]
    asked = "cap" in request.GET
    first = {"cap": found.rules.cap, "wishes": found.rules.wishes_most, "extra": 0}
    form = TrialForm(request.GET if asked else None, initial=first)
    if asked and form.is_valid():
        given = form.cleaned_data
        trial = reports.replay_all(
            records,
            parties,
            cap=given["cap"],
            wishes=given["wishes"],
            extra_tickets=given["extra"],
        )
        compared = reports.compare(record, trial[-1])
        if "csv" in request.GET:
            return _csv(code, compared)
        context |= {"compared": compared, "compared_chart": _compared_chart(compared)}
    context |= _told(reports.of_round(record)) | {"form": form, "rounds": len(records)}
    context["streaks"] = reports.streaks(records, parties)[:TOP]
    return render(request, "counter/lottery/report.html", context)


def _told(told: reports.RoundReport) -> dict[str, Any]:
    wanted = sorted(told.demand, key=lambda each: (-each.wished, each.cell))[:TOP]
    bars = [Bar(_cell_name(each.cell), each.wished, str(each.wished), "plain") for each in wanted]
    return {
        "told": told,
        "won_at": list(enumerate(told.won_at, start=1)),
        "wanted": [(_cell_name(each.cell), each) for each in wanted],
        "empty": sum(each.wished == 0 for each in told.demand),
        "offered": len(told.demand),
        "demand_chart": chart(
            "demand",
            translate("申込の多い枠"),
            translate("申込の多い順に10枠の申込数です。同じ数字が下の表にあります。"),
            bars,
        ),
    }


def _compared_chart(compared: reports.Comparison) -> Any:
    rows = (
        (translate("当選（実際）"), compared.before.winners, "plain"),
        (translate("当選（試算）"), compared.after.winners, "hatched"),
        (translate("第1希望で当選（実際）"), compared.first_before, "plain"),
        (translate("第1希望で当選（試算）"), compared.first_after, "hatched"),
    )
    bars = [Bar(label, value, str(value), style) for label, value, style in rows]
    words = translate("実際の結果と試算の件数です。同じ数字が下の表にあります。")
    return chart("compared", translate("実際と試算"), words, bars)


def _records(found: Round) -> tuple[list[Any], dict[tuple[str, str], int]]:
    """The records of this class up to this round, the oldest first, and who entered each."""
    drawn = (
        Draw.objects.filter(
            round__dates__klass=found.dates.klass,
            round__dates__use_month__lte=found.dates.use_month,
        )
        .select_related("round__dates")
        .order_by("round__dates__use_month", "number")
    )
    last = {draw.round_id: draw for draw in drawn}
    kept = list(last.values())[-ROUNDS:]
    entries = Entry.objects.filter(round__in=[draw.round_id for draw in kept])
    parties = {
        (code, receipt): group
        for code, receipt, group in entries.values_list("round__code", "receipt", "group_id")
    }
    return [json.loads(draw.record) for draw in kept], parties


def _cell_name(text: str) -> str:
    room, day, slot = queries.as_cell(text)
    return use_name(UseDay(room, day, (slot,)))


def _csv(code: str, compared: reports.Comparison) -> HttpResponse:
    """変わる結果, one line an entry."""
    headings = (translate("受付番号"), translate("実際の希望"), translate("試算の希望"))
    rows = [(each.receipt, each.before or "", each.after or "") for each in compared.changes]
    return csv_file(headings, rows, f"trial-{code}.csv")
