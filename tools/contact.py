"""貼り合わせ: pictures of screens laid beside each other, as large sheets and as one page."""

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from walk import Screen

# By the width of the screen: how wide it is shown, how many stand in a row, and how many rows.
LAID = {320: (256, 6, 2), 768: (500, 3, 2), 794: (500, 3, 2), 1280: (760, 2, 2)}
TALL, TALL_WIDE, LINE, GAP = 1000, 620, 22, 12
STYLE = """body { font: 16px/1.6 sans-serif; margin: 1rem; background: #e8e8e8; }
section { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 1rem; }
figure { margin: 0; } figcaption { max-width: 24rem; overflow-wrap: anywhere; }
img { border: 1px solid #767676; max-height: 48rem; object-fit: cover; object-position: top; }"""


@dataclass(frozen=True)
class Picture:
    """写真: a screen, in one state and one look."""

    screen: Screen
    state: str
    look: str
    path: Path

    @property
    def caption(self) -> str:
        return f"{self.screen.title} {self.screen.page}"


def write(folder: Path, made: list[Picture], states: dict[str, str], looks: list[str]) -> int:
    """All sheets, and the page; how many sheets."""
    ordered = [
        (f"{door}-{state}-{look}", of_one)
        for door in ("portal", "counter")
        for state in states
        for look in looks
        if (of_one := [p for p in made if (p.screen.door, p.state, p.look) == (door, state, look)])
    ]
    count = sum(sheets(folder, name, of_one) for name, of_one in ordered)
    (folder / "index.html").write_text(page_of(made, states), encoding="utf-8")
    return count


def sheets(folder: Path, name: str, pictures: list[Picture]) -> int:
    """The pictures, some on each sheet."""
    with Image.open(pictures[0].path) as first:
        wide, row, rows = LAID[first.width]
    tall = TALL if wide < 600 else TALL_WIDE
    for nth, some in enumerate(batches(pictures, row * rows), start=1):
        lines = -(-len(some) // row)
        sheet = Image.new("RGB", (row * (wide + GAP), lines * (tall + LINE + GAP)), "#b8bcc4")
        for place, each in enumerate(some):
            left, top = place % row * (wide + GAP), place // row * (tall + LINE + GAP)
            paste(sheet, each, (left, top), (wide, tall))
        few = sheet.quantize(64, method=Image.Quantize.FASTOCTREE)  # small, and quickly made
        few.save(folder / f"{name}-{nth:02}.png")
    return nth


def paste(sheet: Image.Image, each: Picture, at: tuple[int, int], size: tuple[int, int]) -> None:
    """One picture with its place in the resolver above it."""
    with Image.open(each.path) as whole:
        scale = size[0] / whole.width
        high = min(round(whole.height * scale), size[1])
        shown = whole.crop((0, 0, whole.width, round(high / scale))).resize((size[0], high))
    sheet.paste("#b8bcc4", (at[0], at[1], at[0] + size[0] + GAP, at[1] + LINE))  # what hung over
    sheet.paste(shown, (at[0], at[1] + LINE))
    font = ImageFont.load_default(14)
    ImageDraw.Draw(sheet).text((at[0] + 2, at[1] + 2), each.screen.name, "#000000", font)


def batches(pictures: Iterable[Picture], size: int) -> Iterator[list[Picture]]:
    left = iter(pictures)
    while some := list(islice(left, size)):
        yield some


def page_of(made: list[Picture], states: dict[str, str]) -> str:
    """Every screen with all its pictures, one below the other."""
    parts = []
    order = sorted(made, key=lambda each: (each.screen.door, each.screen.page, each.screen.nth))
    for page, pictures in groupby(order, key=lambda each: each.screen.page):
        figures = [
            f'<figure><a href="pictures/{each.path.name}"><img loading="lazy" '
            f'src="pictures/{each.path.name}" alt="" width="{width_of(each)}"></a>'
            f"<figcaption>{html.escape(each.screen.title)}<br>{states[each.state]}・{each.look}・"
            f"{each.screen.who or '—'}<br>{html.escape(each.screen.path)}</figcaption></figure>"
            for each in pictures
        ]
        parts.append(f"<h2>{html.escape(page)}</h2><section>{''.join(figures)}</section>")
    head = f'<!doctype html><html lang="ja"><meta charset="utf-8"><title>画面</title><style>{STYLE}'
    return f"{head}</style><h1>画面 {len(parts)}</h1>{''.join(parts)}</html>"


def width_of(each: Picture) -> int:
    """As wide as on a sheet."""
    with Image.open(each.path) as picture:
        return LAID[picture.width][0]
