"""``uketsuke quote``: the price of a use, line by line."""

import argparse
from collections import Counter
from dataclasses import replace

from uketsuke.doors.cli.options import add_json, count_or_none, day, set_up, show, yen
from uketsuke.kernel import clock
from uketsuke.kernel import yen as money
from uketsuke.tariffs.quote import Use


def configure(parser: argparse.ArgumentParser) -> None:
    """Contract: contracts.md, ``uketsuke quote``."""
    parser.add_argument("--room", required=True, help="例 yotsuya/hall")
    parser.add_argument("--date", required=True, type=day, help="利用日 YYYY-MM-DD")
    parser.add_argument("--slots", required=True, help="利用区分 例 am,pm")
    parser.add_argument("--admission", type=yen, default=0, metavar="YEN", help="入場料の最高額")
    parser.add_argument("--commercial", action="store_true", help="営利の利用")
    parser.add_argument("--rehearsal", action="store_true", help="練習利用")
    parser.add_argument("--reduction", metavar="CODE", help="減免の種類")
    parser.add_argument(
        "--overtime-hours", type=count_or_none, default=0, metavar="N", help="超過の時間数"
    )
    parser.add_argument(
        "--equipment",
        type=_equipment,
        default={},
        metavar="CODE:N,…",
        help="附帯設備 例 projector:1,wired-mic:2",
    )
    parser.add_argument("--as-of", type=day, help="この日に有効な料金表で（省略: 今日）")
    add_json(parser)


def run(options: argparse.Namespace) -> None:
    """Print the Quote. Raises Refusal ``quote.*``, ``halls.*``."""
    set_up()
    from uketsuke.halls.queries import atlas  # noqa: PLC0415
    from uketsuke.tariffs.queries import quote_for  # noqa: PLC0415

    codes = {word.strip() for word in options.slots.split(",") if word.strip()}
    use = Use(
        room=options.room,
        date=options.date,
        slots=(),
        admission=options.admission,
        commercial=options.commercial,
        rehearsal=options.rehearsal,
        reduction=options.reduction,
        overtime_hours=options.overtime_hours,
        equipment=options.equipment,
    )
    use = replace(use, slots=atlas().room(options.room).in_order(codes))
    told = quote_for(use, options.as_of or clock.day(clock.now()))
    document = {
        "room": told.room,
        "date": told.date.isoformat(),
        "slots": list(told.slots),
        "tariff": told.tariff,
        "lines": [
            {"code": line.code, "label": line.label, "amount": line.amount} for line in told.lines
        ],
        "total": told.total,
    }
    note = "" if told.official else "（見本料金）"
    lines = [f"{line.label}  {money.yen(line.amount)}" for line in told.lines]
    show(document, [*lines, f"合計{note}  {money.yen(told.total)}"], options.json)


def _equipment(text: str) -> dict[str, int]:
    """``CODE:N,CODE:N``."""
    wanted: Counter[str] = Counter()
    for word in text.split(","):
        code, _, number = word.strip().partition(":")
        if not code or not number.isdigit():
            raise argparse.ArgumentTypeError(f"{word}: CODE:個数 の形ではありません")
        wanted[code] += int(number)
    return dict(wanted)
