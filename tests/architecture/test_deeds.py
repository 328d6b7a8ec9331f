"""操作の名前: every action of the audit has a name that a person understands, and only those."""

import ast

from tests.architecture.source import modules
from uketsuke.doors.counter.deeds import DEEDS

RECORDING = {"record", "record_view"}


def recorded():
    """The actions that the source records, where the name is written out in the call."""
    found = set()
    for module in modules():
        calls = [node for node in module.nodes if isinstance(node, ast.Call)]
        firsts = [
            call.args[0]
            for call in calls
            if call.args and ast.unparse(call.func).split(".")[-1] in RECORDING
        ]
        for first in firsts:
            found |= {
                node.value
                for node in ast.walk(first)
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
    return {name for name in found if "." in name}


def test_every_action_has_its_name():
    assert recorded()
    assert recorded() - set(DEEDS) == set()
