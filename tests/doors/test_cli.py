"""コマンド: what it prints, and how it ends."""

import argparse
import ast
import inspect
import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from uketsuke.doors.cli import spoken
from uketsuke.doors.cli.entry import COMMANDS, main

pytestmark = pytest.mark.usefixtures("world")
QUOTE = ["quote", "--room", "yotsuya/hall", "--date", "2027-04-10"]


def _run(words: list[str]) -> int:
    """The exit code, however the command ends."""
    try:
        return main(words)
    except SystemExit as end:
        return int(end.code or 0)


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "manage"])
def test_every_command_has_help(name, capsys):
    assert _run([name, "--help"]) == 0
    assert name in capsys.readouterr().out


def test_a_quote_as_json_has_the_shape_of_the_contract(capsys):
    assert _run([*QUOTE, "--slots", "pm,am", "--admission", "2000", "--json"]) == 0

    assert json.loads(capsys.readouterr().out) == {
        "room": "yotsuya/hall",
        "date": "2027-04-10",
        "slots": ["am", "pm"],
        "tariff": "2025-10",
        "lines": [
            {"code": "base", "label": "基本料金 午前（土日休日）", "amount": 14400},
            {"code": "base", "label": "基本料金 午後（土日休日）", "amount": 19200},
            {"code": "admission", "label": "入場料加算（最高2,000円、50%加算）", "amount": 16800},
        ],
        "total": 50400,
    }


@pytest.mark.parametrize(
    ("words", "total"),
    [
        (["--slots", "am"], 14400),
        (["--slots", "am,pm,night"], 57600),
        (["--slots", "am", "--commercial"], 28800),
        (["--slots", "am", "--rehearsal"], 7200),
        (["--slots", "am", "--reduction", "ward-support"], 7200),
        (["--slots", "am", "--reduction", "ward-host", "--equipment", "wired-mic:2"], 600),
        (["--slots", "pm", "--overtime-hours", "1"], 24960),
        (["--slots", "am,pm", "--equipment", "wired-mic:2,projector:1"], 36800),
        (["--slots", "am", "--as-of", "2025-10-01"], 14400),
    ],
)
def test_a_quote_follows_the_tariff(words, total, capsys):
    assert _run([*QUOTE, *words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["total"] == total


@pytest.mark.parametrize(
    "words",
    [
        [*QUOTE, "--slots", "noon"],
        [*QUOTE, "--slots", ","],
        ["quote", "--room", "attic", "--date", "2027-04-10", "--slots", "am"],
        [*QUOTE, "--slots", "am", "--reduction", "cousin"],
        [*QUOTE, "--slots", "am", "--reduction", "other"],
        [*QUOTE, "--slots", "am", "--equipment", "rocket:1"],
        [*QUOTE, "--slots", "am", "--overtime-hours", "2"],
        [*QUOTE, "--slots", "am", "--as-of", "2025-09-30"],
        ["lottery", "calendar", "--from", "2027-02", "--to", "2027-01"],
        [
            *("refund-quote", "--room", "yotsuya/hall", "--date", "2027-04-10"),
            *("--cancel-on", "2027-04-11", "--paid", "1"),
        ],
    ],
)
def test_a_refusal_is_one_clear_line(words, capsys):
    assert _run(words) == 1

    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.strip().splitlines()) == 1
    assert "。" in printed.err


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["unknown"],
        ["quote"],
        [*QUOTE[:-1], "2027-02-30", "--slots", "am"],
        [*QUOTE, "--slots", "am", "--admission", "-1"],
        [*QUOTE, "--slots", "am", "--admission", "many"],
        [*QUOTE, "--slots", "am", "--overtime-hours", "-1"],
        [*QUOTE, "--slots", "am", "--equipment", "wired-mic"],
        [*QUOTE, "--slots", "am", "--surprise"],
        ["lottery"],
        ["lottery", "calendar", "--from", "2027-13", "--to", "2027-01"],
        ["audit"],
        [*QUOTE[:-1], "9999-12-31", "--slots", "am"],
        ["lottery", "calendar", "--from", "9999-12", "--to", "9999-12"],
        ["serve", "--workers", "0"],
        ["serve", "--threads", "none"],
        ["serve", "--port", "65536"],
        ["demo", "--port", "0"],
        ["restore", "somewhere", "--to", "nonsense://here"],
    ],
)
def test_wrong_usage_is_one_clear_line_too(words, capsys):
    assert _run(words) == 2

    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.strip().splitlines()) == 1
    assert printed.err.endswith("で見られます。\n")
    assert ENGLISH.findall(printed.err) == []


# What argparse says by itself.
ENGLISH = re.compile(
    r"\b(?:argument|choose|error|expected|following|invalid|required|unrecognized|usage|value)\b"
)


@pytest.mark.parametrize("name", ["", *(name for name in COMMANDS if name != "manage")])
def test_how_to_use_it_is_said_in_japanese(name, capsys):
    assert _run([*([name] if name else []), "--help"]) == 0

    printed = capsys.readouterr().out
    assert printed.startswith("使い方：uketsuke")
    assert "指定:\n  -h, --help" in printed
    assert "この説明を表示します" in printed
    assert re.findall(r"usage|options|arguments|show this", printed) == []


