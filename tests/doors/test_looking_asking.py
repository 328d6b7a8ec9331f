"""だれでも見られる画面で尋ねる: search, price, lottery, how to register."""

import re
from datetime import date, timedelta
from urllib.parse import unquote

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import make
from uketsuke.bookings.models import ReceptionRules
from uketsuke.doors.cli.commands import quote as command
from uketsuke.halls.queries import atlas
from uketsuke.kernel import revision

pytestmark = pytest.mark.usefixtures("noon", "world")


def test_a_search_takes_full_width_digits_and_lists_free_days(client):
    page = client.get(
        "/availability/search/",
        {"first": "２０２７/２/６", "last": "令和9年2月7日", "slots": "am", "halls": "tansu"},
    ).content.decode()

    assert "見つかった空き 2日" in page


def test_a_found_day_leads_to_each_of_its_slots_and_to_all(client):
    make.booking(None, make.use("pm"))

    page = client.get(
        "/availability/search/", {"first": "2027-02-06", "last": "2027-02-06", "halls": "yotsuya"}
    ).content.decode()

    links = [unquote(link) for link in re.findall(r'href="[^"]*\?(cell[^"]*)"', page)]
    am, night = (f"cell=yotsuya/hall|2027-02-06|{slot}" for slot in ("am", "night"))
    assert links == [am, night, f"{am}&amp;{night}"]


def test_what_is_found_says_for_whom_it_is(client):
    asked = {"first": "2027-05-06", "last": "2027-05-06", "halls": "yotsuya"}

    assert "（区民） 区民以外12/3〜" in client.get("/availability/search/", asked).content.decode()
    _log_in(client, make.group(eligibility="other"))
    assert "見つかった空き" not in client.get("/availability/search/", asked).content.decode()


def test_who_needs_more_seats_than_there_are_is_told_the_most(client):
    asked = {"first": "2027-02-06", "last": "2027-02-07", "seats": "９００"}

    page = client.get("/availability/search/", asked).content.decode()

    assert "四谷区民ホール ホール（450席）" in page


def test_the_pages_of_a_search_keep_its_conditions(client):
    asked = {"first": "2027-02-01", "last": "2027-04-30", "weekdays": ["1", "2"], "page": "2"}

    page = client.get("/availability/search/", asked).content.decode()

    assert "weekdays=1&amp;weekdays=2&amp;page=1" in page


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2027/2/30", "2027-03-01", "日付"),
        ("2027/3/1", "2027-02-01", "より後の日"),
        ("2027/1/1", "2028-01-01", "200日まで"),
        ("", "2027-02-01", "入力"),
    ],
)
def test_a_wrong_search_is_explained_and_kept(client, first, last, words):
    page = client.get("/availability/search/", {"first": first, "last": last}).content.decode()

    assert words in page
    assert f'value="{last}"' in page


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    room=st.sampled_from(["yotsuya/hall", "tansu/hall", "tsunohazu/hall", "tansu/dressing-1"]),
    on=st.dates(date(2026, 12, 1), date(2027, 12, 31)),
    slots=st.sets(st.sampled_from(["am", "pm", "night"]), min_size=1),
    admission=st.integers(0, 9999),
    commercial=st.booleans(),
    rehearsal=st.booleans(),
    reduction=st.sampled_from(["", "ward-support", "ward-host"]),
    overtime=st.integers(0, 1),
    mics=st.integers(0, 9),
)
def test_the_page_and_the_command_say_the_same_price(
    client, capsys, room, on, slots, admission, commercial, rehearsal, reduction, overtime, mics
):
    asked = {"room": room, "date": on.isoformat(), "slots": sorted(slots), "admission": admission}
    asked |= {"reduction": reduction, "overtime_hours": overtime, "equipment-wired-mic": mics}
    asked |= {name: "on" for name, wanted in _flags(commercial, rehearsal) if wanted}
    shown = client.get("/price/", asked).context["quote"]

    told = _told(capsys, asked, slots, mics, reduction)

    assert told["total"] == shown.total
    assert [line["amount"] for line in told["lines"]] == [line.amount for line in shown.lines]


