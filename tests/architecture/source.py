"""The source as the architecture tests read it: parsed once, never run."""

import ast
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "uketsuke"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One file of the product; ``place`` is its path below src/uketsuke."""

    path: Path

    @property
    def place(self) -> str:
        return self.path.relative_to(PACKAGE).as_posix()

    @property
    def dotted(self) -> str:
        return "uketsuke." + self.place.removesuffix(".py").replace("/", ".")

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(ast.parse(self.text, filename=str(self.path))))

    @property
    def functions(self) -> Iterator[Function]:
        return (node for node in self.nodes if isinstance(node, Function))

    @property
    def imports(self) -> set[str]:
        """Dotted names of all that is imported, wherever the import stands."""
        found: set[str] = set()
        for node in self.nodes:
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found |= {f"{node.module}.{alias.name}" for alias in node.names}
        return found

    def at(self, node: ast.AST, about: object = "") -> str:
        """Where ``node`` stands, as a line that an editor can follow."""
        return f"{self.place}:{getattr(node, 'lineno', 1)} {about}".strip()


@cache
def modules() -> list[Module]:
    """Every Python file of the product, except the migrations."""
    paths = sorted(PACKAGE.rglob("*.py"))
    return [Module(path) for path in paths if "migrations" not in path.parts]


def parts(*suffixes: str) -> list[Path]:
    """Files of the product that are not Python: templates, stylesheets, scripts."""
    return sorted(path for path in PACKAGE.rglob("*") if path.suffix in suffixes)


@cache
def tracked() -> list[Path]:
    """Every text file of the repository: what git knows, and what it would take."""
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()]


def lines_with(paths: list[Path], pattern: str) -> list[str]:
    """``path:number line`` for every line in which ``pattern`` is found."""
    wanted = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT)}:{number} {line.strip()[:120]}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if wanted.search(line)
    ]
