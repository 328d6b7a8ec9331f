"""時計: Tokyo's days, whatever the zone of a moment."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine

from uketsuke.kernel import clock


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 11, 23, 14, 59, 59, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 23, 15, 0, tzinfo=UTC), date(2026, 11, 24)),  # midnight in Tokyo
        (datetime(2026, 11, 23, 23, 59, tzinfo=clock.TOKYO), date(2026, 11, 23)),
    ],
)
def test_a_day_begins_at_midnight_in_tokyo(at, day):
    assert clock.day(at) == day


def test_a_time_of_day_is_one_in_tokyo():
    at = clock.at_time(date(2026, 11, 23), time(9))

    assert at == datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
    assert clock.day(at) == date(2026, 11, 23)


def test_now_is_the_system_clock_in_utc():
    moment = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)

    with time_machine.travel(moment, tick=False):
        now = clock.now()

    assert now == moment
    assert now.tzinfo is UTC
