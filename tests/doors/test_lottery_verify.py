"""抽選の記録を確かめる: by the command, and by the page without a script."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.rules.lotteries import SAMPLE, sample
from uketsuke.doors.cli.entry import main
from uketsuke.doors.portal.lottery import check as lottery_check
from uketsuke.doors.shared.words.differences import SENTENCES
from uketsuke.lottery import draw

pytestmark = pytest.mark.usefixtures("world")
ADDRESS = "/lottery/verify/"
FIRST = "results[R2704167408].wish"


def run(*words):
    """The exit code, however the command ends."""
    try:
        return main(["lottery", "verify", *map(str, words)])
    except SystemExit as end:
        return int(end.code or 0)


def changed():
    document = sample()
    document["results"][0]["wish"] = 2
    return draw.as_text(document).encode()


@pytest.fixture
def record(tmp_path):
    """A file with what a test puts into it."""
    return tmp_path / "record.json"


def test_the_sample_is_true(capsys):
    assert run(SAMPLE) == 0

    printed = capsys.readouterr()
    assert "2027-04-residents" in printed.out
    assert sample()["entries_digest"] in printed.out
    assert printed.err == ""


def test_the_sample_is_true_as_json_too(capsys):
    assert run(SAMPLE, "--json") == 0

    assert json.loads(capsys.readouterr().out) == {
        "holds": True,
        "difference": None,
        "round": "2027-04-residents",
        "entries": 11,
        "commitment": sample()["commitment"],
        "entries_digest": sample()["entries_digest"],
    }


def test_of_a_changed_record_the_first_difference_is_one_line(record, capsys):
    record.write_bytes(changed())

    assert run(record) == 1

    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == f"{record}: {FIRST} の結果が違います（正しい値：1、記録：2）。\n"


def test_a_difference_as_json(record, capsys):
    record.write_bytes(changed())

    assert run(record, "--json") == 1

    assert json.loads(capsys.readouterr().out) == {
        "holds": False,
        "difference": {"code": "results", "where": FIRST, "expected": "1", "found": "2"},
    }


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "JSON"),
        (b"\xff\xfe", "UTF-8"),
        (b"not json", "JSON"),
        (b'{"cap": NaN}', "NaN"),
        (b'{"cap": 1, "cap": 1}', "cap"),
        (b"[" * 100_000, "入れ子"),
        (b"[1]", "記録の全体"),
        (b'{"format": "other/9"}', "other/9"),
        (b'{"format": "two\\nlines\\ud800"}', "two?lines?"),
    ],
    ids=range(9),
)
def test_what_is_no_record_is_refused_in_one_line(record, content, said, capsys):
    record.write_bytes(content)

    assert run(record) == 1

    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1
    assert said in printed.err


def test_a_file_that_cannot_be_read_is_refused_in_one_line(tmp_path, capsys):
    assert [run(tmp_path), run(tmp_path / "missing"), run("a\0b")] == [1, 1, 1]

    assert capsys.readouterr().err.count("読めません") == 3


@pytest.mark.parametrize("words", [[], ["a", "b"], [SAMPLE, "--loud"]], ids=range(3))
def test_wrong_usage_is_one_line_too(words, capsys):
    assert run(*words) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def sent(client, content=b"", **more):
    return client.post(ADDRESS, {"file": SimpleUploadedFile("record.json", content), **more})


def test_the_page_is_there_for_everybody(client):
    page = client.get(ADDRESS).content.decode()

    assert reverse("portal:lottery_verify") == ADDRESS
    assert "sha256sum" in page
    assert sample()["commitment"] in page
    assert 'data-record=""' in page


def test_the_examples_on_the_page_are_those_of_the_sample(client):
    told = sample()
    seed = draw.seed(told["secret"], told["entries_digest"], told["public_value"])
    key = draw.H(f"{seed}|{told['order'][0]}|1")

    page = client.get(ADDRESS).content.decode()

    examples = [told["commitment"], told["entries_digest"], seed, key]
    assert [each for each in examples if f"→ <code>{each}</code>" not in page] == []


def test_the_page_knows_every_sentence(client):
    page = client.get(ADDRESS).content.decode()

    assert [code for code in SENTENCES if f'data-say-{code}="' not in page] == []


def test_a_round_leads_to_its_record(client):
    page = client.get(ADDRESS, {"round": "2027-04-residents"}).content.decode()

    assert 'data-record="/lottery/2027-04-residents/record.json"' in page


@pytest.mark.parametrize("code", ["../../staff", "a/b", "//evil.example", '"><b>', "a" * 41])
def test_no_other_address_is_made_of_a_round(client, code):
    assert 'data-record=""' in client.get(ADDRESS, {"round": code}).content.decode()


def test_a_file_is_checked_here(client):
    page = sent(client, SAMPLE.read_bytes()).content.decode()

    assert "抽選 2027-04-residents の記録（申込 11件）は正しいものです。" in page
    assert "notice--success" in page


def test_a_pasted_record_is_checked_here(client):
    page = client.post(ADDRESS, {"text": SAMPLE.read_text(encoding="utf-8")}).content.decode()

    assert "notice--success" in page


def test_nothing_is_put_right_in_what_is_pasted(client):
    """A form drops stray control characters; a record that has them is another record."""
    text = SAMPLE.read_text(encoding="utf-8").replace("dice", "d\x00ice")

    assert "notice--error" in client.post(ADDRESS, {"text": text}).content.decode()


def test_a_changed_file_is_told_the_first_difference(client):
    page = sent(client, changed()).content.decode()

    assert f"{FIRST} の結果が違います（正しい値：1、記録：2）。" in page
    assert "notice--error" in page


@pytest.mark.parametrize(
    "content", [b"\xff", b"{", b"[]", b"[" * 100_000, b"<script>"], ids=range(5)
)
def test_whatever_is_sent_is_answered_kindly(client, content):
    response = sent(client, content)

    assert response.status_code == 200
    assert "この記録は正しくありません" in response.content.decode()


def test_nothing_sent_is_asked_for(client):
    response = client.post(ADDRESS, {})

    assert response.status_code == 422
    assert "ファイルを選ぶか" in response.content.decode()


def test_a_file_may_not_be_too_large(client):
    response = sent(client, b" " * (lottery_check.MOST_BYTES + 1))

    assert response.status_code == 422
    assert "5MBまで" in response.content.decode()


def test_nobody_makes_the_server_count_for_ever(client):
    document = sample()
    for row in document["entries"]:
        row["tickets"] = 1_000_000

    page = sent(client, draw.as_text(document).encode()).content.decode()

    assert "この画面では確かめきれません" in page
