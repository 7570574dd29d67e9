"""What is erased is erased in the files of the database, too."""

from __future__ import annotations

from django.db import connection, transaction


def leave_no_trace() -> None:
    """Within a transaction: what it overwrites or deletes is zeroed in SQLite's file, and its log is emptied after it.

    Where others read at that moment, the log is emptied with a later transaction. PostgreSQL does it by VACUUM.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")
        transaction.on_commit(_empty_the_log, robust=True)


def _empty_the_log() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
