"""操作: who did it and when are said by the caller, by name, for every action.

An action is a transaction of its own; what several of them share is a step, a plain function
inside the caller's transaction.
"""

import ast

from tests.architecture.source import modules

# Sweeps away what expired long ago and nobody can see: nothing happens that anybody did.
HOUSEKEEPING = {"clear"}

DECORATED = [
    (module, function, ast.unparse(decorator))
    for module in modules()
    for function in module.functions
    for decorator in function.decorator_list
    if "atomic" in ast.unparse(decorator)
]


def lacks(function):
    return {"by", "at"} - {argument.arg for argument in function.args.kwonlyargs}


def test_every_action_is_told_by_whom_and_when():
    assert DECORATED
    assert [
        module.at(function, f"{function.name} lacks keyword-only {sorted(lacks(function))}")
        for module, function, _ in DECORATED
        if not module.place.startswith("seed/") and function.name not in HOUSEKEEPING
        if lacks(function)
    ] == []


def test_every_action_is_the_outermost_transaction():
    """Returned means committed. The seed is loaded by one command, inside whatever it needs."""
    assert [
        module.at(function, f"{function.name} has @{decorator}")
        for module, function, decorator in DECORATED
        if not module.place.startswith("seed/") and "durable=True" not in decorator
    ] == []
