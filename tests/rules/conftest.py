"""What every rule's test needs: a short way to say "the rule says no"."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from uketsuke.kernel.refusals import Refusal

Refused = Callable[[str], AbstractContextManager[pytest.ExceptionInfo[Refusal]]]


@pytest.fixture
def refused() -> Refused:
    """断り: ``with refused("quote.negative") as caught`` wants exactly that one refusal."""
    return _refused


@contextmanager
def _refused(code: str) -> Iterator[pytest.ExceptionInfo[Refusal]]:
    with pytest.raises(Refusal) as caught:
        yield caught
    assert caught.value.code == code
