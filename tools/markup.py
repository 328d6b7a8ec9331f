#!/usr/bin/env python3
"""HTML と CSS の検査: the Nu Html Checker over every screen that a walk of a demo finds.

What it calls an error or warns of makes this fail, unless it stands below with its reason.
"""

import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import sheet
import shots
import walk
from apart import ROOT
from demo import demo
from playwright.sync_api import sync_playwright
from walk import Screen

# The checker as the npm registry has it, and what npm says it must be.
CHECKER = "vnu-jar@26.9.27"
JAR = ROOT / ".venv-scan" / CHECKER / "package/build/dist/vnu.jar"
STYLES = ROOT / "src/uketsuke/doors/shared/static/uketsuke"
# Part of a message: why it is no fault of ours.
NO_FAULT: dict[str, str] = {}


def main() -> None:
    found = list(faults())
    print(*found, f"{len(found)} found", sep="\n")
    sys.exit(bool(found))


def faults() -> Iterator[str]:
    """What is wrong on any screen, or in the stylesheets."""
    fetch()
    with tempfile.TemporaryDirectory() as folder:
        count = keep(screens(), Path(folder))
        print(f"markup: {count} screens", flush=True)
        for style in STYLES.glob("*.css"):
            (Path(folder) / style.name).write_bytes(style.read_bytes())
        yield from checked(Path(folder))


def fetch() -> None:
    """The checker, once; Java runs it."""
    missing = [name for name in ("java", "npm") if shutil.which(name) is None]
    if missing:
        sys.exit(f"{'・'.join(missing)} がありません: apt-get install default-jre-headless npm")
    if JAR.exists():
        return
    place = ROOT / ".venv-scan" / CHECKER
    place.mkdir(parents=True, exist_ok=True)
    words = ["npm", "pack", "--silent", "--pack-destination", str(place), CHECKER]
    said = subprocess.run(words, check=True, capture_output=True, text=True)
    with tarfile.open(place / said.stdout.strip()) as packed:
        jar = packed.extractfile(JAR.relative_to(place).as_posix())
        JAR.parent.mkdir(parents=True, exist_ok=True)
        JAR.write_bytes(jar.read() if jar else b"")


def screens() -> Iterator[Screen]:
    """Every screen of a demo, by the first who may see it."""
    with demo() as (address, accounts), sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shots.CHROMIUM, args=shots.QUIET)
        with sheet.opened(browser, address, accounts) as enter:
            yield from sheet.found(enter, address, walk.LOOKERS)
        browser.close()


def keep(seen: Iterable[Screen], folder: Path) -> int:
    """Their sources as files; how many there are."""
    count = 0
    for each in seen:
        name = f"{each.door}-{each.who or 'guest'}-{each.name}.html"
        (folder / name).write_text(each.source, encoding="utf-8")
        count += 1
    return count


def checked(folder: Path) -> Iterator[str]:
    """What the checker calls an error in the files of ``folder``, or warns of."""
    words = ["java", "-jar", str(JAR), "--format", "json", "--exit-zero-always", "--also-check-css"]
    said = subprocess.run([*words, str(folder)], check=True, capture_output=True, text=True)
    for each in json.loads(said.stderr)["messages"]:
        remark = each["type"] == "info" and each.get("subType") != "warning"
        if remark or any(part in each["message"] for part in NO_FAULT):
            continue
        where, line = each["url"].rsplit("/", 1)[-1], each.get("lastLine", "")
        yield f"{where}:{line} {each['message']} {each.get('extract', '')[:160]!r}"


if __name__ == "__main__":
    main()
