"""追記のみ: the database itself refuses to change or delete what was written."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from tests import lots, make
from tests.make import NOON
from uketsuke.audit.actions import seal
from uketsuke.bookings import reminders, till
from uketsuke.kernel import append_only
from uketsuke.kernel.actors import SYSTEM
from uketsuke.ledger import closing
from uketsuke.protection.incidents import actions as incidents
from uketsuke.reports import actions as reports

TABLES = {
    "audit_entry": "actor = ''",
    "audit_seal": "count = 0",
    "ledger_entry": "amount = 0",
    "ledger_receipt": "number = 'X'",
    "ledger_receiptprint": "nth = 9",
    "ledger_dailyclose": "note = 'X'",
    "ledger_refundnote": "number = 'X'",
    "ledger_bill": "number = 'X'",
    "ledger_reminder": "at = at",
    "protection_incidentnote": "text = ''",
    "lottery_draw": "public_value = ''",
    "reports_issued": "reason = 'X'",
}


@pytest.fixture(autouse=True)
def _history(world: None) -> None:
    billed = make.booking(approved=True)
    reminders.remind(billed.account.bills.get().pk, by=SYSTEM, at=NOON)
    receipt = make.pay(billed)
    till.print_receipt(receipt.pk, by=make.counter(), at=NOON)
    refunded = make.paid_booking(None, make.use("pm"))
    make.cancel(refunded)
    make.pay_back(refunded, refunded.price)
    lots.drawn()
    closing.close_day("tansu", make.TODAY, {}, 0, "", by=make.manager(), at=NOON)
    incident()
    reports.issue(date(2026, 10, 1), "", by=make.manager(), at=NOON)
    seal(by=SYSTEM, at=NOON)


def incident() -> None:
    report = incidents.Report("other", "見本", NOON)
    opened = incidents.open_(report, uuid4(), by=make.counter(), at=NOON)
    note = incidents.Note("tell", "見本")
    incidents.note(opened.pk, note, uuid4(), by=make.counter(), at=NOON)


def run(statement: str) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.rowcount


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
        return int(cursor.fetchone()[0])


def test_these_are_all_the_tables_that_only_grow():
    assert set(TABLES) == append_only.tables()


@pytest.mark.parametrize(("table", "change"), TABLES.items())
def test_no_row_is_changed(table, change):
    with pytest.raises(DatabaseError, match="append-only"):
        run(f"UPDATE {table} SET {change}")  # noqa: S608


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_deleted(table):
    with pytest.raises(DatabaseError, match="append-only"):
        run(f"DELETE FROM {table}")  # noqa: S608

    assert count(table) > 0


@pytest.mark.parametrize("table", TABLES)
def test_no_table_is_emptied_at_once(table):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    connection.check_constraints()  # nothing of the history is pending any more
    with pytest.raises(DatabaseError, match="append-only"):
        run(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_replaced_by_another_of_its_number(table):
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL has no REPLACE")
    with pytest.raises(DatabaseError):
        run(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")  # noqa: S608


def test_lifted_for_a_moment_the_triggers_come_back():
    append_only.lift(connection)
    append_only.restore(connection)

    with pytest.raises(DatabaseError, match="append-only"):
        run("DELETE FROM ledger_entry")
