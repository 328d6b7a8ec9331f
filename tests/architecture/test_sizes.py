"""大きさ: what can be read without scrolling, and found without opening every file.

The aim is 40 and 400 lines, here is the limit.
"""

import ast
import re
from collections import defaultdict

from tests.architecture.source import Module, modules

FUNCTION = 60
MODULE = 500
FOLDER = 20  # a folder with more files has a map of them
DOORS = ("doors/portal", "doors/counter", "doors/shared")
EVERYWHERE = {"__init__", "apps", "models", "urls"}


def length(function):
    return function.end_lineno - function.lineno + 1


def test_every_function_fits_on_a_screen():
    assert [
        module.at(function, f"{function.name}: {length(function)} lines")
        for module in modules()
        for function in module.functions
        if length(function) >= FUNCTION
    ] == []


def test_every_file_is_about_one_thing():
    assert [
        f"{module.place}: {len(module.text.splitlines())} lines"
        for module in modules()
        if len(module.text.splitlines()) >= MODULE
    ] == []


def folders() -> dict[str, list[Module]]:
    found: dict[str, list[Module]] = defaultdict(list)
    for module in modules():
        if module.path.parent.name != "templatetags":
            found[module.path.parent.as_posix()].append(module)
    return found


def map_of(files: list[Module]) -> str:
    return next((words(each) for each in files if each.path.name == "__init__.py"), "")


def words(module: Module) -> str:
    return ast.get_docstring(ast.parse(module.text)) or ""


def test_every_folder_says_what_is_in_it():
    assert [name for name, files in folders().items() if not map_of(files)] == []


def test_every_file_says_what_it_is_about():
    silent = {m.place for m in modules() if m.path.name != "apps.py" and not words(m)}

    assert silent - {f"{door}/templatetags/__init__.py" for door in DOORS} == set()


def test_a_large_folder_has_a_map_of_its_files():
    """Files of one family (``till``, ``till_forms``) are named once."""
    unknown = [
        module.place
        for files in folders().values()
        if len(files) > FOLDER
        for module in files
        if not {module.path.stem, module.path.stem.split("_")[0]}
        & ({*re.findall(r"``(\w+)``", map_of(files))} | EVERYWHERE)
    ]

    assert unknown == []


def test_a_map_names_nothing_that_is_not_there():
    gone = [
        f"{name}: {word}"
        for name, files in folders().items()
        if len(files) > FOLDER
        for word in re.findall(r"``(\w+)``", map_of(files))
        if not any(each.name.startswith(word) for each in files[0].path.parent.iterdir())
    ]

    assert gone == []


# A page of another folder, on purpose: the booking asks on the page of the booking, a search that
# could not be kept is shown again.
ELSEWHERE = {("booking", "my"), ("waiting", "availability")}


def test_a_folder_of_a_door_draws_its_own_pages():
    """``doors/counter/money`` draws ``counter/money/…``: found where one looks for it."""
    drawn = {
        (module.place, *found)
        for module in modules()
        if re.match(r"doors/(portal|counter)/\w+/\w+\.py", module.place)
        for found in re.findall(r'"((?:portal|counter))/(\w+)/\w+\.html"', module.text)
    }
    astray = {
        (place, page)
        for place, door, page in drawn
        if not place.startswith(f"doors/{door}/{page}/")
        and (place.split("/")[2], page) not in ELSEWHERE
    }

    assert drawn
    assert astray == set()
