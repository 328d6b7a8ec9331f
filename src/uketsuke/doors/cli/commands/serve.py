"""``uketsuke serve``: the web server for production.

Two processes with two threads each are the best that two cores give to this kind of work; more
threads only wait for one another. With PostgreSQL every process has a pool of its own, and a
thread uses one connection at a time: ``UKETSUKE_POOL`` (8) times ``--workers`` is the most.

Started by a socket unit of systemd it serves that socket, and host and port mean nothing.
"""

import argparse
import gc
import importlib
import os
import socket
import sys

from uketsuke.doors.cli.options import count, port

APPLICATION = "uketsuke.wsgi:application"


def configure(parser: argparse.ArgumentParser) -> None:
    """Contract: contracts.md, ``uketsuke serve``."""
    parser.add_argument("--host", default="127.0.0.1", help="待ち受けるアドレス (127.0.0.1)")
    parser.add_argument("--port", type=port, default=8000, help="待ち受けるポート (8000)")
    parser.add_argument("--workers", type=count, default=2, help="プロセス数 (2)")
    parser.add_argument("--threads", type=count, default=2, help="プロセスごとのスレッド数 (2)")
    parser.add_argument(
        "--backlog", type=count, default=2048, help="受け付けを待つ接続の最大数 (2048)"
    )
    parser.add_argument("--app", default=APPLICATION, help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    """Serve until told to stop (SIGTERM or Ctrl-C); requests under way are finished first."""
    from granian import Granian  # noqa: PLC0415 - only this command needs it
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    from uketsuke.doors.cli import sockets  # noqa: PLC0415

    inherited = sockets.is_inherited()
    if not inherited and not is_free(options.host, options.port):
        print(f"ポート {options.port} はすでに使われています。", file=sys.stderr)
        return 1
    if not inherited:
        os.environ.setdefault("UKETSUKE_BASE_URL", f"http://{options.host}:{options.port}")
    _load(options.app)
    server = sockets.Inheriting if inherited else Granian
    server(
        options.app,
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=options.threads,
        backlog=options.backlog,
        websockets=False,
        log_level=LogLevels.warning,
        log_access=False,  # it would keep visitors' addresses
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()
    return 0


def _load(application: str) -> None:
    """Load the program before the processes part, so that they share its memory."""
    importlib.import_module(application.partition(":")[0])
    if application == APPLICATION:
        from django.urls import get_resolver  # noqa: PLC0415

        _ = get_resolver().url_patterns  # reads all views and forms
    gc.collect()
    gc.freeze()  # what is shared stays shared: the collector no longer touches it


def is_free(host: str, port: int) -> bool:
    """Whether nobody listens there. Asked first, because the server itself would quietly share
    the port with whoever has it (SO_REUSEPORT)."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
