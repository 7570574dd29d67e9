"""What a page rests on beside the ledger and the clock, as parts of one question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Expression, QuerySet


@dataclass(frozen=True, slots=True)
class Mark:
    """A query of exactly one row, another whenever something has changed: aggregates over tables.

    It may name `%(party)s` and `%(member)s`, which are the reader's, what the page adds (see `kept`), and what stands
    in `given`. Rows that are counted come with the highest key: no key is used twice, so one that went and one that
    came show.
    """

    sql: str
    given: Mapping[str, Any] = field(default_factory=dict)


class Reader(Expression):
    """In a query of Django's that becomes part of a mark: the place where the reader's party or member is put."""

    def __init__(self, name: str) -> None:
        super().__init__(output_field=BigIntegerField())
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """The place, by its name."""
        return f"%({self.name})s", ()


def asked(marks: Sequence[Mark], **where: Any) -> tuple[Any, ...]:
    """What all of them say now, in one question; `where` is what they name."""
    tables = [f"({mark.sql}) AS mark_{number}" for number, mark in enumerate(marks)]
    given = {name: value for mark in marks for name, value in mark.given.items()}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {' CROSS JOIN '.join(tables)}", {**given, **where})  # noqa: S608 - marks are ours
        found: tuple[Any, ...] = cursor.fetchone()
    return found


def how_many(rows: QuerySet[Any], name: str) -> Mark:
    """How many rows there are, written by Django once so that a rule of access stands in one place. `name` tells its
    values from those of other marks."""
    sql, values = rows.values("pk").query.sql_with_params()
    numbers = count()
    named = re.sub("%s", lambda _: f"%({name}_{next(numbers)})s", sql)
    given = {f"{name}_{number}": value for number, value in enumerate(values)}
    return Mark(f"SELECT count(*) FROM ({named}) AS counted", given)  # noqa: S608 - Django wrote it
