"""``uketsuke refund-quote``: what a cancel would return."""

import argparse

from uketsuke.doors.cli.options import add_json, day, set_up, show, yen
from uketsuke.kernel import yen as money
from uketsuke.tariffs.refund import refund_quote


def configure(parser: argparse.ArgumentParser) -> None:
    """Contract: contracts.md, ``uketsuke refund-quote``."""
    parser.add_argument("--room", required=True, help="例 yotsuya/hall")
    parser.add_argument("--date", required=True, type=day, help="利用日 YYYY-MM-DD")
    parser.add_argument("--cancel-on", required=True, type=day, help="取り消す日 YYYY-MM-DD")
    parser.add_argument("--paid", required=True, type=yen, metavar="YEN", help="支払済みの額")
    parser.add_argument("--by", choices=["hall", "group"], default="group", help="だれの都合か")
    add_json(parser)


def run(options: argparse.Namespace) -> None:
    """Print percent, refund and what is kept. Raises Refusal ``refund.*``, ``halls.*``."""
    set_up()
    from uketsuke.halls.queries import atlas  # noqa: PLC0415
    from uketsuke.tariffs.queries import in_force  # noqa: PLC0415

    atlas().room(options.room)
    steps = in_force(options.cancel_on).refund_steps
    told = refund_quote(
        options.paid, options.date, options.cancel_on, steps, by_hall=options.by == "hall"
    )
    document = {"percent": told.percent, "refund": told.refund, "kept": told.kept}
    lines = [
        f"返還の割合  {told.percent}%",
        f"返還額  {money.yen(told.refund)}",
        f"返還しない額  {money.yen(told.kept)}",
    ]
    show(document, lines, options.json)
