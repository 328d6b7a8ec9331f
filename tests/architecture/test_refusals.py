"""断り: every reason to refuse has its sentence, and every sentence a reason."""

import ast
import re
from string import Formatter

from tests.architecture.source import modules
from uketsuke.doors.shared.words.sentences import SENTENCES

# Where Refusal itself is made.
HOME = "kernel/refusals.py"
# What can be done now: a request, or what works after it.
NEXT = re.compile(r"ください|お願いします|(?:[えけげせてべめれ]|なり|でき)ます。")


def is_refusal(node):
    return isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "Refusal"


REFUSALS = [
    (module, node)
    for module in modules()
    if module.place != HOME
    for node in module.nodes
    if is_refusal(node)
]


def code(call):
    """The code where it is written out, else nothing."""
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) else None


def missing(call):
    """The facts that the sentence speaks of and ``call`` does not give."""
    spoken = {name for _, name, _, _ in Formatter().parse(str(SENTENCES[code(call)])) if name}
    return sorted(spoken - {keyword.arg for keyword in call.keywords})


def test_every_code_is_written_out_where_the_business_says_no():
    assert REFUSALS
    assert [module.at(call) for module, call in REFUSALS if not isinstance(code(call), str)] == []


def test_every_refusal_has_a_sentence():
    assert [
        module.at(call, code(call)) for module, call in REFUSALS if code(call) not in SENTENCES
    ] == []


def test_every_sentence_is_said_somewhere():
    assert set(SENTENCES) - {code(call) for _, call in REFUSALS} == set()


def test_every_sentence_gets_the_facts_it_speaks_of():
    assert [
        module.at(call, f"{code(call)} lacks {missing(call)}")
        for module, call in REFUSALS
        if code(call) in SENTENCES and missing(call)
    ] == []


def test_every_sentence_ends_as_one():
    assert [code for code, words in SENTENCES.items() if not str(words).endswith("。")] == []


def test_every_sentence_says_what_to_do_next():
    assert [code for code, words in SENTENCES.items() if not NEXT.search(str(words))] == []
