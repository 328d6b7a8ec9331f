"""月次報告: the same every time, corrections shown as such, nobody changes what was told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests import lots as built
from tests import make
from tests.make import SATURDAY, refused
from uketsuke.bookings import actions
from uketsuke.kernel.actors import SYSTEM
from uketsuke.kernel.clock import TOKYO
from uketsuke.ledger.months import months
from uketsuke.lottery import awards
from uketsuke.reports import income, lots, monthly, queries
from uketsuke.reports.actions import issue
from uketsuke.reports.changes import tables_of
from uketsuke.reports.models import Issued
from uketsuke.reports.monthly import month_of, year_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
FEBRUARY = SATURDAY.replace(day=1)
AFTER = datetime(2027, 3, 2, 10, 0, tzinfo=TOKYO)


def told(reason: str = "", hall: str = "yotsuya", at: datetime = AFTER) -> Issued:
    return issue(FEBRUARY, hall, reason, by=make.manager(), at=at)


def test_a_report_keeps_the_figures_of_its_moment():
    make.booking(make.group(), make.use("am", "pm"), approved=True)

    made = told()

    assert (made.nth, made.reason) == (1, "")
    whole = tables_of(made.content)[0]
    assert whole.rows[0][1][:2] == ("合計", 2)


def test_asked_for_again_it_is_the_same():
    make.booking(make.group(), make.use("am"), approved=True)

    assert told().pk == told("何か").pk
    assert Issued.objects.count() == 1


def test_a_late_change_is_a_correction_with_a_reason():
    made = make.booking(make.group(), make.use("am"), approved=True)
    told()
    actions.cancel(made.pk, by=make.manager(), at=AFTER - timedelta(days=40), by_hall=True)

    with refused("report.no_reason"):
        told()
    second = told("取消の入力もれ")

    assert (second.nth, second.reason) == (2, "取消の入力もれ")
    cells = [c for c in queries.corrected(second) if (c.table, c.heading) == ("全体", "利用枠")]
    assert [(each.row, each.was, each.now) for each in cells] == [
        ("合計", 1, 0),
        ("施設の利用日数", 1, 0),
    ]


def test_a_month_that_runs_is_not_reported():
    with refused("report.not_over"):
        told(at=datetime(2027, 2, 28, 23, 59, tzinfo=TOKYO))
    assert told(at=datetime(2027, 3, 1, 0, 0, tzinfo=TOKYO)).nth == 1


def test_a_hall_reports_for_itself():
    with refused("report.other_hall"):
        issue(FEBRUARY, "tansu", by=make.manager(hall="yotsuya"), at=AFTER)
    with refused("report.other_hall"):
        issue(FEBRUARY, "", by=make.manager(hall="yotsuya"), at=AFTER)


def test_nobody_changes_what_was_told():
    made = told()

    for change in (made.delete, lambda: Issued.objects.update(content=[])):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_get_one_report():
    def ask(_: int) -> int:
        try:
            return told().pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(ask, range(4)))

    assert len(made) == 1
    assert Issued.objects.count() == 1


def test_income_is_what_the_months_say():
    booking = make.booking(make.group(), make.use("am", "pm"), approved=True)
    make.pay(booking)
    make.booking(make.group(), make.use("night"), approved=True)
    period = year_of(2026)

    found = income.of(period)

    for nth, month in enumerate(period.months):
        row = months("", 2026)[nth]
        figures = (row.charged, row.reduced, row.paid, row.refunded)
        assert found.of_month(month) == figures, month
    assert found.of_hall("yotsuya") == found.total
    assert found.total[0] > found.total[2] > 0


def test_what_comes_after_the_year_for_the_year_is_shown_apart():
    booking = make.booking(make.group(), make.use("am"), approved=True)
    make.pay(booking, at=datetime(2027, 4, 20, 12, 0, tzinfo=TOKYO))

    this, following = income.of(year_of(2026)), income.of(year_of(2027))

    paid = booking.price
    assert (this.settling[2], this.total[2]) == (paid, paid)
    assert following.total[2] == 0
    assert sum(m.paid for m in months("", 2026) if m.settling) == paid


def test_demand_counts_who_asked_and_who_won(django_assert_num_queries):
    built.winner_and_loser()
    month = month_of(built.JUNE)

    with django_assert_num_queries(3):
        found = lots.demand(month)

    assert [(each.entries, each.won, each.rate, each.moved_up) for each in found] == [
        (2, 1, 50.0, 0)
    ]
    assert found[0].label == "2027年6月利用分（区民）"
    elsewhere = lots.demand(month_of(built.JUNE, "tansu"))
    assert [(each.entries, each.won) for each in elsewhere] == [(0, 0)]
    assert 0 < (elsewhere[0].offered or 0) < (found[0].offered or 0)


def test_a_runner_up_who_moves_up_is_counted_apart():
    win, _ = built.winner_and_loser()
    built.give_back(win.booking)
    awards.pass_on(win.booking_id, by=SYSTEM, at=built.SETTLED)

    assert [each.moved_up for each in lots.demand(month_of(built.JUNE))] == [1]


def test_tables_have_a_figure_for_each_heading():
    built.round_of()

    for table in monthly.report(year_of(2027)).tables:
        assert table.rows, table.title
        for _, row in table.rows:
            assert len(row) == len(table.headings), table.title
