"""時計: nobody but kernel/clock.py asks what time it is, so that a test can stop it."""

import ast

from tests.architecture.source import modules

CLOCK = "kernel/clock.py"
ASKING = {
    *("timezone.now", "timezone.localtime", "timezone.localdate"),
    *("datetime.now", "datetime.utcnow", "datetime.today", "date.today"),
    *("time.time", "time.time_ns", "time.localtime", "time.gmtime"),
}


def asked(node):
    """``timezone.now`` of ``django.utils.timezone.now``, called or handed on."""
    is_name = isinstance(node, ast.Attribute)
    return ".".join(ast.unparse(node).split(".")[-2:]) if is_name else ""


def test_nobody_else_asks_for_the_time():
    assert [
        module.at(node, asked(node))
        for module in modules()
        if module.place != CLOCK
        for node in module.nodes
        if asked(node) in ASKING
    ] == []


def test_nobody_takes_the_time_out_of_a_module():
    bare = {f"django.utils.{name}" for name in ASKING} | ASKING

    assert [
        f"{module.place} imports {name}"
        for module in modules()
        for name in sorted(module.imports & bare)
    ] == []


def test_no_column_asks_by_itself():
    assert [
        module.at(node.value, node.arg)
        for module in modules()
        for node in module.nodes
        if isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}
    ] == []
