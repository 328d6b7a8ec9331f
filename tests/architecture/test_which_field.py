"""欄: a refusal that asks for something else to be typed leads to where it is typed."""

import importlib
import inspect
import pkgutil
import re

import uketsuke.doors
from uketsuke.doors.shared.inputs.forms import Form
from uketsuke.doors.shared.words.sentences import SENTENCES
from uketsuke.doors.shared.words.which_field import FIELDS

ASKS = re.compile(r"(?:入力し|選ん|選び直し|お選び|入力し直し)(?:て)?ください")
# A form that has a field for each thing, stage, figure, part or wish finds it by its name.
BY_NAME = {
    *("equipment.short", "equipment.decided", "equipment.reason"),
    *("meetings.hours", "meetings.order", "day.future"),
    *("rulebook.bounds", "rulebook.choice", "rulebook.time", "rulebook.pair"),
    *("wording.empty", "wording.long", "wording.tag", "wording.brace"),
    *("lottery.twice", "lottery.no_slot", "lottery.not_offered"),
}
# Said where nothing was typed (a button, a link, an address, a command), or about a whole.
OF_THE_WHOLE = {
    *("reception.twice", "lottery.no_wish", "lottery.across_halls", "equipment.not_here"),
    *("refund.negative", "tariffs.unknown_version", "lottery.months", "bank.several_numbers"),
    *("meetings.gone", "meetings.changed", "rulebook.incomplete", "day.when"),
    *("report.no_hall", "equipment.not_staff"),
    # A form cannot send it: its own fields say it first.
    *("close.bad_count", "quote.negative", "quote.unknown_equipment"),
    *("text.phone", "text.characters", "text.too_long"),
    # The cells of a sheet have their own way (``tariffs_forms.Sheet``).
    "tariffs.not_a_date",
}


def forms():
    for found in pkgutil.walk_packages(uketsuke.doors.__path__, "uketsuke.doors."):
        if ".migrations" not in found.name and ".cli." not in found.name:
            module = importlib.import_module(found.name)
            kinds = (kind for _, kind in inspect.getmembers(module, inspect.isclass))
            yield from (kind for kind in kinds if issubclass(kind, Form))


def test_what_asks_for_something_to_be_typed_leads_to_its_field():
    asking = {code for code, words in SENTENCES.items() if ASKS.search(str(words))}

    assert sorted(asking - set(FIELDS) - BY_NAME - OF_THE_WHOLE) == []


def test_every_exception_is_one():
    assert sorted((set(FIELDS) | BY_NAME | OF_THE_WHOLE) - set(SENTENCES)) == []
    assert sorted(set(FIELDS) & (BY_NAME | OF_THE_WHOLE)) == []


def test_every_field_that_is_named_is_on_a_form():
    there = {name for kind in forms() for name in kind.base_fields} | {"overtime"}

    assert [
        (code, set(names) - there) for code, names in FIELDS.items() if set(names) - there
    ] == []
