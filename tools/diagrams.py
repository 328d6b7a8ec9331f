"""図: draw the diagrams of docs/ from the tables in the code.

``python tools/diagrams.py`` writes them; with ``--check`` it writes nothing and exits 1 when a
page differs from its table.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from uketsuke.bookings import states  # noqa: E402  (the path must be set first)
from uketsuke.protection.checklist import LINES, Line  # noqa: E402

BOOKING_STATES = """\
# 予約の状態

Drawn from `MOVES` in `src/uketsuke/bookings/states.py` by `python tools/diagrams.py`; change the
table, not this page. An arrow is a move that exists, its words say who may make it. There is no
other way to change a state.

```mermaid
{diagram}```

- A booking keeps its cells (枠) while it is {occupying}.
- A cancel can be taken back for some minutes (a figure of the reception rules), and only while its
  cells are still free; so the two arrows out of 取消.
- 利用済・無断不使用 → 承認: what the office wrote down wrongly is taken back, with its trace.
- 承認 → 利用済 is made by the worker when the day is over and an arrival was written down; where
  nothing was written down, the day's screen asks for it.
- 承認 → 失効: the payment deadline runs from the approval.
"""


PROTECTION = """\
# 個人情報保護対策の一覧

Printed from `src/uketsuke/protection/checklist.py` by `python tools/diagrams.py`; change the list,
not this page. `/staff/protection/` shows the same lines with live evidence and prints them as the
report to the ward. Lines that the ward's three checklists share stand once.

{lines}"""


def protection() -> str:
    """Every line of the ward's checklists with what stands behind it."""
    return PROTECTION.format(lines="\n".join(_line(line) for line in LINES))


def _line(line: Line) -> str:
    parts = [f"## {line.code} {line.words}", f"{line.kind}（{'・'.join(line.lists)}）"]
    parts.append(f"- システム: {line.how}\n- 人: {line.who}")
    if line.missing:
        parts.append(f"**まだないもの**: {line.missing}")
    if line.proof:
        parts.append("証拠: " + "、".join(f"[{path}](../{path})" for path in line.proof))
    return "\n\n".join(parts) + "\n"


def pages() -> dict[Path, str]:
    """Every drawn page with the text it should have."""
    occupying = "・".join(
        states.LABELS[state] for state in states.State if state in states.OCCUPYING
    )
    text = BOOKING_STATES.format(diagram=states.mermaid(), occupying=occupying)
    return {
        ROOT / "docs/ideas/booking-states.md": text,
        ROOT / "docs/protection.md": protection(),
    }


def main(arguments: list[str]) -> int:
    """Write the pages, or with ``--check`` only compare them. 0: fine, 1: differs, 2: usage."""
    if arguments not in ([], ["--check"]):
        print("usage: diagrams.py [--check]", file=sys.stderr)
        return 2
    stale = [page for page, text in pages().items() if _text_of(page) != text]
    for page in stale:
        if arguments:
            print(f"{page.relative_to(ROOT)} differs from its table: run tools/diagrams.py")
        else:
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(pages()[page], encoding="utf-8")
            print(f"wrote {page.relative_to(ROOT)}")
    return 1 if arguments and stale else 0


def _text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8") if page.exists() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
