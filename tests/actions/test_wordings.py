"""文章の差し替え: a built-in text can be said as staff say it, and every way back is open."""

import re
from uuid import uuid4

import pytest

from tests import make
from tests.make import NOON, refused
from uketsuke.notices import texts
from uketsuke.notices.models import Notice, Wording
from uketsuke.notices.texts import kinds
from uketsuke.notices.wording import actions, builtin, filled, names, syntax
from uketsuke.notices.wording.samples import FACTS

pytestmark = pytest.mark.usefixtures("world")
EDITABLE = sorted(kind for kind in kinds() if names.is_editable(kind))
CASES = [(kind, "") for kind in EDITABLE] + [
    (kind, fact) for kind in EDITABLE for fact in sorted(names.asked(kind))
]


def without(fact: str):
    if fact == "at_counter":
        return FACTS | {"channel": "web"}
    empty = False if fact in names.FLAGS else None
    return FACTS | {fact: empty} if fact else FACTS


def squeezed(text: str) -> str:
    return re.sub(r"\n{2,}", "\n", text.strip())


def test_most_texts_can_be_written_anew_and_those_with_a_way_in_cannot():
    assert {"booking.approved", "booking.cancelled", "lottery.won"} <= set(EDITABLE)
    assert not {"identity.link", "registration.approved"} & set(EDITABLE)


@pytest.mark.parametrize(("kind", "fact"), CASES)
def test_the_built_in_text_in_the_words_of_staff_says_the_same(kind, fact):
    words = texts.sample(without(fact), make.group("見本の会"))
    subject, body = filled(builtin.subject(kind), builtin.body(kind), words)
    drawn = [texts._part(kind, part, words, "ja") for part in ("subject", "body")]

    assert subject == " ".join(drawn[0].split())
    assert squeezed(texts.framed(body, words)) == squeezed(drawn[1])


@pytest.mark.parametrize("kind", EDITABLE)
def test_the_built_in_text_has_no_fault_and_says_what_it_must(kind):
    known = names.of_kind(kind)
    for text in (builtin.subject(kind), builtin.body(kind)):
        assert list(syntax.faults(text, known)) == []
    assert set(names.must_say(kind)) <= syntax.used(builtin.body(kind) + builtin.subject(kind))


SUBJECT = "承認のお知らせ（{納付期限}まで）\n承認のお知らせ"
BODY = (
    "次の利用を承認しました。\n　・{利用日時}\n　料金 {金額}\n{納付期限があるとき}{納付期限}までに"
)
KIND = "booking.approved"


def release(subject=SUBJECT, body=BODY, *, kind=KIND, token=None):
    return actions.release(kind, subject, body, token or uuid4(), by=make.manager(), at=NOON)


def approved() -> Notice:
    make.booking(approved=True)
    return Notice.objects.get(kind=KIND)


def test_what_staff_wrote_is_what_is_sent_and_read():
    notice = approved()
    release()

    text = texts.render(notice, for_mail=True)
    assert text.subject == "承認のお知らせ（2026年12月8日（火）まで）"
    assert texts.subject(notice) == text.subject
    assert "　料金 14,400円\n2026年12月8日（火）までに" in text.body
    assert "ご担当者様" in text.body
    assert "お問い合わせ" in text.body


def test_the_built_in_text_is_one_step_away():
    notice = approved()
    before = texts.render(notice)
    release()
    actions.back_to_builtin(KIND, uuid4(), by=make.manager(), at=NOON)

    assert texts.render(notice) == before
    assert [each.number for each in Wording.objects.order_by("number")] == [1, 2]


def test_the_same_form_is_one_version():
    token = uuid4()
    first, again = release(token=token), release(token=token)

    assert first == again
    assert Wording.objects.count() == 1


@pytest.mark.parametrize(
    ("subject", "body", "code"),
    [
        (SUBJECT, BODY + "\n{ない名前}", "wording.unknown"),
        (SUBJECT, BODY + "\n{{ settings.SECRET_KEY }}", "wording.tag"),
        (SUBJECT, BODY + "\n{% include 'x' %}", "wording.tag"),
        (SUBJECT, BODY + "\n{金額", "wording.brace"),
        (SUBJECT, BODY + "\n途中{金額があるとき}", "wording.not_first"),
        ("", BODY, "wording.empty"),
        (SUBJECT, "  ", "wording.empty"),
        (SUBJECT, BODY + "あ" * 3000, "wording.long"),
        ("承認", "料金 {金額}\n{納付期限}", "wording.missing"),
    ],
)
def test_a_text_that_would_break_is_not_released(subject, body, code):
    with refused(code):
        release(subject, body)
    assert not Wording.objects.exists()


def test_a_text_with_a_way_in_cannot_be_written_anew():
    with refused("wording.kind"):
        release(kind="identity.link")


def test_what_a_group_is_called_is_never_read_as_a_placeholder():
    group = make.group("{金額}の会{{ settings }}{% now 'Y' %}")
    release()
    make.booking(group, approved=True)

    body = texts.render(Notice.objects.get(kind=KIND)).body
    assert "{金額}の会{{ settings }}{% now 'Y' %}" in body


def test_a_text_of_which_nothing_is_left_falls_back_to_the_built_in_one():
    notice = approved()
    before = texts.render(notice)
    release("{納付期限がないとき}件名")

    assert texts.render(notice) == before
