"""大きさ: what can be read without scrolling. The aim is 40 and 400 lines, this is the limit."""

from tests.architecture.source import modules

FUNCTION = 60
MODULE = 500


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
