"""What several tests of actions stand on."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.smtp_server import Server, mail_server


@pytest.fixture
def server(tmp_path: Path, settings: Any) -> Iterator[Server]:
    """A mail server of this test, and where its handing over is written down."""
    with mail_server(tmp_path / "server") as one:
        settings.EMAIL_BACKEND = "uketsuke.notices.mail.smtp.Backend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", one.port
        settings.HANDOVER_FOLDER = tmp_path / "handover"
        yield one
