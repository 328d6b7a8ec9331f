"""残りもの: nothing stands in the product that nothing in it asks for."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from tests.architecture.source import PACKAGE, ROOT, Module, modules, parts

# Named for others than the product itself, and for whom.
ELSEWHERE = {
    "bookings/states.py mermaid",  # tools/diagrams.py draws the picture in docs/ideas
    "protection/inventory.py PERSONAL",  # tests hold the models against it
    "protection/inventory.py IMPERSONAL",  # the same
}
# Read by Django, by their names.
BY_NAME = ("settings.py", "apps.py")
STYLES = ("static/uketsuke/uketsuke.css", "static/uketsuke/counter.css")


@cache
def words() -> Counter[str]:
    """How often each word stands in the product, templates and migrations too."""
    texts = [*(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))]
    texts += [path.read_text("utf-8") for path in parts(".html", ".txt")]
    return Counter(word for text in texts for word in re.findall(r"\w+", text))


def names(module: Module) -> Iterator[str]:
    """What a file defines at its left edge; what is registered with a decorator is called by it."""
    for node in ast.parse(module.text).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.decorator_list:
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (each.id for each in node.targets if isinstance(each, ast.Name))


def test_whatever_is_defined_is_used():
    idle = {
        f"{module.place} {name}"
        for module in modules()
        if module.path.name not in BY_NAME
        for name in names(module)
        if words()[name] == 1
    }

    assert idle - ELSEWHERE == set()


def test_every_style_is_for_something():
    shown = "\n".join(path.read_text("utf-8") for path in parts(".html", ".py", ".js", ".svg"))
    shown += "".join(path.read_text("utf-8") for path in (ROOT / "tools").glob("*.py"))
    made = re.compile(r"^(cell|ledger__entry|badge|notice|chart|bar)--")  # by what is shown
    idle = {
        name
        for style in STYLES
        for name in classes((PACKAGE / "doors/shared" / style).read_text("utf-8"))
        if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", shown) and not made.match(name)
    }

    assert idle == set()


def classes(style: str) -> set[str]:
    selectors = "".join(re.findall(r"([^{}]*){", re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)))
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", selectors))
