"""``uketsuke lottery``: the calendar of the monthly draws."""

import argparse

from uketsuke.bookings.opening import use_month
from uketsuke.doors.cli.options import add_json, month, set_up, show
from uketsuke.kernel import clock
from uketsuke.kernel.calendar import add_months, date_ja
from uketsuke.kernel.refusals import Refusal


def configure(parser: argparse.ArgumentParser) -> None:
    """Contract: contracts.md, ``uketsuke lottery calendar``."""
    what = parser.add_subparsers(dest="what", required=True, metavar="calendar")
    calendar = what.add_parser("calendar", help="利用月ごとの抽選日")
    calendar.add_argument("--from", dest="first", required=True, type=month, metavar="YYYY-MM")
    calendar.add_argument("--to", dest="last", required=True, type=month, metavar="YYYY-MM")
    add_json(calendar)


def run(options: argparse.Namespace) -> None:
    """Print one row for each month of use."""
    set_up()
    from uketsuke.bookings.queries import rules  # noqa: PLC0415

    if options.last < options.first:
        raise Refusal("lottery.months", first=options.first, last=options.last)
    opening = rules(clock.day(clock.now())).opening
    rows, lines = [], []
    current = options.first
    while current <= options.last:
        days = use_month(current, opening)
        until = days.residents_only_until
        rows.append(
            {
                "use_month": f"{current:%Y-%m}",
                "residents_draw": days.residents_draw.isoformat(),
                "residents_only_until": until.isoformat(),
                "others_draw": days.others_draw.isoformat(),
            }
        )
        lines.append(
            f"{current:%Y-%m}  区民 {date_ja(days.residents_draw)}"
            f"  区民のみ {date_ja(until.date())}{until:%H:%M}まで"
            f"  区民以外 {date_ja(days.others_draw)}"
        )
        current = add_months(current, 1)
    show(rows, lines, options.json)
