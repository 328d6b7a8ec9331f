"""ウイルスの検査 by a ClamAV daemon beside us, where one is configured.

Its protocol is a length and the bytes, so no library is needed: the one there is has not been kept
for ten years. Where a daemon is configured but does not answer, nothing passes.
"""

import socket

from django.conf import settings

from uketsuke.kernel.refusals import Refusal

SECONDS = 20
CLEAN = b"stream: OK\0"


def check(content: bytes) -> None:
    """Pass what is clean. Raises Refusal ``scan.found`` or ``scan.away``."""
    if not settings.CLAMD:
        return
    try:
        answer = _asked(content)
    except OSError as error:
        raise Refusal("scan.away") from error
    if answer.endswith(b"FOUND\0"):
        raise Refusal("scan.found")
    if answer != CLEAN:
        raise Refusal("scan.away")


def _asked(content: bytes) -> bytes:
    with socket.socket(socket.AF_UNIX) as daemon:
        daemon.settimeout(SECONDS)
        daemon.connect(settings.CLAMD)
        daemon.sendall(b"zINSTREAM\0")
        daemon.sendall(len(content).to_bytes(4) + content + (0).to_bytes(4))
        answer = b""
        while not answer.endswith(b"\0") and (part := daemon.recv(4096)):
            answer += part
    return answer
