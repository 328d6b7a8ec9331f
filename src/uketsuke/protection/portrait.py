"""本人の情報: everything that is kept about a group, for the group itself.

Nothing is listed by hand: from the group every row is followed that points to it, and what those
point to of their own (account, login). So what is added to the product is added here by itself.
Of the staff it says that it was they, not who.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.db.models import ForeignKey, Model, OneToOneField

from uketsuke.audit.models import Entry as AuditEntry
from uketsuke.groups.models import Group

# A one-time link opens the door to whoever reads it. Search tokens say nothing.
NEVER = {
    "identity.onetimelink",
    "identity.recoverycode",
    "groups.searchtoken",
}
# A lot is told nobody before it has spoken.
SECRET = {"password", "secret", "session_key", "session_data", "lot"}
# By whom: the group has a right to what is kept about it, not to the logins of the staff.
BY = re.compile(r"(.+_)?by")
STAFF, OPEN = "職員", {"", "system", "stranger"}
# What a row has alone: followed forward, not only backward.
OWN = {("bookings.booking", "account"), ("groups.group", "user")}


def portrait(group: Group) -> dict[str, list[dict[str, Any]]]:
    """本人の情報: rows by the Japanese name of their kind, every field but secrets; and by whom
    of the staff the group was looked at or dealt with."""
    found: dict[str, list[dict[str, Any]]] = {}
    seen: set[tuple[str, Any]] = set()
    waiting: list[tuple[type[Model], list[Any]]] = [(Group, [group.pk])]
    while waiting:
        model, keys = waiting.pop(0)
        fresh = [key for key in keys if (model._meta.label_lower, key) not in seen]
        if not fresh:
            continue
        seen |= {(model._meta.label_lower, key) for key in fresh}
        rows = [_without_logins(row, group) for row in _rows(model, fresh)]
        found.setdefault(_heading(model), []).extend(rows)
        waiting += _onward(model, fresh, rows)
    found["職員による表示と操作"] = _looked_at(group)
    return found


def _rows(model: type[Model], keys: list[Any]) -> Iterable[dict[str, Any]]:
    names = [field.attname for field in model._meta.concrete_fields if field.name not in SECRET]
    found = _all(model).filter(pk__in=keys).order_by("pk")
    return [dict(row) for row in found.values(*names)]


def _without_logins(row: dict[str, Any], group: Group) -> dict[str, Any]:
    told = OPEN | {group.number, None}
    return {
        name: STAFF if BY.fullmatch(name) and value not in told else value
        for name, value in row.items()
    }


def _onward(
    model: type[Model], keys: list[Any], rows: list[dict[str, Any]]
) -> Iterable[tuple[type[Model], list[Any]]]:
    """The rows that point to these, and what these have alone."""
    for relation in model._meta.related_objects:
        other = relation.related_model
        if other._meta.label_lower in NEVER or not isinstance(relation.field, ForeignKey):
            continue
        mine = _all(other).filter(**{f"{relation.field.name}__in": keys})
        yield other, list(mine.order_by("pk").values_list("pk", flat=True))
    for field in model._meta.concrete_fields:
        if (model._meta.label_lower, field.name) in OWN and isinstance(field, OneToOneField):
            pointed = [row[field.attname] for row in rows if row[field.attname]]
            yield field.related_model, pointed


def _all(model: type[Model]) -> Any:
    return model._default_manager  # noqa: SLF001 - Django's name for it, of any model


def _looked_at(group: Group) -> list[dict[str, Any]]:
    """When, as what role and what, without the name of the member of staff."""
    subject = f"groups.group:{group.pk}"
    entries = AuditEntry.objects.filter(subject=subject).exclude(who="group").order_by("pk")
    return [dict(entry) for entry in entries.values("at", "who", "action")]


def _heading(model: type[Model]) -> str:
    """予約: the word with which the class is explained."""
    word = re.match("[^\x00-\x7f]+", model.__doc__ or "")
    return word[0] if word else model.__name__
