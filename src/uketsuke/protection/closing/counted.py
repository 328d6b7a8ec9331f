"""消去報告書の中身: what there was, counted before it goes; nothing of it names anybody."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.apps import apps
from django.conf import settings

from uketsuke.audit.models import Entry, Seal
from uketsuke.protection.models import Backup, Closing


@dataclass(frozen=True, slots=True)
class Facts:
    """消去したもの: rows by the word of their kind, backups by name and digest, keys by name and
    fingerprint; and by what the audit ended."""

    closing: Closing
    at: datetime
    place: str
    counts: list[tuple[str, int]]
    entries: int
    seal: str
    backups: list[tuple[str, str, str]]
    keys: list[tuple[str, str]]
    by_hand: list[str]
    files: int


def gather(closing: Closing, files: int, by_hand: list[str], at: datetime) -> Facts:
    """消去の前に数える."""
    seal = Seal.objects.order_by("-last").first()
    backups = Backup.objects.filter(cleared_at=None).order_by("made_at")
    return Facts(
        closing=closing,
        at=at,
        place=settings.PLACE,
        counts=list(_counts()),
        entries=Entry.objects.count(),
        seal=seal.digest if seal else "",
        backups=[(made.name, made.digest, made.key) for made in backups],
        keys=[
            *_keys("UKETSUKE_DATA_KEYS", settings.DATA_KEYS),
            *_keys("UKETSUKE_BACKUP_KEYS", settings.BACKUP_KEYS),
        ],
        by_hand=by_hand,
        files=files,
    )


def _counts() -> Iterable[tuple[str, int]]:
    for model in apps.get_models():
        if model.__module__.startswith("uketsuke"):
            word = re.match("[^\x00-\x7f]+", model.__doc__ or "")
            count = model._default_manager.count()  # noqa: SLF001 - Django's name, of any model
            if count:
                yield (word[0] if word else model.__name__), count


def _keys(name: str, entries: list[str]) -> Iterable[tuple[str, str]]:
    """By which name a key was called, and a print of it: who keeps a copy knows which is meant."""
    for entry in entries:
        called, _, secret = entry.strip().partition(":")
        yield f"{name} {called}", sha256(secret.encode()).hexdigest()[:16]
