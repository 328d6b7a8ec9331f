"""What every test stands on: safe settings, no network, a database that can be emptied."""

import os
import socket
import tempfile
from collections.abc import Iterator
from typing import Any

import pytest

os.environ.setdefault("UKETSUKE_SECRET_KEY", "only-for-tests-only-for-tests-only-for-tests-only")
os.environ.setdefault("UKETSUKE_HOME", tempfile.mkdtemp(prefix="uketsuke-tests-"))
os.environ.setdefault("UKETSUKE_FAST_PASSWORDS", "1")
os.environ.setdefault("UKETSUKE_PLAIN_STATIC", "1")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's driver runs a loop


@pytest.fixture(autouse=True)
def _fresh_memory() -> Iterator[None]:
    """What a process keeps of master data and pages belongs to one test."""
    from django.core.cache import cache

    from uketsuke.kernel import revision

    revision.forget()
    cache.clear()
    yield
    revision.forget()


@pytest.fixture
def world(db: None) -> None:
    """The three halls with their sample tariff."""
    from tests import make

    make.world()


def pytest_configure() -> None:
    _close_the_network()


@pytest.fixture(scope="session", autouse=True)
def _emptying() -> None:
    """Emptying a scratch database needs its append-only triggers out of the way for a moment."""
    from django.db import connection
    from django.test import TransactionTestCase

    from uketsuke.kernel import append_only

    flush = TransactionTestCase._fixture_teardown

    def lifted(self: Any) -> None:
        append_only.lift(connection)
        try:
            flush(self)
        finally:
            append_only.restore(connection)

    TransactionTestCase._fixture_teardown = lifted


def _close_the_network() -> None:
    """Only this machine answers: a test that calls elsewhere fails at once."""
    connect = socket.socket.connect

    def local_only(self: socket.socket, address: Any) -> None:
        inet = self.family in (socket.AF_INET, socket.AF_INET6)
        if inet and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise OSError(f"tests may not connect to {address[0]}")
        connect(self, address)

    socket.socket.connect = local_only  # type: ignore[method-assign]
