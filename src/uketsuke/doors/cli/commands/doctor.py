"""``uketsuke doctor``: what is wrong with this installation, and what to do about it."""

import argparse

from uketsuke.doors.cli.options import add_json, set_up, show


def configure(parser: argparse.ArgumentParser) -> None:
    """1 where something is wrong."""
    add_json(parser)


def run(options: argparse.Namespace) -> int:
    set_up()
    from uketsuke.kernel import clock  # noqa: PLC0415
    from uketsuke.protection.checkup.run import results  # noqa: PLC0415

    made = list(results(clock.now()))
    wrong = sum(len(each.troubles) for each in made)
    unasked = sum(not each.asked for each in made)
    lines: list[str] = []
    for each in made:
        mark = "－" if not each.asked else "×" if each.troubles else "○"
        lines.append(f"{mark} {each.check.title}")
        for trouble in each.troubles:
            lines += [f"    {trouble.words}", f"    → {trouble.todo}"]
    lines.append("")
    lines.append(
        f"直すことが{wrong}件あります。" if wrong else "直すことはありません。すべて良好です。"
    )
    if unasked:
        lines.append(f"－ の{unasked}項目は、データベースにつながってから調べます。")
    document = {
        "well": not wrong,
        "checks": [
            {
                "code": each.check.code,
                "title": each.check.title,
                "asked": each.asked,
                "troubles": [{"words": one.words, "todo": one.todo} for one in each.troubles],
            }
            for each in made
        ],
    }
    show(document, lines, options.json)
    return 1 if wrong else 0
