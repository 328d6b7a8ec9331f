"""No personal item is stored that the ward's committee has not approved."""

import re

from django.apps import apps
from django.forms import CharField
from django.urls import get_resolver

from uketsuke.doors.shared.inputs.fields import NO_NAMES
from uketsuke.doors.shared.inputs.forms import Form
from uketsuke.protection.inventory import IMPERSONAL, PERSONAL

# Words by which a field may hold something of a person.
SUSPECT = re.compile(
    "name|mail|phone|mobile|home|address|birth|kana|gender|sex|age$|postal_|bank|account_no|fax|photo"
    # freely written: anybody may be named in it
    "|text$|notes?$|reason$|why$|what$|title|typed|appeal|decision$|report$|handed_over|ended_how"
    "|evidence$|waiting_for|written$"
)

# What a person writes into a record in her own words, by the name of the field of the form.
FREE = re.compile(
    "^(reason|why|note|notes|office_notes|text|what|how|decision|handed_over|title|evidence)$"
)
ELSEWHERE = {
    "RecordForm.text",  # the record of a draw, pasted to be verified: it is not kept
    "NoteForm.text",  # its own words, of telephone numbers too
}


def _fields() -> dict[str, str]:
    return {
        f"{model._meta.label}.{field.name}": field.get_internal_type()
        for model in apps.get_models()
        if model.__module__.startswith("uketsuke")
        for field in model._meta.concrete_fields
        if not field.choices
    }


def test_every_personal_field_is_declared():
    suspects = {
        label
        for label, kind in _fields().items()
        if SUSPECT.search(label.rpartition(".")[2])
        and kind in {"CharField", "TextField", "JSONField"}
    }

    assert suspects - set(PERSONAL) - set(IMPERSONAL) == set()


def test_nothing_is_declared_that_does_not_exist():
    assert (set(PERSONAL) | set(IMPERSONAL)) - set(_fields()) == set()


def test_a_person_has_exactly_the_approved_items():
    items = {
        label.rpartition(".")[2]
        for label in PERSONAL
        if label.startswith("registration.ProposedPerson.")
    }

    assert items == {"name", "address", "phone_home", "phone_mobile", "mail"}


def test_whoever_writes_freely_is_asked_to_name_nobody():
    assert get_resolver("uketsuke.urls").url_patterns  # reads every form
    silent = {
        f"{form.__name__}.{name}"
        for form in _forms(Form)
        for name, field in form.base_fields.items()
        if form.__module__.startswith("uketsuke.")  # not those of other tests
        if FREE.match(name) and isinstance(field, CharField)
        if f"{NO_NAMES}" not in f"{field.help_text}"
    }

    assert silent - ELSEWHERE == set()


def _forms(kind: type[Form]) -> set[type[Form]]:
    return {kind}.union(*map(_forms, kind.__subclasses__()))
