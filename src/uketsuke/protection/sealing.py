"""鍵の更新: everything that is sealed is sealed anew with the newest key, while others work on."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q

from uketsuke.audit.actions import record
from uketsuke.groups.actions import write_tokens
from uketsuke.kernel import vault
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.sealed import SealedField

AT_ONCE = 200
# What else is written with the key, beside the sealed fields themselves.
ALSO: dict[str, Callable[[Any], None]] = {"groups.Person": write_tokens}


def sealed() -> Iterator[tuple[type[models.Model], list[str]]]:
    """封をした項目: every model that has some, with their names."""
    for model in apps.get_models():
        fields = model._meta.concrete_fields
        if names := [field.name for field in fields if isinstance(field, SealedField)]:
            yield model, names


def left(model: type[models.Model], names: list[str]) -> models.QuerySet[Any]:
    """The rows in which something is still sealed by an older key."""
    old = Q()
    for name in names:
        old |= ~Q(**{name: ""}) & ~Q(**{f"{name}__sealed_by": vault.current()})
    return model._default_manager.filter(old).order_by("pk")  # noqa: SLF001 - of any model


@transaction.atomic(durable=True)
def reseal(label: str, *, by: Actor, at: datetime, most: int = AT_ONCE) -> int:
    """鍵の更新, one helping: at most so many rows of the model ``label``; how many there were.

    Whoever changes one of these rows meanwhile waits for the helping, and its words count.
    """
    model = apps.get_model(label)
    names = dict(sealed())[model]
    found = list(left(model, names).select_for_update()[:most])
    for row in found:
        row.save(update_fields=names)
        ALSO.get(label, lambda _: None)(row)
    record("protection.reseal", label, by=by, at=at, rows=len(found), key=vault.current())
    return len(found)
