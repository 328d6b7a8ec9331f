"""文書: every link leads to a place that is there, and every command and path named exists."""

import argparse
import importlib
import re
import tomllib

import pytest

from tests.architecture.source import PACKAGE, ROOT, tracked
from uketsuke.doors.cli.entry import COMMANDS

PAGES = [path for path in tracked() if path.suffix == ".md"]
LINK = re.compile(r"(?<!`)\[[^\]\n]*\]\(([^)\s]+)\)")
README = (ROOT / "README.md").read_text("utf-8")
GUIDES = {
    name: (ROOT / name).read_text("utf-8")
    for name in (
        *("README.md", "docs/development.md", "docs/operations.md", "docs/translations.md"),
        "deploy/README.md",
    )
}
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def places(page):
    """What an address may name in that page: its anchors, and its headings as GitHub names them."""
    text = page.read_text("utf-8")
    headings = re.findall(r"(?m)^#+ (.+)$", text)
    named = {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in headings}
    return named | set(re.findall(r'<a id="([\w-]+)"></a>', text))


def leads_nowhere(page, link):
    path, _, place = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if ROOT / "docs/shots" in target.parents:
        return False  # made by a command; tests/architecture/test_manuals.py knows which
    if not target.exists():
        return True
    return bool(place) and target.suffix == ".md" and place not in places(target)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    text = CODE.sub("", page.read_text("utf-8"))
    links = [link for link in LINK.findall(text) if not re.match(r"\w+:", link)]

    assert [link for link in links if leads_nowhere(page, link)] == []


def test_the_readme_lists_the_floors_as_they_are_held():
    layers = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    held = [floor.split(".")[0] for floor in reversed(layers["contracts"][0]["layers"])]
    told = re.findall(r"(?m)^\| `(\w+)` \| ", README.partition("## Where things are")[2])

    assert told == [floor for n, floor in enumerate(held) if floor not in held[n + 1 :]]


def test_every_promise_says_where_it_lives():
    text = (ROOT / "docs/where.md").read_text("utf-8")
    ids = re.findall(r"(?m)^\| ([A-Z]\d+) ", text)
    lengths = {"R": 7, "B": 10, "L": 6, "F": 8, "S": 7, "P": 10, "U": 6, "O": 5}

    assert ids == [f"{letter}{n}" for letter, most in lengths.items() for n in range(1, most + 1)]


@pytest.mark.parametrize("page", ["docs/where.md", "docs/development.md"])
def test_every_place_that_a_guide_names_is_there(page):
    named = re.findall(r"`([\w.-]+/[\w./-]*)`", (ROOT / page).read_text("utf-8"))
    here = [ROOT / name for name in named]

    assert named
    assert [
        name
        for name, path in zip(named, here, strict=True)
        if not path.exists() and not (PACKAGE / name).exists()
    ] == []


@pytest.mark.parametrize("page", GUIDES)
def test_every_task_of_make_that_a_guide_names_is_one(page):
    tasks = set(re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8")))
    named = set(re.findall(r"(?:`|PORT=\d+ |^)make ([a-z-]+)", GUIDES[page], re.MULTILINE))

    assert named - tasks == set()


def test_the_readme_names_every_task_of_make_and_every_command():
    tasks = re.findall(r"(?m)^([a-z-]+):.*##", (ROOT / "Makefile").read_text("utf-8"))
    words = set(re.findall(r"[a-z-]+", " ".join(CODE.findall(README))))

    assert {*tasks, *COMMANDS} - {"help"} - words == set()


def test_every_setting_of_the_surroundings_is_told():
    read = set(re.findall(r"UKETSUKE_[A-Z_]+", (PACKAGE / "settings.py").read_text("utf-8")))
    told = GUIDES["docs/operations.md"] + GUIDES["docs/development.md"]

    assert read - set(re.findall(r"UKETSUKE_[A-Z_]+", told)) == set()


def test_every_decision_and_idea_is_in_a_list():
    pages = [*(ROOT / "docs/decisions").glob("*.md"), *(ROOT / "docs/ideas").glob("*.md")]
    told = GUIDES["docs/development.md"]

    assert [page.name for page in pages if f"/{page.name})" not in told] == []


@pytest.mark.parametrize("page", GUIDES)
def test_every_command_that_a_guide_names_is_understood(page):
    named = re.findall(r"(?:`|sudo )uketsuke ([a-z][a-z-]*)([^`\n#]*)", GUIDES[page])

    assert [
        f"{name} {option}"
        for name, rest in named
        for option in ["", *re.findall(r"--[a-z-]+", rest)]
        if name not in COMMANDS or option not in words_of(name)
    ] == []


def words_of(name):
    """The empty word and all options of that command, and of its own commands."""
    if name == "manage":
        return {""}
    parser = argparse.ArgumentParser()
    module = f"uketsuke.doors.cli.commands.{name.replace('-', '_')}"
    importlib.import_module(module).configure(parser)
    return {"", *re.findall(r"--[a-z-]+", parser_text(parser))}


def parser_text(parser):
    inner = [
        one
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
        for one in action.choices.values()
    ]
    return parser.format_help() + "".join(map(parser_text, inner))
