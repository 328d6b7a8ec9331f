"""バックアップを取る, 戻せることを確かめる, 戻す.

The file appears under its name only when it is whole; what is read of it is believed only piece by
piece as it proves true. The first piece says what the rest must add up to.
"""

import hashlib
import json
import os
import subprocess
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.refusals import Refusal
from uketsuke.kernel.unreadable import why_not
from uketsuke.protection.backups.engines import Engine, Figures, engine
from uketsuke.protection.backups.sealing import sealed, unsealed
from uketsuke.protection.models import Backup
from uketsuke.protection.retention import queries as retention

SUFFIX = ".uketsuke"


def make(folder: Path, *, by: Actor, at: datetime) -> Path:
    """バックアップを取る, while others read and write: one file, sealed with the newest key."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{at:%Y%m%d-%H%M%S}{SUFFIX}"
    source, (key, secret) = engine(settings.DATABASE), next(iter(_keys().items()))
    with source.copied() as (figures, pieces):
        first = json.dumps(figures, sort_keys=True).encode()
        header = {"key": key, "made": at.isoformat(), "engine": type(source).__name__}
        stream = sealed(chain([first], _packed(pieces)), header, secret)
        digest, size = _written(path, stream)
    note_made(path.name, digest, size, key, by=by, at=at)
    return path


def prove(file: Path, *, by: Actor, at: datetime) -> Figures:
    """戻せることを確かめる: restored into a scratch place, which must add up to what was copied,
    and whose audit chain must be whole. Raises Refusal ``backups.*``."""
    with engine(settings.DATABASE).scratch() as place:
        figures = _put_back(file, place)
        _verify(place)
    note_proved(file.name, _digest(file), by=by, at=at)
    return figures


def restore(file: Path, into: Mapping[str, Any]) -> Figures:
    """戻す into an empty database. Raises Refusal ``backups.not_empty`` and as ``prove``."""
    place = engine(dict(into))
    if not place.is_empty():
        raise Refusal("backups.not_empty")
    return _put_back(file, place)


@transaction.atomic(durable=True)
def note_made(name: str, digest: str, size: int, key: str, *, by: Actor, at: datetime) -> Backup:
    """バックアップの記録."""
    made = Backup.objects.create(name=name, digest=digest, size=size, key=key, made_at=at)
    record("backups.make", made, by=by, at=at, size=size, key=key)
    return made


@transaction.atomic(durable=True)
def note_proved(name: str, digest: str, *, by: Actor, at: datetime) -> None:
    """戻せることを確かめた記録; of a file from elsewhere only the audit tells."""
    Backup.objects.filter(digest=digest).update(proved_at=at)
    record("backups.prove", f"backup:{name[:40]}", by=by, at=at, digest=digest[:16])


def clear(folder: Path, at: datetime) -> int:
    """古いバックアップを消す: those of ours that are past their term."""
    gone, kept = 0, retention.of("backups")
    if kept is None:
        return 0
    for made in Backup.objects.filter(made_at__lt=at - kept, cleared_at=None):
        (folder / made.name).unlink(missing_ok=True)
        gone += Backup.objects.filter(pk=made.pk, cleared_at=None).update(cleared_at=at)
    return gone


def _put_back(file: Path, place: Engine) -> Figures:
    with _opened(file) as raw:
        pieces = unsealed(raw, _keys())
        wanted: Figures = json.loads(next(pieces))
        found = place.put_back(_unpacked(pieces))
    if found != wanted:
        raise Refusal("backups.differs")
    return found


def _verify(place: Engine) -> None:
    """The audit chain of the restored database, by a process that knows no other."""
    command = [sys.executable, "-m", "uketsuke", "audit", "verify"]
    surroundings = os.environ | {
        "UKETSUKE_DATABASE_URL": place.address(),
        "UKETSUKE_SECRET_KEY": settings.SECRET_KEY,
        "UKETSUKE_AUDIT_KEY": settings.AUDIT_KEY,
    }
    done = subprocess.run(command, env=surroundings, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        raise Refusal("backups.chain")


@contextmanager
def _opened(file: Path) -> Iterator[IO[bytes]]:
    try:
        raw = file.open("rb")
    except FileNotFoundError as error:
        raise Refusal("backups.missing", name=str(file)) from error
    except OSError as error:
        raise Refusal("backups.unreadable", why=why_not(error)) from error
    with raw:
        yield raw


def _written(path: Path, stream: Iterable[bytes]) -> tuple[str, int]:
    """All or nothing: the name stands for a whole file, on the disk."""
    part, digest, size = path.with_name(f".{path.name}.part"), hashlib.sha256(), 0
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            for piece in stream:
                digest.update(piece)
                size += file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
    return digest.hexdigest(), size


def _digest(file: Path) -> str:
    with file.open("rb") as raw:
        return hashlib.file_digest(raw, "sha256").hexdigest()


def _packed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    pack = zlib.compressobj(6)
    for piece in pieces:
        if out := pack.compress(piece):
            yield out
    yield pack.flush()


def _unpacked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    unpack = zlib.decompressobj()
    for piece in pieces:
        yield unpack.decompress(piece)
    yield unpack.flush()


def _keys() -> dict[str, bytes]:
    named = (entry.strip().partition(":") for entry in settings.BACKUP_KEYS)
    return {name: secret.encode() for name, _, secret in named}
