"""封をした項目: a field whose text the database never sees."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.lookups import Exact

from uketsuke.kernel import vault


class SealedField(models.TextField):  # type: ignore[type-arg]
    """封をした文字列: read and written in clear, stored encrypted (see vault.py).

    It cannot be searched or ordered by: asking for that is an error, not an empty answer. Only
    whether there is anything at all (``mail=""``) and by which key it is sealed
    (``mail__sealed_by="2"``) can be asked.
    """

    def purpose(self) -> str:
        return f"{self.model._meta.label}.{self.name}"

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else vault.seal(str(value), self.purpose())

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return None if value is None else vault.unseal(value, self.purpose())

    def get_lookup(self, lookup_name: str) -> Any:
        known = {"exact": _Empty, "isnull": super().get_lookup("isnull"), "sealed_by": _SealedBy}
        if lookup_name not in known:
            raise FieldError(f"{self.purpose()} is sealed: no {lookup_name}")
        return known[lookup_name]

    def get_transform(self, lookup_name: str) -> Any:
        raise FieldError(f"{self.purpose()} is sealed: no {lookup_name}")


class _Empty(Exact):
    """``= ''``, and nothing else."""

    def get_prep_lookup(self) -> Any:
        if self.rhs != "":
            raise FieldError("a sealed field can only be compared with nothing")
        return self.rhs


class _SealedBy(models.Lookup):
    """Whether a value is sealed by the key of that name."""

    lookup_name = "sealed_by"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} LIKE %s", [*params, f"{self.rhs}{vault.MARK}%"]


def rewriting(label: str, *names: str) -> tuple[Callable[..., None], Callable[..., None]]:
    """For a migration: seal what stands in clear in these text fields, and back."""

    def each(apps: Any, change: Callable[[str, str], str]) -> None:
        model = apps.get_model(label)
        full = model._meta.label
        for row in model.objects.only("pk", *names).iterator():
            for name in names:
                setattr(row, name, change(getattr(row, name), f"{full}.{name}"))
            row.save(update_fields=names)

    def forward(apps: Any, editor: Any) -> None:
        each(apps, vault.seal)

    def back(apps: Any, editor: Any) -> None:
        each(apps, vault.unseal)

    return forward, back
