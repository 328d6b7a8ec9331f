"""One nginx before one program for all tests of what is seen from outside."""

from collections.abc import Iterator

import pytest

from tests.deploy.machine import Nginx, end, machine


@pytest.fixture(scope="session")
def site() -> Iterator[Nginx]:
    with machine() as one:
        program = one.serve()
        front = one.nginx()
        front.start()
        yield front
        front.stop()
        end(program)
