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


PINNED = [ROOT / "requirements/base.txt", ROOT / "requirements/dev.txt"]


def parts_of(path):
    """Each pinned part with what belongs to it: ``name==version`` and its hashes."""
    return re.findall(r"(?m)^\w.*(?:\n +.*)*", path.read_text(encoding="utf-8"))


def test_every_pinned_part_has_its_hash_and_no_address():
    parts = parts_of(PINNED[0]) + parts_of(PINNED[1])

    assert parts
    assert [
        part.split()[0] for part in parts if not re.search("==.*\n.*--hash=sha256:", part)
    ] == []
    assert lines_with(PINNED, OPTIONS) == []


def test_what_runs_in_earnest_is_what_was_tested():
    run, tested = ({part.split()[0] for part in parts_of(path)} for path in PINNED)

    assert run - tested == set()


def test_every_decision_has_its_own_number():
    numbers = [path.name[:4] for path in (ROOT / "docs/decisions").glob("*.md")]

    assert numbers
    assert sorted(numbers) == sorted(set(numbers))
