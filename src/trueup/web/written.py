"""Questions that Django writes once.

To write a question takes Django longer than the database needs to answer it. So where the same is asked at every look
and only its values differ, `@written` has it written once, with places for the values, keeps the SQL, and from then on
puts the values there. Rows are read by Django's own code.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from copy import copy
from functools import lru_cache, partial, wraps
from itertools import chain
from types import SimpleNamespace
from typing import Any, TypeVar, TypeVarTuple

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Field, QuerySet

Values = TypeVarTuple("Values")
Row = TypeVar("Row")
Shape = tuple[int | None, ...]
"""Of each argument: None for a value, how many for those of `__in`."""
SHAPES = 64
"""In how many shapes a question is kept; the one that was asked least recently goes first."""


class Place(Expression):
    """Where a value goes; with `count`, so many of them in brackets. `first` is its number among all values."""

    def __init__(self, first: int, count: int | None) -> None:
        super().__init__(output_field=Field())
        self.first, self.count = first, count

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[int, ...]]:
        """In the stead of each value its number."""
        if self.count is None:
            return "%s", (_Number(self.first),)
        if not self.count:
            raise EmptyResultSet
        numbers = range(self.first, self.first + self.count)
        return f"({', '.join('%s' for _ in numbers)})", tuple(map(_Number, numbers))


class _Number(int):
    """The number of a value: tells it from a value that is a number."""


class Written:
    """A question as Django wrote it. Raises EmptyResultSet for one that has no answer whatever the values."""

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        self.reader: Callable[[Any], Any] = rows._iterable_class
        self.compiler: Any = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        self.sql, self.values = self.compiler.as_sql()

    def ask(self, values: Sequence[Any]) -> tuple[Any, ...]:
        """The rows for these values."""
        here = connections[DEFAULT_DB_ALIAS]  # of this thread
        put = here.ops.adapt_unknown_value
        filled = [put(values[each]) if isinstance(each, _Number) else each for each in self.values]
        compiler = copy(self.compiler)
        compiler.connection, compiler.as_sql = here, lambda: (self.sql, filled)
        query = SimpleNamespace(get_compiler=lambda *_, **__: compiler, selected=compiler.query.selected)
        return tuple(self.reader(SimpleNamespace(query=query, db=DEFAULT_DB_ALIAS, _known_related_objects={})))


def written(question: Callable[[*Values], QuerySet[Any, Row]]) -> Callable[[*Values], tuple[Row, ...]]:
    """A function of values that gives a QuerySet (of rows or tuples), as one that gives what is in it.

    It gets places instead of its values, so it must not look at them: None is no value, and a collection stands as a
    whole behind `__in`.
    """
    write = lru_cache(SHAPES)(partial(_write, question))

    @wraps(question)
    def asked(*values: *Values) -> tuple[Row, ...]:
        parts = list(map(_several, values))
        found = write(tuple(len(part) if several else None for several, part in parts))
        return () if found is None else found.ask(list(chain.from_iterable(part for _, part in parts)))

    return asked


def _several(value: object) -> tuple[bool, Sequence[Any]]:
    """Whether it is a collection, and its values."""
    if isinstance(value, Collection) and not isinstance(value, str | bytes):
        return True, tuple(value)
    return False, (value,)


def _write(question: Callable[..., QuerySet[Any, Any]], shape: Shape) -> Written | None:
    """The question in this shape; None where it has no answer whatever the values."""
    places, first = [], 0
    for count in shape:
        places.append(Place(first, count))
        first += 1 if count is None else count
    try:
        return Written(question(*places))
    except EmptyResultSet:
        return None
