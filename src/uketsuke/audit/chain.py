"""監査の鎖: how entries are bound so that a changed or missing one is found.

Every entry carries a MAC made with a key that is not in the database. Every few seconds the
worker seals what came since: the seal's digest (with the same key) runs over the MACs in order
and over the seal before. Bookings never wait for one another because of it.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import UTC
from typing import Any

from django.conf import settings

from uketsuke.audit.models import Entry

FIRST = "0" * 64


def canonical(entry: Entry) -> bytes:
    """The entry as bytes, the same on every database."""
    parts: list[Any] = [
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.who,
        entry.actor,
        entry.address,
        entry.hall,
        entry.action,
        entry.subject,
        entry.why,
        entry.facts,
    ]
    return json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def mac(entry: Entry) -> str:
    """The code that only a holder of the key can make for ``entry``."""
    return hmac.new(settings.AUDIT_KEY.encode(), canonical(entry), hashlib.sha256).hexdigest()


def link(before: str, macs: Iterable[tuple[int, str]]) -> tuple[str, int]:
    """Digest of the seal after ``before`` over (id, mac) pairs in order, and their number.

    Made with the key too: who can write to the database cannot seal anew what she left out.
    """
    running = hmac.new(settings.AUDIT_KEY.encode(), before.encode(), hashlib.sha256)
    count = 0
    for number, code in macs:
        running.update(f"{number}|{code}\n".encode())
        count += 1
    return running.hexdigest(), count
