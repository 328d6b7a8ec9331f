"""引渡しの控え: what the mail server took, written down by somebody whom nobody kills in time.

Between the last dot of a mail and the server's 250 lies the one moment in which a killed sender
cannot know whether the mail is on its way. So a child process says the dot, waits for the answer
and writes it into a file named after the Message-ID: when the worker is killed, the child goes on.
The next try looks there first. The file is locked while a mail is being handed over, by the child
too, so two never hand over one mail at a time. See docs/decisions/0033.
"""

import fcntl
import os
import smtplib
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings

ANSWER_SECONDS = 600  # RFC 5321, 4.5.3.2.6: so long a server may think about the last dot
LOOK_SECONDS = 0.002
_TAKEN = range(200, 300)
_children: set[int] = set()


class Busy(OSError):
    """This very mail is being handed over at this moment."""


class Unanswered(OSError):
    """The server has not answered yet; who waits for it writes it down."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """控え of one mail, while it is locked: what is known, and the way to more."""

    path: Path
    file: int

    @property
    def answer(self) -> tuple[int, bytes] | None:
        """The server's answer to the last dot, or None: there was none."""
        line = self.path.read_bytes()
        if not line.endswith(b"\n"):
            return None
        code, _, words = line.strip().partition(b" ")
        return int(code), words

    @property
    def taken(self) -> bool:
        answer = self.answer
        return answer is not None and answer[0] in _TAKEN

    def hand_over(self, connection: smtplib.SMTP) -> tuple[int, bytes]:
        """Say the last dot through a child; the server's answer. The connection is used up.

        Raises Unanswered where it takes long: then the child waits on.
        """
        os.ftruncate(self.file, 0)
        child = os.fork()
        if child == 0:
            _say_the_dot(connection, self.file)
        _children.add(child)
        connection.close()  # here only: the child has its own
        if not _ended(child, settings.EMAIL_TIMEOUT):
            raise Unanswered
        answer = self.answer
        if answer is None:
            raise smtplib.SMTPServerDisconnected("no answer to the last dot")
        return answer


@contextmanager
def receipt(message_id: str) -> Iterator[Receipt]:
    """控え of that mail, locked. Raises Busy while somebody else hands it over."""
    path = _path(message_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy from error
        yield Receipt(path, file)
    finally:
        os.close(file)


def forget(message_id: str) -> None:
    """控えを捨てる, once the database knows that the mail was taken."""
    _path(message_id).unlink(missing_ok=True)


def clear(before: datetime) -> int:
    """古い控えを捨てる: of mails that are done or given up long since."""
    old = [each for each in _folder().glob("*") if each.stat().st_mtime < before.timestamp()]
    for each in old:
        each.unlink(missing_ok=True)
    return len(old)


def _say_the_dot(connection: smtplib.SMTP, file: int) -> None:
    """In the child: nothing but the socket and the file is touched, and it never returns."""
    try:
        if connection.sock:
            connection.sock.settimeout(ANSWER_SECONDS)
        connection.send(b".\r\n")
        code, words = connection.getreply()
        os.write(file, b"%d %s\n" % (code, words.replace(b"\n", b" ")))
        os.fsync(file)
        with suppress(OSError, smtplib.SMTPException):
            connection.quit()
    finally:
        os._exit(0)


def _ended(child: int, seconds: float) -> bool:
    """Whether the child is done in time; those left behind are looked after along the way."""
    until = time.monotonic() + seconds
    while child in _children and time.monotonic() < until:
        for each in tuple(_children):
            with suppress(ChildProcessError):
                if os.waitpid(each, os.WNOHANG) == (0, 0):
                    continue
            _children.discard(each)
        if child in _children:
            time.sleep(LOOK_SECONDS)
    return child not in _children


def _path(message_id: str) -> Path:
    return _folder() / sha256(message_id.encode()).hexdigest()[:32]


def _folder() -> Path:
    return Path(settings.HANDOVER_FOLDER)
