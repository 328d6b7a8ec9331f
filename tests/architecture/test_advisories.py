"""部品の点検: what counts as a repair not taken; every part is pinned by its hash."""

import re
import sys

import pytest

from tests.architecture.source import ROOT

sys.path.insert(0, str(ROOT / "tools"))

from advisories import behind, pins

PINNED = "django==5.2.18 \\\n    --hash=sha256:00\n    # via -r base.in\nurllib3==2.5.0 ; x\n"


def test_parts_are_read_with_their_versions():
    assert pins(PINNED) == {"django": "5.2.18", "urllib3": "2.5.0"}


def test_a_repair_is_of_the_same_series_anything_else_is_only_told():
    newest = {"django": "5.2.19", "urllib3": "2.6.1", "not-ours": "1.0"}

    assert behind(pins(PINNED), newest) == (
        ["django 5.2.18 → 5.2.19"],
        ["urllib3 2.5.0 → 2.6.1"],
    )
    assert behind(pins(PINNED), pins(PINNED)) == ([], [])


@pytest.mark.parametrize(
    "path", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda p: p.stem
)
def test_every_part_is_pinned_by_its_hash(path):
    text = path.read_text()
    if path.stem.startswith("debian"):
        pytest.skip("signed by Debian")
    parts = re.split(r"\n(?=\S)", text)

    bare = [part.split()[0] for part in parts if "==" in part and "--hash=sha256:" not in part]
    assert pins(text)
    assert bare == []
