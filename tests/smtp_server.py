"""A mail server of its own process: ``python -m tests.smtp_server FOLDER``.

It writes each mail it takes as a file into FOLDER and its port into FOLDER/port. What it answers
hangs on to whom: ``gone@`` is not known, ``busy@`` not now; the word before the last dot's answer
takes it some milliseconds, as it takes a real one.
"""

import asyncio
import itertools
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from tests.faults.crowd import ROOT

ANSWERS = {
    "gone": "550 5.1.1 no such user",
    "relay": "550 5.7.1 relaying denied",
    "busy": "451 4.3.0 not now",
}


class Handler:
    def __init__(self, folder: Path) -> None:
        self.folder, self.numbers = folder, itertools.count(1)

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd asks
        answer = ANSWERS.get(address.partition("@")[0])
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd asks
        before, after = random.uniform(0, 0.02), random.uniform(0, 0.04)
        await asyncio.sleep(before)
        said = "\n".join([envelope.mail_from, *envelope.rcpt_tos])
        number = next(self.numbers)
        (self.folder / f"{number}.envelope").write_text(said)
        (self.folder / f"{number}.part").write_bytes(envelope.content)
        (self.folder / f"{number}.part").rename(self.folder / f"{number}.eml")
        await asyncio.sleep(after)
        return "250 2.0.0 taken"


def main() -> None:
    from aiosmtpd.smtp import SMTP

    folder = Path(sys.argv[1])

    async def serve() -> None:
        handler = Handler(folder)
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(handler, hostname="mihon"), "127.0.0.1", 0)
        (folder / "part").write_text(str(server.sockets[0].getsockname()[1]))
        (folder / "part").rename(folder / "port")
        await server.serve_forever()

    asyncio.run(serve())


class Server:
    """The server as a test sees it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        while not (folder / "port").exists():
            time.sleep(0.02)
        self.port = int((folder / "port").read_text())

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def taken(self) -> list[Message]:
        paths = sorted(self.folder.glob("*.eml"), key=lambda path: int(path.stem))
        return [message_from_bytes(path.read_bytes()) for path in paths]

    def envelopes(self) -> list[list[str]]:
        """For each mail: from whom, and to whom."""
        paths = sorted(self.folder.glob("*.envelope"), key=lambda path: int(path.stem))
        return [path.read_text().splitlines() for path in paths]


@contextmanager
def mail_server(folder: Path) -> Iterator[Server]:
    folder.mkdir()
    words = [sys.executable, "-m", "tests.smtp_server", str(folder)]
    process = subprocess.Popen(words, cwd=ROOT)
    try:
        yield Server(folder)
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    main()
