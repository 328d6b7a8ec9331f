"""金庫: single values sealed with a key outside the database, and tokens by which they are found.

``UKETSUKE_DATA_KEYS`` lists the keys as ``2:secret,1:secret``: the first one seals, all of them
open. A sealed value names its key (``2$…``), so old and new ones stand side by side while
``uketsuke rotate-keys`` goes through them. Nothing at all stays nothing. See docs/decisions/0016.
"""

import base64
import hmac
import secrets
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE = 12
_TOKEN = 12  # bytes: no two values of a town meet by chance
MARK = "$"


class Unopened(Exception):
    """A sealed value that no key here opens, or that was changed or moved."""


def seal(text: str, purpose: str) -> str:
    """封をする: ``text`` encrypted and bound to ``purpose`` (the field it stands in)."""
    if not text:
        return ""
    key, nonce = current(), secrets.token_bytes(_NONCE)
    sealed = _cipher(key).encrypt(nonce, text.encode(), purpose.encode())
    return f"{key}{MARK}{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def unseal(sealed: str, purpose: str) -> str:
    """封を開ける. Raises Unopened."""
    if not sealed:
        return ""
    key, _, packed = sealed.partition(MARK)
    try:
        raw = base64.urlsafe_b64decode(packed)
        return _cipher(key).decrypt(raw[:_NONCE], raw[_NONCE:], purpose.encode()).decode()
    except (KeyError, ValueError, InvalidTag) as error:
        raise Unopened(purpose) from error


def tokens(text: str, purpose: str) -> list[str]:
    """検索の印 under every key, the newest first: equal for equal texts, and telling nothing."""
    return [_token(key, text, purpose) for key in _keys()]


def token(text: str, purpose: str) -> str:
    """検索の印 as it is written now."""
    return _token(current(), text, purpose)


def current() -> str:
    """The name of the key that seals."""
    return next(iter(_keys()))


def forget() -> None:
    """Read the keys anew."""
    for known in (_keys, _cipher, _finder):
        known.cache_clear()


@cache
def _keys() -> dict[str, bytes]:
    named = (entry.strip().partition(":") for entry in settings.DATA_KEYS)
    return {name: secret.encode() for name, _, secret in named}


@cache
def _cipher(key: str) -> AESGCM:
    return AESGCM(_derived(key, b"seal"))


@cache
def _finder(key: str) -> bytes:
    return _derived(key, b"find")


def _derived(key: str, use: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"uketsuke/" + use).derive(_keys()[key])


def _token(key: str, text: str, purpose: str) -> str:
    digest = hmac.digest(_finder(key), f"{purpose}|{text}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:_TOKEN]).decode()
