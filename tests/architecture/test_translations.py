"""訳: every text of a citizen's page can be translated, and every notice has been."""

import re
import subprocess
import sys

import pytest

from tests.architecture.source import PACKAGE, ROOT

sys.path.insert(0, str(ROOT / "tools"))

from messages import STAFF_ONLY

JAPANESE = re.compile(r"[ぁ-んァ-ヴ一-鿿]")
TOKEN = re.compile(r"({%.*?%}|{{.*?}}|{#.*?#})", re.DOTALL)
MARKED = re.compile(r"""_\((?:"[^"]*"|'[^']*')\)""")
STANDS_ALONE = "doors/shared/templates/shared/500.html"  # it says the same in every language
NOTICES = PACKAGE / "notices" / "templates"
OTHERS = ["notices-en", "notices-ja-easy", "notices-ko", "notices-zh-hans"]
BARE = re.compile(r"[一-鿿々]")
READ = re.compile(r"(?:｜[^《｜]+|[一-鿿々〆ヶ]+)《[ぁ-んァ-ンー]+》|{{.*?}}|{%.*?%}")


def place(path):
    return path.relative_to(PACKAGE).as_posix()


TEMPLATES = [
    path
    for path in sorted((PACKAGE / "doors").rglob("*.html"))
    if not any(part in place(path) for part in STAFF_ONLY) and place(path) != STANDS_ALONE
]
KINDS = sorted(path.relative_to(NOTICES / "notices") for path in NOTICES.glob("notices/*/*/*.txt"))


def bare(text):
    """The Japanese of a template that stands outside of what is translated."""
    inside, left = "", []
    for token in TOKEN.split(text):
        word = token[2:].split()[0] if token.startswith("{%") else ""
        if word in ("blocktranslate", "comment"):
            inside = word
        elif word == f"end{inside}":
            inside = ""
        elif not inside and word != "translate" and not token.startswith("{#"):
            left.append(MARKED.sub("", token))
    return [token.strip()[:60] for token in left if JAPANESE.search(token)]


@pytest.mark.parametrize("path", TEMPLATES, ids=place)
def test_every_text_of_a_page_is_inside_translate(path):
    assert bare(path.read_text(encoding="utf-8")) == []


def test_the_catalogues_are_whole():
    check = [sys.executable, "tools/messages.py", "--check"]
    told = subprocess.run(check, cwd=ROOT, check=False, capture_output=True, text=True)

    assert told.returncode == 0, told.stdout


@pytest.mark.parametrize("folder", OTHERS)
def test_every_notice_is_told_in_every_language(folder):
    here = {path.relative_to(NOTICES / folder) for path in NOTICES.glob(f"{folder}/*/*/*.txt")}

    assert sorted(set(KINDS) - here) == []
    assert sorted(here - set(KINDS)) == []


@pytest.mark.parametrize("folder", OTHERS)
@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_a_notice_says_the_same_facts_in_every_language(folder, kind):
    said = {
        name: set(re.findall(r"{{ (\w+)", (NOTICES / name / kind).read_text(encoding="utf-8")))
        for name in ("notices", folder)
    }

    assert said[folder] == said["notices"]


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_every_kanji_of_an_easy_notice_has_its_reading(kind):
    text = (NOTICES / "notices-ja-easy" / kind).read_text(encoding="utf-8")

    assert kind.stem == "subject" or BARE.findall(READ.sub("", text)) == []
