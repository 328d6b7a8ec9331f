"""文章を変える at the counter: tried first, refused with a reason, nothing typed is lost."""

from uuid import uuid4

import pytest

from tests.clients import staff
from uketsuke.audit.models import Entry
from uketsuke.identity.models import Role
from uketsuke.notices.models import Wording
from uketsuke.notices.texts import kinds
from uketsuke.notices.wording import builtin, names

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon", "world")]
KIND = "booking.approved"
PAGE = f"/staff/wordings/{KIND}/"


def typed(body: str = "", **more: str) -> dict[str, str]:
    return {
        "subject": builtin.subject(KIND),
        "body": body or builtin.body(KIND),
        "token": str(uuid4()),
    } | more


def test_a_trial_shows_it_filled_and_releases_nothing():
    answer = staff(Role.MANAGER).post(
        PAGE, typed(builtin.body(KIND) + "\nありがとうございます。", do="try")
    )

    assert answer.status_code == 200
    assert "14,400円" in answer.text
    assert "ありがとうございます。" in answer.text
    assert "「納付期限」がない、または当てはまらないとき" in answer.text
    assert not Wording.objects.exists()


def test_it_is_released_and_taken_back():
    client = staff(Role.MANAGER)
    body = builtin.body(KIND) + "\nありがとうございます。"
    assert client.post(PAGE, typed(body, do="release")).status_code == 302
    assert "第1版" in client.get("/staff/wordings/").text
    assert "ありがとうございます。" in client.get(PAGE).text

    client.post(f"{PAGE}back/", {"back-token": str(uuid4()), "back-sure": "on"})
    assert "既定の文章を使っています" in client.get(PAGE).text
    actions = Entry.objects.filter(action__startswith="wording.").order_by("pk")
    assert [each.action for each in actions] == ["wording.release", "wording.builtin"]


@pytest.mark.parametrize("do", ["try", "release"])
def test_what_is_wrong_is_said_and_what_was_typed_stays(do):
    body = builtin.body(KIND) + "\n{ない名前} <b>&amp;</b> {{ x }}"
    answer = staff(Role.MANAGER).post(PAGE, typed(body, do=do))

    assert answer.status_code == 422
    assert (
        "「{ない名前}」という差し込みはありません" in answer.text or "使えない書き方" in answer.text
    )
    assert "{ない名前} &lt;b&gt;&amp;amp;&lt;/b&gt; {{ x }}" in answer.text
    assert not Wording.objects.exists()


def test_what_is_too_long_is_said_and_stays():
    answer = staff(Role.MANAGER).post(PAGE, typed(builtin.body(KIND) + "あ" * 4000, do="release"))

    assert answer.status_code == 422
    assert "3000文字以内" in answer.text
    assert "あ" * 4000 in answer.text


def test_what_must_be_said_is_named():
    answer = staff(Role.MANAGER).post(PAGE, typed("承認しました。", do="release"))

    assert "{利用日時}、{金額}" in answer.text


def test_without_a_tick_it_is_not_taken_back():
    client = staff(Role.MANAGER)
    client.post(PAGE, typed(do="release"))
    client.post(f"{PAGE}back/", {"back-token": str(uuid4())})

    assert Wording.objects.count() == 1


@pytest.mark.drawn
@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_text_opens_or_does_not_exist(kind):
    expected = 200 if names.is_editable(kind) else 404

    assert staff(Role.MANAGER).get(f"/staff/wordings/{kind}/").status_code == expected


@pytest.mark.parametrize("kind", ["no.such", "..", "booking", "booking.approved.x"])
def test_what_is_no_kind_is_not_there(kind):
    assert staff(Role.MANAGER).get(f"/staff/wordings/{kind}/").status_code == 404
    assert staff(Role.MANAGER).post(f"/staff/wordings/{kind}/back/").status_code == 404


@pytest.mark.parametrize("role", [Role.COUNTER, Role.WARD, Role.ADMINISTRATOR, Role.VENDOR])
def test_only_a_manager_changes_texts(role):
    assert staff(role).get("/staff/wordings/").status_code in {302, 404}
    assert staff(role).post(PAGE, typed(do="release")).status_code in {302, 404}
    assert not Wording.objects.exists()
