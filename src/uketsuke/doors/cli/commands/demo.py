"""``uketsuke demo``: the whole product with dummy data, for looking at and trying out.

This process only starts the others and waits, so that it stays small: the data are made in a
child of its own, then the web server and the worker run until one is told to stop.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import FrameType
from urllib.error import URLError

from uketsuke.doors.cli import dummy
from uketsuke.doors.cli.commands.serve import is_free
from uketsuke.doors.cli.options import port

HOST = "127.0.0.1"
PATIENCE = 30  # seconds until the server must answer, and until a child must have stopped


def configure(parser: argparse.ArgumentParser) -> None:
    """Contract: contracts.md, ``make demo`` and ``make demo-reset``."""
    parser.add_argument(
        "--port", type=port, default=os.environ.get("PORT") or "8000", help="ポート (8000)"
    )
    parser.add_argument("--reset", action="store_true", help="見本データを消して作り直します")
    parser.add_argument("--make", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    """Prepare what is missing, then serve until told to stop."""
    if options.make:
        return _make(options.reset)
    if not is_free(HOST, options.port):
        print(f"ポート {options.port} はすでに使われています。", file=sys.stderr)
        print("PORT=8001 make demo のように、ほかの番号を指定してください。", file=sys.stderr)
        return 1
    address = f"http://{HOST}:{options.port}"
    os.environ.setdefault("UKETSUKE_BASE_URL", address)
    os.environ.setdefault("UKETSUKE_PROBE", f"{address}/healthz")
    # Whoever tries the demonstration may set up a second factor, but need not.
    os.environ.setdefault("UKETSUKE_SECOND_FACTOR", "0")
    os.environ.setdefault("UKETSUKE_PAPERS", "1")
    reset = ["--reset"] if options.reset else []
    if code := _start("demo", "--make", *reset).wait():
        return code
    children = [
        *_provider(address),
        _start("serve", "--host", HOST, "--port", str(options.port)),
        _start("worker"),
    ]
    return _watch(children, address)


def _provider(address: str) -> list[subprocess.Popen[bytes]]:
    """見本の決済会社, unless the surroundings name a real one: then nobody pretends."""
    if os.environ.get("UKETSUKE_STRIPE_KEY"):
        return []
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    key, secret = "sk_mihon", "whsec_mihon"
    pages = f"http://{HOST}:{port}"
    os.environ |= {
        "UKETSUKE_STRIPE_KEY": key,
        "UKETSUKE_STRIPE_WEBHOOK_SECRET": secret,
        "UKETSUKE_STRIPE_API": pages,
        "UKETSUKE_STRIPE_PAGES": pages,
    }
    words = ["--port", str(port), "--key", key, "--secret", secret]
    command = [sys.executable, "-m", "uketsuke.seed.provider", *words]
    return [subprocess.Popen([*command, "--notify", f"{address}/pay/events/"])]  # noqa: S603


def _start(*words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "uketsuke", *words]
    return subprocess.Popen(command)  # noqa: S603 - our own program


def _watch(children: list[subprocess.Popen[bytes]], address: str) -> int:
    """Wait until told to stop (SIGTERM or Ctrl-C) or until a child ends; then stop all."""
    told: list[int] = []

    def tell(number: int, frame: FrameType | None) -> None:
        told.append(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, tell)
    started, answered = time.monotonic(), False
    while not told and all(child.poll() is None for child in children):
        if not answered and _answers(address):
            answered = True
            print(f"\n{address}/ で動いています。終えるには Ctrl-C を押してください。", flush=True)
        if not answered and time.monotonic() - started > PATIENCE:
            print("ウェブサーバーが応答しません。", file=sys.stderr)
            break
        time.sleep(0.2)
    _stop(children)
    return 0 if told else 1


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=2) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()


def _make(reset: bool) -> int:
    """Database, dummy data and accounts, where they are missing."""
    from uketsuke.doors.cli.commands import prepare  # noqa: PLC0415 - brings the whole program

    prepare.make_secrets()
    if reset and not _clear():
        return 1
    return prepare.run(argparse.Namespace(practice=True))


def _clear() -> bool:
    """Delete database, mails and accounts; only where the database is the demo's own file."""
    from django.conf import settings  # noqa: PLC0415

    default = settings.HOME / "uketsuke.sqlite3"
    database = settings.DATABASES["default"]
    is_default = database["ENGINE"].endswith("sqlite3") and Path(database["NAME"]) == default
    if not is_default:
        print("--reset は、見本の標準の SQLite データベースだけを消せます。", file=sys.stderr)
        return False
    for name in (default.name, f"{default.name}-wal", f"{default.name}-shm", dummy.ACCOUNTS):
        (settings.HOME / name).unlink(missing_ok=True)
    for mail in (settings.HOME / "mail").glob("*.log"):
        mail.unlink()
    return True
