"""受け口: a listening socket that outlives the process which serves it.

systemd holds the socket and hands it to every process it starts for it, so an old and a new one
may serve side by side and none that waits in its queue is lost when one of them goes
(docs/decisions/0030). Both words of systemd that are spoken here are plain: ``LISTEN_FDS`` says
that the socket is descriptor 3, and a datagram to ``NOTIFY_SOCKET`` says that one is ready.
"""

import os
import socket
from contextlib import suppress
from typing import Any

from granian.net import SocketHolder
from granian.server.mp import MPServer

FIRST = 3  # systemd's first descriptor, by its own rule


def is_inherited() -> bool:
    """Whether systemd has handed one socket to this very process."""
    mine = os.environ.get("LISTEN_PID") == str(os.getpid())
    return mine and os.environ.get("LISTEN_FDS") == "1"


def notify(state: str) -> None:
    """Tell systemd, where somebody asked for it: ``READY=1``, ``STOPPING=1``."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    # Who asked may be gone: that is no reason to serve, or to stop, any worse.
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as way, suppress(OSError):
        way.sendto(state.encode(), f"\0{address[1:]}" if address.startswith("@") else address)


class Inheriting(MPServer):  # type: ignore[misc]  # granian's own is not typed
    """The server on the socket it was handed instead of one of its own."""

    def _init_shared_socket(self) -> None:
        listening = socket.socket(fileno=FIRST)
        listening.set_inheritable(True)
        self._ssp = None
        self._shd = SocketHolder(FIRST, listening.family == socket.AF_UNIX, self.backlog)
        self._sfd = FIRST
        self._sso = listening

    def _spawn_workers(self, spawn_target: Any, target_loader: Any) -> None:
        super()._spawn_workers(spawn_target, target_loader)
        notify("READY=1")

    def _stop_workers(self) -> None:
        notify("STOPPING=1")
        super()._stop_workers()
