"""訳の組み立て: makes the .mo that Django reads of each .po, where it is older.

Run by ``tools/setup`` in a checkout and by the build of the wheel (``[tool.hatch.build.hooks]``):
what is compiled stands in no repository. Readings of やさしい日本語 get their marks here. The build
makes the manuals too (``compile_manuals.py``).
"""

import runpy
import sys
from pathlib import Path
from typing import Any

import polib
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "src" / "uketsuke" / "locale"
RUBY = ROOT / "src" / "uketsuke" / "kernel" / "ruby.py"
EASY = "ja_Easy"
MANUALS = ROOT / "tools" / "compile_manuals.py"


class Messages(BuildHookInterface[Any]):
    """What hatchling calls before it packs the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        compile_all()
        runpy.run_path(str(MANUALS))["compile_all"]()
        build_data["artifacts"] += ["src/uketsuke/locale/*/LC_MESSAGES/*.mo"]
        build_data["artifacts"] += ["src/uketsuke/doors/shared/manuals/*.json"]
        build_data["artifacts"] += ["src/uketsuke/doors/shared/static/uketsuke/manual/**/*.webp"]


def compile_all() -> None:
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        compiled = path.with_suffix(".mo")
        newest = max(path.stat().st_mtime, Path(__file__).stat().st_mtime)
        if not compiled.exists() or compiled.stat().st_mtime < newest:
            _compiled(path).save_as_mofile(str(compiled))


def _compiled(path: Path) -> polib.POFile:
    catalogue = polib.pofile(str(path))
    if path.parts[-3] == EASY:
        # From the source: the package may not be installed yet.
        marked = runpy.run_path(str(RUBY))["marked"]
        for entry in catalogue:
            entry.msgstr = marked(entry.msgstr)
            entry.msgstr_plural = {n: marked(s) for n, s in entry.msgstr_plural.items()}
    return catalogue


if __name__ == "__main__":
    compile_all()
    sys.exit(0)
