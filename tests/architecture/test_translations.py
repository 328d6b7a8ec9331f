"""訳: every text of a citizen's page can be translated, and every notice has been."""

import re
import subprocess
import sys

import pytest

from tests.architecture.source import PACKAGE, ROOT

sys.path.insert(0, str(ROOT / "tools"))

import messages
import polib
from messages import STAFF_ONLY

from uketsuke.kernel import languages

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


ASKED = messages.Message("", "あと%(days)s日です。<b>急ぎ</b>", places={"doors/portal/x.html"})
RIGHT = "앞으로 %(days)s일입니다. <b>서둘러 주십시오</b>"


def told(text, *, known=ASKED, language="ko", flags=("python-format",), extra=()):
    entry = polib.POEntry(msgid=known.text, msgstr=text, flags=list(flags))
    return list(messages.faults(language, {ASKED.key: ASKED}, [entry, *extra]))


def test_a_right_translation_is_no_fault():
    assert told(RIGHT) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "not translated"),
        (RIGHT.replace("%(days)s", "3"), "placeholders differ"),
        (RIGHT.replace("days", "day"), "placeholders differ"),
        (RIGHT.replace(")s", ")"), "placeholders differ"),
        (RIGHT + " %(days)s일 50% 이상", "a % that stands for nothing"),
        (RIGHT.replace("</b>", ""), "markup differs"),
        (RIGHT + '"', "a straight quotation mark"),
        (RIGHT.replace("십시오", "세요"), "“세요” is “십시오” here"),
        (RIGHT + " 그 관은 휴관입니다.", "“관은” is “홀” here"),
        (RIGHT + " %(days)s을 넘깁니다.", "the particle 을 does not fit every word"),
    ],
)
def test_a_fault_of_a_translation_is_told(text, fault):
    assert [line for line in told(text) if line.startswith(f"ko: {fault}")] != []


def test_a_message_that_is_missing_or_no_longer_used_is_told():
    other = messages.Message("", "もう言わないこと")

    missing, unused = told("말하지 않음", known=other)

    assert missing.startswith("ko: not in the catalogue: あと")
    assert unused.startswith("ko: no longer used: もう")


def test_a_text_that_has_changed_is_told():
    assert told(RIGHT, flags=["python-format", "fuzzy"])[0].startswith("ko: the text has changed")


def test_a_particle_after_a_day_is_right_because_days_end_alike():
    assert (
        list(messages.unlike("ko", "{date}은 휴관일이고 {until}까지입니다. {room}은(는) 없습니다."))
        == []
    )
    assert list(messages.unlike("ko", "{date}는 휴관일입니다.")) != []
    assert list(messages.unlike("ko", "‘{room}’이라는 시설은 없습니다.")) != []


# What follows a placeholder in English and is no plural.
VERBS = frozenset({"is", "this", "was", "has", "contains", "cannot", "holds", "does"})
PLURAL = re.compile(r"(?:%\(\w+\)s|\{\w+\}|\{\{ [\w.]+ \}\}) ((?:time )?[a-z]+s|people|entries)\b")


def test_every_plural_after_a_number_is_one_where_the_number_is_one():
    said = [text for e in polib.pofile(str(messages.path_of("en"))) for text in messages._texts(e)]
    said += [path.read_text(encoding="utf-8") for path in NOTICES.glob("notices-en/**/*.txt")]
    words = {word for text in said for word in PLURAL.findall(text)} - VERBS

    assert len(words) > 10
    assert {word for word in words if languages.counted(f"1 {word}", "en") == f"1 {word}"} == set()


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_a_notice_speaks_as_the_pages_do(language, kind):
    text = (NOTICES / f"notices-{language}" / kind).read_text(encoding="utf-8")
    said = re.sub(r"{%.*?%}", "", re.sub(r"{{ ([\w.]+) }}", r"{\1}", text).replace(".", "_"))

    assert list(messages.unlike(language, said)) == []


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

    assert BARE.findall(READ.sub("", text)) == []
