"""入力欄: what people really type is taken kindly, and stays on the page."""

from datetime import date
from uuid import UUID

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.translation import override

from uketsuke.doors.shared.drawing import components
from uketsuke.doors.shared.inputs.forms import (
    CountField,
    DateField,
    DigitsField,
    Form,
    LineField,
    NameField,
    PhoneField,
    ReasonField,
    TokenField,
    YenField,
)

TOKEN = "6d0f0c9e-7c4e-4f2c-a4a4-8f4f2ec25c39"


class Sheet(Form):
    name = NameField(label="氏名", required=False)
    title = LineField(label="催し", required=False, max_length=10)
    phone = PhoneField(label="電話", required=False)
    number = DigitsField(label="番号", required=False, length=4)
    people = CountField(label="人数", unit="人", least=1, most=450, required=False)
    price = YenField(label="入場料", required=False)
    day = DateField(label="日", required=False)


class Sent(Form):
    token = TokenField()


def sheet(**typed):
    sent = QueryDict(mutable=True)
    sent.update(typed)
    return Sheet(sent)


@pytest.mark.parametrize(
    ("field", "typed", "meant"),
    [
        ("name", " 髙橋  葛󠄀子 ", "髙橋\u3000葛󠄀子"),
        ("name", "𠮷野\x00\u202e太郎", "𠮷野太郎"),
        ("phone", "０３１２３４５６７８", "03-1234-5678"),
        ("number", "１２-３４", "1234"),
        ("people", "４５０人", 450),
        ("price", "１，２００円", 1200),
        ("price", "¥1,200", 1200),
        ("day", "令和９年４月１０日", date(2027, 4, 10)),
    ],
)
def test_what_was_typed_is_understood(field, typed, meant):
    form = sheet(**{field: typed})

    assert form.is_valid(), form.errors
    assert form.cleaned_data[field] == meant


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", "ﾊﾅｺ"),
        ("title", "あ" * 11),
        ("phone", "12"),
        ("number", "12a4"),
        ("number", "123"),
        ("people", "0"),
        ("people", "451"),
        ("price", "-1"),
        ("price", "千円"),
        ("day", "2027/2/29"),
    ],
)
def test_what_cannot_be_meant_is_an_error_beside_the_field_and_stays(field, typed):
    form = sheet(**{field: typed})

    assert list(form.errors) == [field]
    assert f'value="{typed}"' in str(form[field])


def test_a_token_is_new_for_each_page_and_kept_when_sent_back():
    assert Sent()["token"].value() != Sent()["token"].value()
    assert TOKEN in str(Sent(QueryDict(f"token={TOKEN}")))


def test_a_damaged_token_is_refused_and_replaced():
    form = Sent(QueryDict("token=broken"))

    assert not form.is_valid()
    assert UUID(str(form["token"]).split('value="')[1][:36])


def test_an_error_is_told_to_readers_and_linked_from_the_summary():
    form = sheet(phone="12")

    page = render_to_string("shared/_errors.html", {"form": form})

    assert 'aria-describedby="id_phone_error" aria-invalid="true"' in str(form["phone"])
    assert '<a href="#id_phone">電話</a>' in page


def test_every_part_can_be_shown():
    assert "見本料金" in render_to_string("shared/components.html", components.context())


@pytest.mark.parametrize(("code", "said"), [("ja", "例：春の会。個人の"), ("en", "spring. Please")])
def test_a_hint_is_followed_by_the_next_as_the_language_does(code, said):
    hint = {"ja": "例：春の会。", "en": "For example: spring."}

    with override(code):
        assert said in str(ReasonField(label="理由", help_text=hint[code]).help_text)
