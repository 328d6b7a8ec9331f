"""施行日のある決まり: rows that hold from a day on, until the next one begins.

Every area keeps its figures so: the row of a day is the newest that has begun, and what was
promised by an older one is still found. Figures change some times a year and are asked in every
request, so they are read once and kept until master data change.
"""

from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import date
from typing import Generic, TypeVar

from django.db import models

from uketsuke.kernel import revision
from uketsuke.kernel.refusals import Refusal

Row = TypeVar("Row", bound=models.Model)
Told = TypeVar("Told")


def begun(versions: Iterable[tuple[date, Told]], on: date) -> Told | None:
    """その日の版: of versions with their first days, the newest that has begun on that day."""
    last = max((each for each in versions if each[0] <= on), key=lambda each: each[0], default=None)
    return last[1] if last else None


class Versions(Generic[Told]):
    """版の一覧: what ``read`` returns, kept; each with the day from which it holds."""

    def __init__(self, read: Callable[[], Iterable[tuple[date, Told]]]) -> None:
        self._kept = revision.kept(lambda: tuple(read()))

    def all(self) -> tuple[tuple[date, Told], ...]:
        """All of them, past and to come."""
        return self._kept()

    def find(self, on: date) -> Told | None:
        """その日の版, where there is one."""
        return begun(self._kept(), on)

    def get(self, on: date, missing: Refusal) -> Told:
        """その日の版. Raises ``missing`` where there is none."""
        found = self.find(on)
        if found is None:
            raise missing
        return found


def versions_of(model: type[Row], told: Callable[[Row], Told]) -> Versions[Told]:
    """版の一覧 of a model with ``in_force_from``, each row as ``told`` tells it."""

    def read() -> Iterable[tuple[date, Told]]:
        for row in model._default_manager.order_by("-in_force_from"):  # noqa: SLF001 - documented
            since: date = row.in_force_from  # type: ignore[attr-defined]
            yield since, told(row)

    return Versions(read)


def figures(kind: type[Told]) -> Callable[[models.Model], Told]:
    """数字だけ: how a row is told as ``kind``, a dataclass whose fields are named as the row's."""
    names = [each.name for each in fields(kind)]  # type: ignore[arg-type]
    return lambda row: kind(**{name: getattr(row, name) for name in names})
