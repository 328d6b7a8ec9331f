"""一文字違い: which mistakes are forgiven."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uketsuke.kernel.likeness import halves, one_off

KEYS = st.text(st.sampled_from("あいう音楽(.*+"), min_size=4, max_size=12)


def found(typed: str, name: str) -> bool:
    return bool(re.search(one_off(typed), name)) and any(half in name for half in halves(typed))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("みとり合唱団", True),  # whole already
        ("みとり合奏団", True),
        ("みり合唱団", True),
        ("みととり合唱団", True),
        ("みとり唱合団", True),
        ("みこり合奏団", False),
        ("ことり楽団", False),
        ("合唱国", False),
    ],
)
def test_one_mistake_is_forgiven_and_two_are_not(typed: str, meant: bool):
    near = len(typed) >= 4 and found(typed, "四谷みとり合唱団")

    assert near is meant


@given(KEYS, st.data(), st.sampled_from("えん楽)"))
def test_any_one_sign_may_be_wrong_missing_or_too_many(key: str, data: st.DataObject, sign: str):
    at = data.draw(st.integers(0, len(key) - 1))
    wrong, more, fewer = (
        key[:at] + sign + key[at + 1 :],
        key[:at] + sign + key[at:],
        key[:at] + key[at + 1 :],
    )

    assert found(wrong, f"x{key}x")
    assert found(more, f"x{key}x") or at == 0
    assert found(fewer, f"x{key}x") or len(fewer) < 4
