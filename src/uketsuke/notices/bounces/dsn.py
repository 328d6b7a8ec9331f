"""不達通知を読む: what a mail server says of a mail it could not deliver (RFC 3464). Pure.

Anybody can send such a message. It counts only by the address it came to, which carries a token
that nobody else can make; nothing else in it is believed but its status.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses

TO = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
_STATUS = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})(?!\d)")
_RETURN = re.compile(r"[^+@\s]+\+(\d{1,18})-([0-9a-f]{24})@[^@\s]+", re.IGNORECASE)
# There is no such address: unknown (5.1.x), closed (5.2.1), no such domain (5.4.4), unspecified.
_HARD = re.compile(r"5\.1\.\d+|5\.2\.1|5\.4\.4|5\.0\.0")


@dataclass(frozen=True, slots=True)
class Report:
    """不達通知: which delivery, the token that proves it, and the status (``5.1.1``)."""

    delivery: int
    token: str
    status: str


def is_hard(status: str) -> bool:
    """Whether that status says that there is no such address."""
    return bool(_HARD.fullmatch(status))


def status_of(code: int, words: str) -> str:
    """The status in an answer of SMTP: ``550 5.1.1 no such user``. Without one, the code tells."""
    if found := _STATUS.match(words):
        return found[1]
    return "5.1.0" if code in (550, 551, 553) else f"{code // 100}.0.1"


def read(content: bytes) -> Report | None:
    """What the message reports, or None: it is no report of a mail that failed for good."""
    message = message_from_bytes(content)
    status = _failed(message)
    if status is None:
        return None
    for delivery, token in _returned_to(message):
        return Report(delivery, token, status)
    return None


def _returned_to(message: Message) -> Iterator[tuple[int, str]]:
    lines = [str(line) for name in TO for line in message.get_all(name, [])]
    for _, address in getaddresses(lines):
        if found := _RETURN.fullmatch(address):
            yield int(found[1]), found[2].lower()


def _failed(message: Message) -> str | None:
    """The status of the first recipient that failed."""
    if message.get_content_type() != "multipart/report":
        return None
    for part in message.walk():
        blocks = part.get_payload()
        if part.get_content_type() != "message/delivery-status" or not isinstance(blocks, list):
            continue
        for block in (each for each in blocks if isinstance(each, Message)):
            status = _STATUS.match(str(block.get("Status", "")))
            if str(block.get("Action", "")).strip().lower() == "failed" and status:
                return status[1]
    return None
