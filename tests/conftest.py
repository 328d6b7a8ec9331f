"""What every test stands on: safe settings, no network, a database that can be emptied.

The surroundings are set here, before Django reads its settings (so the settings module is named
here too, not in pyproject.toml): nothing of an installation in var/ or of the developer's shell
gets into a test, except ``UKETSUKE_DATABASE_URL`` where it names a PostgreSQL server.
"""

import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

HOME = Path(tempfile.mkdtemp(prefix="uketsuke-tests-"))
SERVER = os.environ.get("UKETSUKE_DATABASE_URL", "")
SURROUNDINGS = {
    "DJANGO_SETTINGS_MODULE": "uketsuke.settings",
    "UKETSUKE_HOME": str(HOME),
    "UKETSUKE_SECRET_KEY": "only-for-tests-only-for-tests-only-for-tests-only",
    "UKETSUKE_DATABASE_URL": SERVER
    if SERVER.startswith("postgres")
    else f"sqlite:///{HOME}/uketsuke.sqlite3",
    "UKETSUKE_FAST_PASSWORDS": "1",
    "UKETSUKE_PLAIN_STATIC": "1",
    "UKETSUKE_PAPERS": "1",
    "UKETSUKE_SECOND_FACTOR": "0",  # its own tests turn it on
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",  # the browser's driver runs a loop
    "PYTHONHASHSEED": "0",  # for xdist's workers: all of them must find the tests in one order
}
for name in [name for name in os.environ if name.startswith("UKETSUKE_")]:
    if name != "UKETSUKE_STRESS":  # how often and how many: tests/stress.py
        del os.environ[name]
os.environ.update(SURROUNDINGS)

# How fast a machine is decides no test: that is for the bench.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("here")

LONG = ("test_scenes", "journeys", "deploy", "faults")
HERE = ("localhost", "127.", "::1", "::ffff:127.")


def pytest_configure() -> None:
    """Reads the settings, which makes pytest-django set Django up; then closes the network."""
    from django.conf import settings as ours

    from tests import copies

    copies.shelf()  # before there are workers: all of them take from it
    database = ours.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        # A file, not memory: threads, processes and the journal behave as in production.
        database.setdefault("TEST", {})["NAME"] = HOME / "test.sqlite3"
        # Rows nobody has put in an order come the other way round here, and in any on PostgreSQL:
        # whoever leans on their order is found at once.
        database["OPTIONS"]["init_command"] += "PRAGMA reverse_unordered_selects=ON;"
    (HOME / "static").mkdir()
    _close_the_network()
    _empty_in_our_way()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest goes first, so that nobody waits for it at the end."""
    items.sort(
        key=lambda item: next((n for n, each in enumerate(LONG) if each in str(item.path)), 9)
    )


def pytest_unconfigure() -> None:
    shutil.rmtree(HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The tests' own database is a copy of the migrated one; what it lacks is still migrated."""
    from django.conf import settings as ours

    from tests import copies

    test = ours.DATABASES["default"]["TEST"]
    if server := copies.server_of(SURROUNDINGS["UKETSUKE_DATABASE_URL"]):
        test["TEMPLATE"] = copies.original(server)
    else:
        shutil.copyfile(copies.original(), test["NAME"])


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """A file is the copy, and goes with the folder it is in; a server makes it anew."""
    return not SERVER.startswith("postgres")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Every test finds the same: nothing, not even what a migration has put in."""
    from tests.emptying import empty

    with django_db_blocker.unblock():
        empty()


@pytest.fixture(autouse=True)
def _fresh_memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a process keeps of master data and pages belongs to one test.

    Within a test the revision is asked for once, however slow the machine: queries are counted.
    """
    from django.core.cache import cache

    from uketsuke.kernel import revision

    monkeypatch.setattr(revision, "_SECONDS", 1e9)
    revision.forget()
    cache.clear()
    yield
    revision.forget()


@pytest.fixture(autouse=True)
def _only_drawn(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that is left out on PostgreSQL does nothing that could differ there."""
    from tests import drawn

    mark = request.node.get_closest_marker("drawn")
    if mark is None:
        yield
        return
    assert drawn.against(request.node) == []
    with drawn.watched(**mark.kwargs) as found:
        yield
    assert found == []


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder at a place that everybody may enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory(prefix="uketsuke-open-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def world(db: None) -> None:
    """The three halls with their sample tariff."""
    from tests import make

    make.world()


@pytest.fixture
def noon() -> Iterator[None]:
    """The clock stands at ``make.NOON``, for pages that ask what time it is."""
    import time_machine

    from tests import make

    with time_machine.travel(make.NOON, tick=False):
        yield


def _empty_in_our_way() -> None:
    from django.test import TransactionTestCase

    from tests.emptying import empty

    TransactionTestCase._fixture_teardown = lambda _: empty()  # type: ignore[method-assign]


def _close_the_network() -> None:
    """Only this machine answers: a test that calls elsewhere fails at once."""
    for way in ("connect", "connect_ex", "sendto"):
        setattr(socket.socket, way, _only_here(getattr(socket.socket, way)))


def _only_here(call: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(self: socket.socket, *words: Any) -> Any:
        inet = self.family in (socket.AF_INET, socket.AF_INET6)
        if inet and not str(words[-1][0]).startswith(HERE):
            raise OSError(f"tests may not connect to {words[-1][0]}")
        return call(self, *words)

    return guarded
