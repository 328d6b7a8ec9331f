"""封をしたファイル: nothing of it can be changed, moved or cut without being found."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.make import refused
from uketsuke.kernel.refusals import Refusal
from uketsuke.protection.backups.sealing import sealed, unsealed

KEYS = {"1": b"the-key-of-this-test"}
PIECES = [b"first", b"second" * 100, b"third"]


def shut(pieces=PIECES, key: str = "1") -> bytes:
    return b"".join(sealed(pieces, {"key": key}, KEYS["1"]))


def opened(raw: bytes, keys=KEYS) -> list[bytes]:
    return list(unsealed(BytesIO(raw), keys))


@given(st.lists(st.binary(min_size=1, max_size=300), min_size=1, max_size=6))
def test_what_went_in_comes_out(pieces):
    assert opened(shut(pieces)) == pieces


def test_nothing_is_readable():
    assert b"second" not in shut()


@settings(max_examples=150)
@given(at=st.integers(0, 10_000), by=st.integers(1, 255))
def test_no_byte_can_be_changed(at, by):
    raw = bytearray(shut())
    raw[at % len(raw)] ^= by

    with pytest.raises(Refusal):
        opened(bytes(raw))


@settings(max_examples=60)
@given(keep=st.integers(0, 10_000))
def test_it_cannot_be_cut(keep):
    raw = shut()

    with pytest.raises(Refusal):
        opened(raw[: keep % len(raw)])


def test_it_cannot_be_lengthened():
    with refused("backups.damaged"):
        opened(shut() + b"x")


def test_pieces_cannot_change_places():
    line, *parts = sealed(PIECES, {"key": "1"}, KEYS["1"])

    for order in ((1, 0, 2), (0, 2, 1), (0, 0, 1, 2), (0, 2)):
        with refused("backups.damaged"):
            opened(line + b"".join(parts[n] for n in order))


def test_another_key_opens_nothing():
    with refused("backups.damaged"):
        opened(shut(), {"1": b"another"})
    with refused("backups.key"):
        opened(shut(), {"2": KEYS["1"]})
