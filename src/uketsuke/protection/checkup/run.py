"""健診をする: all checks, one after the other; none of them keeps the others from being made."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, connection

from uketsuke.protection.checkup import machine, settings, stored
from uketsuke.protection.checkup.trouble import Check, Trouble

CHECKS = (*settings.CHECKS, *machine.CHECKS, *stored.CHECKS)


@dataclass(frozen=True, slots=True)
class Result:
    """検査の結果: ``troubles`` of one check; ``asked``: whether it could be made."""

    check: Check
    troubles: tuple[Trouble, ...]
    asked: bool = True


def results(at: datetime) -> Iterator[Result]:
    """Every check's result; the database comes first, for many ask it."""
    away = _database()
    yield Result(Check("database", "データベース", lambda _: iter(())), away)
    for check in CHECKS:
        if check.stored and away:
            yield Result(check, (), asked=False)
        else:
            yield Result(check, _made(check, at))


def _database() -> tuple[Trouble, ...]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        kind = type(error).__name__
        return (
            Trouble(
                f"データベースにつながりません（{kind}）。",
                "UKETSUKE_DATABASE_URL と、データベースが動いているかを確かめてください。",
            ),
        )
    return ()


def _made(check: Check, at: datetime) -> tuple[Trouble, ...]:
    try:
        return tuple(check.find(at))
    except Exception as error:  # noqa: BLE001 - a doctor who faints has found something too
        kind = type(error).__name__
        return (Trouble(f"調べられませんでした（{kind}）。", "開発の担当に知らせてください。"),)
