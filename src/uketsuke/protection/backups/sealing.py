"""封をしたファイル: bytes encrypted in pieces, of which none can be changed, moved or cut off.

A header line names the key; every piece is AES-256-GCM with its number in the nonce, bound to the
header and to whether it is the last. Pure: bytes and keys in, bytes out.
"""

import base64
import json
import secrets
import struct
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from uketsuke.kernel.refusals import Refusal

FORMAT = "uketsuke-backup/1"
PIECE = 1 << 20
_LENGTH, _COUNT = struct.Struct(">I"), struct.Struct(">I")
_MORE, _LAST = b"+", b"."
_MOST_HEADER = 10_000


def sealed(pieces: Iterable[bytes], header: Mapping[str, Any], key: bytes) -> Iterator[bytes]:
    """封をする: the header's line, then the pieces, each with its length before it."""
    start, salt = secrets.token_bytes(8), secrets.token_bytes(16)
    told = {"format": FORMAT, **header, "start": _text(start), "salt": _text(salt)}
    line = json.dumps(told, ensure_ascii=False, sort_keys=True).encode() + b"\n"
    yield line
    cipher = _cipher(key, salt)
    for number, (piece, last) in enumerate(_with_end(pieces)):
        nonce = start + _COUNT.pack(number)
        shut = cipher.encrypt(nonce, piece, line + (_LAST if last else _MORE))
        yield _LENGTH.pack(len(shut)) + shut


def header_of(file: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """What the first line says, and the line. Raises Refusal ``backups.format``."""
    line = file.readline(_MOST_HEADER)
    try:
        told = json.loads(line)
        known = told["format"] == FORMAT and line.endswith(b"\n")
        told |= {"start": _bytes(told["start"]), "salt": _bytes(told["salt"])}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refusal("backups.format") from error
    if not known:
        raise Refusal("backups.format")
    return told, line


def unsealed(file: IO[bytes], keys: Mapping[str, bytes]) -> Iterator[bytes]:
    """封を開ける: the pieces of an open file, each as soon as it is known to be true.

    Raises Refusal ``backups.format``, ``.key`` (nobody here has it) or ``.damaged``.
    """
    header, line = header_of(file)
    if header.get("key") not in keys:
        raise Refusal("backups.key", key=str(header.get("key")))
    cipher = _cipher(keys[header["key"]], header["salt"])
    number, last = 0, False
    while not last:
        shut = _next(file)
        nonce = header["start"] + _COUNT.pack(number)
        piece, last = _opened(cipher, nonce, shut, line)
        number += 1
        yield piece
    if file.read(1):
        raise Refusal("backups.damaged")


def _opened(cipher: AESGCM, nonce: bytes, shut: bytes, line: bytes) -> tuple[bytes, bool]:
    for mark in (_MORE, _LAST):
        try:
            return cipher.decrypt(nonce, shut, line + mark), mark == _LAST
        except InvalidTag:
            continue
    raise Refusal("backups.damaged")


def _next(file: IO[bytes]) -> bytes:
    length = file.read(_LENGTH.size)
    if len(length) < _LENGTH.size:
        raise Refusal("backups.damaged")
    size = _LENGTH.unpack(length)[0]
    shut = file.read(size) if size <= PIECE * 4 else b""
    if len(shut) < size:
        raise Refusal("backups.damaged")
    return shut


def _with_end(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each piece, and whether it is the last."""
    before = None
    for piece in pieces:
        if before is not None:
            yield before, False
        before = piece
    yield before or b"", True


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=salt, info=b"uketsuke/backup").derive(key))


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
