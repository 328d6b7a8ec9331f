"""No personal item is stored that the ward's committee has not approved."""

import re

from django.apps import apps

from uketsuke.protection.inventory import IMPERSONAL, PERSONAL

# Words by which a field may hold something of a person.
SUSPECT = re.compile(
    "name|mail|phone|mobile|home|address|birth|kana|gender|sex|age$|postal_|bank|account_no|fax|photo"
    "|text$|notes?$"  # freely written: anybody may be named in it
)


def _fields() -> dict[str, str]:
    return {
        f"{model._meta.label}.{field.name}": field.get_internal_type()
        for model in apps.get_models()
        if model.__module__.startswith("uketsuke")
        for field in model._meta.concrete_fields
    }


def test_every_personal_field_is_declared():
    suspects = {
        label
        for label, kind in _fields().items()
        if SUSPECT.search(label.rpartition(".")[2]) and kind in {"CharField", "TextField"}
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
