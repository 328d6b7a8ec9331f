"""リポジトリ: what is committed fits every machine and names none."""

import re

from tests.architecture.source import ROOT, lines_with, tracked

# Put together here, so that this page does not name what no page may name.
REGISTRIES = [
    ("pypi", "org"),
    ("pythonhosted", "org"),
    ("npmjs", "org"),
    ("npmjs", "com"),
    ("yarnpkg", "com"),
    ("crates", "io"),
    ("deb.debian", "org"),
    ("security.debian", "org"),
    ("ftp", "debian.org"),
]
HOSTS = "|".join(re.escape(".".join(parts)) for parts in REGISTRIES)
PLACES = "|".join("/" + place for place in ("work/", "root/", r"home/\w", "Users/", "opt/wheels"))
OPTIONS = r"^\s*--(?:extra-)?(?:index-url|find-links|trusted-host)\b"


def test_no_file_names_a_package_registry():
    assert lines_with(tracked(), rf"(?i)\b(?:{HOSTS})\b") == []


def test_no_file_names_a_place_of_one_machine():
    assert lines_with(tracked(), rf"(?<![\w.}}>])(?:{PLACES})") == []


def test_every_pinned_part_has_its_hash_and_no_address():
    pinned = [path for path in tracked() if path.match("requirements/*.txt")]
    texts = [path.read_text(encoding="utf-8") for path in pinned]
    parts = [part for text in texts for part in re.findall(r"(?m)^\w[^ ]*==.*(?:\n +.*)*", text)]

    assert parts
    assert [part.split()[0] for part in parts if "--hash=sha256:" not in part] == []
    assert lines_with(pinned, OPTIONS) == []


def test_every_decision_has_its_own_number():
    numbers = [path.name[:4] for path in (ROOT / "docs/decisions").glob("*.md")]

    assert sorted(numbers) == [f"{n:04}" for n in range(1, len(numbers) + 1)]