def test_the_price_page_says_that_fees_are_samples(client):
    page = client.get(
        "/price/", {"room": "yotsuya/hall", "date": "2027-04-10", "slots": ["am", "pm"]}
    ).content.decode()

    assert "33,600円" in page
    assert "見本料金" in page


def test_a_price_too_much_overtime_is_refused_in_words(client):
    asked = {"room": "yotsuya/hall", "date": "2027-04-10", "slots": "am", "overtime_hours": "５"}

    page = client.get("/price/", asked).content.decode()

    assert "1時間まで" in page
    assert 'value="５"' in page


def test_a_wrong_number_of_equipment_stays_in_sight(client):
    asked = {"room": "yotsuya/hall", "date": "2027-04-10", "slots": "am"}

    page = client.get("/price/", asked | {"equipment-wired-mic": "たくさん"}).content.decode()

    assert "<details open>" in page
    assert 'value="たくさん"' in page
    assert "<details open>" not in client.get("/price/", asked).content.decode()


def test_the_price_names_the_days_until_which_money_comes_back(client):
    asked = {"room": "yotsuya/hall", "date": "2027-04-10", "slots": "am"}

    assert "2027年1月10日（日）まで" in client.get("/price/", asked).content.decode()


def test_the_lottery_page_names_the_draw_days(client):
    page = client.get("/lottery/").content.decode()

    assert "2026年12月2日（水）" in page
    assert "2027年1月12日（火） 19:00" in page
    assert "毎月の第1水曜日" in page
    assert "1月は第2水曜日" in page


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (8, "12月2日（水）。6月利用分（区民）と5月利用分（区民以外）"),
        (9, "1月13日（水）。7月利用分（区民）と6月利用分（区民以外）"),
    ],
)
def test_the_front_page_says_when_the_next_draw_is(client, later, words):
    with time_machine.travel(make.NOON + timedelta(days=later), tick=False):
        assert words in client.get("/").content.decode()


def test_the_front_page_leads_to_free_weekends(client):
    page = client.get("/").content.decode()
    make.booking(None, make.use("am", on=date(2026, 12, 12)))

    assert "cell=yotsuya%2Fhall%7C2026-12-12%7Cam" in page
    assert "cell=yotsuya%2Fhall%7C2026-12-12%7Cam" not in client.get("/").content.decode()
    assert all(hall.name in page for hall in atlas().halls.values())


def test_the_guide_says_the_figures_in_force(client):
    ReceptionRules.objects.update(web_days=21, days_per_month=6)
    revision.changed()

    page = client.get("/guide/").content.decode()

    assert "21日前まで" in page
    assert "ひと月に6日まで" in page


def _log_in(client, group):
    client.force_login(group.user)


def _flags(commercial, rehearsal):
    return [("commercial", commercial), ("rehearsal", rehearsal)]


def _told(capsys, asked, slots, mics, reduction):
    """What ``uketsuke quote`` says of the same."""
    import argparse
    import json

    words = ["--room", asked["room"], "--date", asked["date"], "--slots", ",".join(slots)]
    words += ["--admission", str(asked["admission"]), "--json"]
    words += ["--overtime-hours", str(asked["overtime_hours"])]
    words += [f"--{name}" for name in ("commercial", "rehearsal") if name in asked]
    words += ["--reduction", reduction] if reduction else []
    words += ["--equipment", f"wired-mic:{mics}"] if mics else []
    parser = argparse.ArgumentParser()
    command.configure(parser)
    capsys.readouterr()
    command.run(parser.parse_args(words))
    return json.loads(capsys.readouterr().out)


def test_the_price_of_a_closed_day_says_that_it_is_closed(client):
    page = client.get("/price/", {"room": "yotsuya/hall", "date": "2027-01-01", "slots": "am"}).text

    assert "休館日（年末年始）" in page
    assert "この日時を選んで申込へ進む" not in page