# What only whoever writes a command can bring argparse to say.
OF_PROGRAMMERS = re.compile(
    r"__call__|conflict|merge actions|'required' is|option string %\(option\)r|dest= is|mutually"
    r"|multiple subparser|with mode|is not callable"
)


def test_all_that_argparse_may_say_is_said_in_japanese():
    """A newer Python that says something else is found here."""
    called = [node for node in ast.walk(ast.parse(inspect.getsource(argparse))) if is_said(node)]
    said = {each.value for node in called for each in node.args if isinstance(each, ast.Constant)}

    ours = {words for words in said if not OF_PROGRAMMERS.search(words)}
    assert ours - set(spoken.WORDS) == set()
    assert len(ours) > 15


def is_said(node):
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"_", "ngettext"}


@pytest.mark.parametrize(
    ("cancel_on", "by", "expected"),
    [
        ("2027-01-10", "group", {"percent": 100, "refund": 10001, "kept": 0}),
        ("2027-02-01", "group", {"percent": 75, "refund": 7500, "kept": 2501}),
        ("2027-03-01", "group", {"percent": 50, "refund": 5000, "kept": 5001}),
        ("2027-04-10", "group", {"percent": 0, "refund": 0, "kept": 10001}),
        ("2027-04-10", "hall", {"percent": 100, "refund": 10001, "kept": 0}),
    ],
)
def test_a_refund_follows_the_table(cancel_on, by, expected, capsys):
    words = ["refund-quote", "--room", "yotsuya/hall", "--date", "2027-04-10", "--paid", "10001"]

    assert _run([*words, "--cancel-on", cancel_on, "--by", by, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == expected


def test_the_lottery_calendar_has_a_row_for_each_month(capsys):
    assert _run(["lottery", "calendar", "--from", "2027-04", "--to", "2027-05", "--json"]) == 0

    assert json.loads(capsys.readouterr().out)[0] == {
        "use_month": "2027-04",
        "residents_draw": "2026-10-07",
        "residents_only_until": "2026-11-03T19:00:00+09:00",
        "others_draw": "2026-11-04",
    }


def test_the_audit_is_verified(capsys):
    assert _run(["audit", "verify", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["whole"] is True


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    room=st.one_of(st.text(max_size=30), st.just("tansu/hall")),
    day=st.one_of(st.dates().map(str), st.text(max_size=12)),
    slots=st.one_of(st.text(max_size=10), st.just("am,pm")),
    more=st.lists(
        st.sampled_from(
            ["--commercial", "--rehearsal", "--json", "--admission", "9" * 30, "--equipment", "a:1"]
        ),
        max_size=4,
    ),
)
def test_whatever_is_typed_ends_in_0_1_or_2(room, day, slots, more, capsys):
    assert _run(["quote", f"--room={room}", f"--date={day}", f"--slots={slots}", *more]) in {
        0,
        1,
        2,
    }


def test_a_tariff_is_written_and_found_without_a_fault(tmp_path, capsysbinary):
    assert _run(["tariff", "export", "2025-10"]) == 0
    file = tmp_path / "tariff.csv"
    file.write_bytes(capsysbinary.readouterr().out)

    assert _run(["tariff", "check", str(file)]) == 0
    assert "誤りはありません" in capsysbinary.readouterr().out.decode()


def test_a_tariff_with_faults_is_told_by_its_lines(tmp_path, capsysbinary):
    assert _run(["tariff", "export", "2025-10", "--format", "json"]) == 0
    file = tmp_path / "tariff.json"
    file.write_bytes(capsysbinary.readouterr().out.replace(b'"12000"', b'"-1"'))

    assert _run(["tariff", "check", str(file)]) == 1
    assert "5行目: 負の数（-1）" in capsysbinary.readouterr().err.decode()


def test_a_tariff_that_is_not_there_is_refused(tmp_path, capsys):
    assert _run(["tariff", "export", "none"]) == 1
    assert _run(["tariff", "check", str(tmp_path / "none.csv")]) == 2
    assert "料金表の版「none」はありません" in capsys.readouterr().err


def test_months_are_told_as_they_were_asked_for(capsys):
    assert _run(["lottery", "calendar", "--from", "2027-02", "--to", "2027-01"]) == 1
    assert "終わりの月（2027-01）が始まりの月（2027-02）より前です" in capsys.readouterr().err


def test_a_backup_that_is_none_is_refused_however_deep(tmp_path, capsys):
    file = tmp_path / "deep"
    file.write_bytes(b"[" * 10_000)

    assert _run(["restore", str(file), "--to", f"sqlite:///{tmp_path}/empty.sqlite3"]) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_a_database_that_does_not_answer_is_one_clear_line(tmp_path, capsys):
    file = tmp_path / "any"
    file.write_bytes(b"any")

    nobody = "postgres://nobody:none@127.0.0.1:1/none"
    assert _run(["restore", str(file), "--to", nobody]) == 1
    assert capsys.readouterr().err.startswith("データベースを使えません（")
