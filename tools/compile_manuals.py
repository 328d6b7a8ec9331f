"""手引きの組み立て: makes what the pages of a manual show.

The text stands in ``docs/manual/*.md`` alone, the pictures in ``docs/shots/``; what is made of them
stands in no repository. Run by ``tools/setup`` in a checkout and by the build of the wheel.
``NAME.en.md`` is ``NAME.md`` in another language (the code of its pages); readings of
``NAME.ja-easy.md`` get their marks here.

A chapter begins with ``<a id="word"></a>`` and a heading of the second level. A picture that is
not made yet is left out.
"""

import json
import re
import runpy
from pathlib import Path
from typing import TypedDict

from markdown_it import MarkdownIt
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
TEXTS = ROOT / "docs" / "manual"
SHOTS = ROOT / "docs" / "shots"
SHARED = ROOT / "src" / "uketsuke" / "doors" / "shared"
RUBY = ROOT / "src" / "uketsuke" / "kernel" / "ruby.py"
EASY = ".ja-easy"
MADE = SHARED / "manuals"
PICTURES = SHARED / "static" / "uketsuke" / "manual"
CHAPTER = re.compile(r'^<a id="([\w-]+)"></a>\n+## (.+)\n', re.MULTILINE)
ANCHOR = re.compile(r'<a id="([\w-]+)"></a>')
PICTURE = re.compile(r'<p><img src="\.\./shots/([\w/-]+)\.png" alt="([^"]*)" /></p>\n')
LINK = re.compile(r'href="#([\w-]+)"')
WIDEST, TALLEST, QUALITY = 880, 1000, 60


class Chapter(TypedDict):
    """章: a page of its own."""

    word: str
    title: str
    html: str


class Manual(TypedDict):
    """手引き."""

    title: str
    lead: str
    chapters: list[Chapter]


def compile_all() -> None:
    """Make the manuals and their pictures, where something is newer than what was made."""
    newest = max(path.stat().st_mtime for path in [Path(__file__), TEXTS, *_sources()])
    MADE.mkdir(exist_ok=True)
    stamp = MADE / ".made"
    if stamp.exists() and stamp.stat().st_mtime >= newest:
        return
    for path in sorted(TEXTS.glob("*.md")):
        text = json.dumps(manual(_text(path)), ensure_ascii=False)
        (MADE / f"{path.stem}.json").write_text(text, encoding="utf-8")
    stamp.touch()


def _text(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    # From the source: the package may not be installed yet.
    return runpy.run_path(str(RUBY))["marked"](text) if path.stem.endswith(EASY) else text


def _sources() -> list[Path]:
    return [*TEXTS.glob("*.md"), *SHOTS.rglob("*.png")]


def manual(text: str) -> Manual:
    """``text`` cut into chapters, each as HTML."""
    head, *rest = CHAPTER.split(text)
    title, _, lead = head.strip().removeprefix("# ").partition("\n")
    cut = list(zip(rest[0::3], rest[1::3], rest[2::3], strict=True))
    homes = {anchor: word for word, _, body in cut for anchor in (word, *ANCHOR.findall(body))}
    chapters = [
        Chapter(word=word, title=heading, html=_html(body, homes)) for word, heading, body in cut
    ]
    return Manual(title=title, lead=_html(lead, homes, here=""), chapters=chapters)


def _html(text: str, homes: dict[str, str], here: str = "../") -> str:
    html = MarkdownIt("commonmark").enable("table").render(text)
    html = LINK.sub(lambda found: f'href="{here}{homes[found[1]]}/#{found[1]}"', html)
    html = html.replace("<th>", '<th scope="col">')
    html = html.replace("h3>", "h2>")  # the chapter's heading is the page's first
    html = html.replace("<table>", '<div class="table"><table>').replace(
        "</table>", "</table></div>"
    )
    return PICTURE.sub(lambda found: _picture(found[1], found[2]), html)


def _picture(name: str, alt: str) -> str:
    source = SHOTS / f"{name}.png"
    if not source.exists():
        return ""
    small = PICTURES / f"{name}.webp"
    small.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(source) as shot:
        top = shot.convert("RGB").crop((0, 0, shot.width, min(shot.height, TALLEST)))
        top.thumbnail((WIDEST, TALLEST))
        top.save(small, quality=QUALITY, method=6)
    size = f'width="{top.width}" height="{top.height}"'
    return f'<p><img src="picture:{name}" alt="{alt}" {size} loading="lazy"></p>\n'


if __name__ == "__main__":
    compile_all()
