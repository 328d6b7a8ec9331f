"""図: draw the diagrams of docs/ from the tables in the code.

``python tools/diagrams.py`` writes them; with ``--check`` it writes nothing and exits 1 when a
page differs from its table.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from uketsuke.bookings import states  # noqa: E402  (the path must be set first)

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
- 承認 → 失効: the payment deadline runs from the approval.
"""


def pages() -> dict[Path, str]:
    """Every drawn page with the text it should have."""
    occupying = "・".join(
        states.LABELS[state] for state in states.State if state in states.OCCUPYING
    )
    text = BOOKING_STATES.format(diagram=states.mermaid(), occupying=occupying)
    return {ROOT / "docs/ideas/booking-states.md": text}


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
