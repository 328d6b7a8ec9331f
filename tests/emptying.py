"""空にする: a scratch database after a test that has really committed, as fast as it goes.

Django's own way empties every table and makes content types and permissions anew, each time. Most
tests have written into a quarter of the tables, and those two never change.
"""

from django.db import connection, transaction

from uketsuke.kernel import append_only

DELETE = "DELETE FROM {}"
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


def empty() -> None:
    """No row is left but the names of models and permissions."""
    found = full()
    if connection.vendor == "sqlite":
        _empty_sqlite(found)
    else:
        _empty_postgres(found)


def full() -> list[str]:
    """The tables in which there is something."""
    names = set(connection.introspection.django_table_names(only_existing=True)) - KEPT
    each = "SELECT '{0}' WHERE EXISTS (SELECT 1 FROM {0})"
    ask = " UNION ALL ".join(each.format(name) for name in sorted(names))
    with connection.cursor() as cursor:
        cursor.execute(ask)
        return [name for (name,) in cursor.fetchall()]


def _empty_sqlite(found: list[str]) -> None:
    with connection.constraint_checks_disabled(), transaction.atomic():
        append_only.lift(connection, found)
        with connection.cursor() as cursor:
            for name in found:
                cursor.execute(DELETE.format(name))
        append_only.restore(connection, found)


def _empty_postgres(found: list[str]) -> None:
    """As a copy of another server would: no trigger fires, whether ours or of a foreign key."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for name in found:
            cursor.execute(DELETE.format(name))
