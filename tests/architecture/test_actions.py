"""操作: who did it and when are said by the caller, by name, for every action."""

import ast

from tests.architecture.source import modules


def is_whole(function):
    """Whether it is a transaction of its own, the outermost thing."""
    return any("durable=True" in ast.unparse(each) for each in function.decorator_list)


def is_public_action(module, function):
    return module.path.name == "actions.py" and not function.name.startswith("_")


ACTIONS = [
    (module, function)
    for module in modules()
    for function in module.functions
    if is_whole(function) or is_public_action(module, function)
]


def lacks(function):
    return {"by", "at"} - {argument.arg for argument in function.args.kwonlyargs}


def test_every_action_is_told_by_whom_and_when():
    assert ACTIONS
    assert [
        module.at(function, f"{function.name} lacks keyword-only {sorted(lacks(function))}")
        for module, function in ACTIONS
        if lacks(function)
    ] == []
