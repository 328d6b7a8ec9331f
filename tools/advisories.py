#!/usr/bin/env python3
"""部品の点検: whether a library that is in use has a known weakness, or a repair we have not taken.

1. Every pinned part is asked about by name and version at PyPI's list of advisories. Where that
   list cannot be reached it says so, and how many parts went unasked.
2. The index that pip is set to is asked for newer releases. One of the same series (5.2.18, where
   5.2.19 is out) is taken to be a repair, and found; a newer series is only told.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from apart import ROOT, apart

LISTS = ("base", "dev")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
SERIES = 2  # 5.2 of 5.2.19


def main() -> None:
    found = list(known_weaknesses())
    for each in found:
        print(f"FOUND {each}")
    print(f"{len(found)} found")
    sys.exit(bool(found))


def known_weaknesses() -> Iterator[str]:
    """What is known against the parts in use."""
    for name in LISTS:
        yield from _advisories(name)
        mine = pins((ROOT / f"requirements/{name}.txt").read_text())
        repairs, newer = behind(mine, _newest(name))
        print(f"{name}: {len(mine)} parts; newer series: {', '.join(newer) or '-'}", flush=True)
        yield from (f"{name} a repair is out: {each}" for each in repairs)


def pins(text: str) -> dict[str, str]:
    """The versions of a file of requirements, by name."""
    return dict(PIN.findall(text))


def behind(mine: Mapping[str, str], newest: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Parts of which a repair is out, and those of which there is a newer series."""
    repairs: list[str] = []
    newer: list[str] = []
    for name, version in sorted(mine.items()):
        latest = newest.get(name, version)
        if latest != version:
            same = latest.split(".")[:SERIES] == version.split(".")[:SERIES]
            (repairs if same else newer).append(f"{name} {version} → {latest}")
    return repairs, newer


def _newest(name: str) -> dict[str, str]:
    """The versions that the list would be pinned to today."""
    command: list[str | Path] = [ROOT / ".venv/bin/uv", "pip", "compile", "--quiet", "--upgrade"]
    command += ["--python-version", "3.11", "--no-header", "--no-annotate", f"{name}.in"]
    told = subprocess.run(
        command, cwd=ROOT / "requirements", capture_output=True, text=True, check=True
    )
    return pins(told.stdout)


def _advisories(name: str) -> Iterator[str]:
    command: list[str | Path] = [
        apart("advisories") / "pip-audit",
        "--disable-pip",
        "--require-hashes",
    ]
    command += ["-r", ROOT / f"requirements/{name}.txt", "-f", "json", "--progress-spinner", "off"]
    told = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    if not told.stdout.startswith("{"):
        yield f"pip-audit {told.stderr[-200:]}"
        return
    parts = json.loads(told.stdout)["dependencies"]
    unasked = [part["name"] for part in parts if "skip_reason" in part]
    print(f"{name}: {len(parts) - len(unasked)} parts compared with the advisories", flush=True)
    if unasked:
        print(f"{name}: the advisories told nothing of {len(unasked)} parts (no way there?)")
    for part in parts:
        for weakness in part.get("vulns", ()):
            repaired = ", ".join(weakness["fix_versions"]) or "-"
            yield f"{part['name']} {part['version']} {weakness['id']}, repaired in {repaired}"


if __name__ == "__main__":
    main()
