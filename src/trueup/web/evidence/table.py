"""What every table that people send has in common: columns that mean something, records read one by one, figures."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

from trueup.vocabulary import Refusal, did_you_mean
from trueup.web.evidence.sheets import Record, Sheets
from trueup.web.evidence.written import Mark, decimal_mark, number


class Lined(Protocol):
    """A row that knows its line."""

    @property
    def line(self) -> int:
        """Where it stands in what was sent."""


Row = TypeVar("Row", bound=Lined)


class Wrong(ValueError):
    """What is wrong with one cell; without a column, with the row."""

    def __init__(self, column: str | None, reason: str, value: str | None = None) -> None:
        super().__init__(reason)
        self.column, self.reason, self.value = column, reason, value


def headers(
    columns: Sequence[str], meanings: Mapping[str, str], offered: Iterable[str]
) -> tuple[dict[str, str], list[Refusal]]:
    """What each column means, and the columns that mean nothing or the same."""
    names: dict[str, str] = {}
    refusals = []
    for column in columns:
        meaning = meanings.get(column.strip().lower().replace(" ", "_"))
        if meaning is None:
            hint = did_you_mean(column.lower(), meanings) or f"columns: {', '.join(offered)}"
            refusals.append(Refusal(1, column[:100], f"unknown column; {hint}"))
        elif meaning in names.values():
            refusals.append(Refusal(1, column[:100], f"is a second column for {meaning}"))
        else:
            names[column] = meaning
    return names, refusals


def read(
    sheets: Sheets,
    names: Mapping[str, str],
    figures: Sequence[str],
    mark: Mark | None,
    row: Callable[[Record, Mark | None], Row],
) -> tuple[list[Row], list[Refusal]]:
    """Every record read by `row`, and every reason why some cannot be; an empty cell says nothing.

    The decimal mark is the one stated, else the one that the columns of `figures` give away together.
    """
    records = [Record(each.line, _renamed(each.values, names)) for each in sheets.records]
    try:
        mark = mark or sheets.mark or decimal_mark(_texts(records, figures))
    except ValueError as mixed:
        return [], [Refusal(1, figures[0], str(mixed))]
    rows: list[Row] = []
    refusals: list[Refusal] = []
    for record in records:
        try:
            rows.append(row(record, mark))
        except Wrong as wrong:
            refusals.append(Refusal(record.line, wrong.column, wrong.reason, wrong.value))
    return rows, refusals


def _renamed(values: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    return {names[column]: text for column, text in values.items() if column in names and text != ""}


def _texts(records: Iterable[Record], figures: Sequence[str]) -> Iterator[str]:
    return (each.values[name] for each in records for name in figures if name in each.values)


def twice(rows: Sequence[Row], key: Callable[[Row], Hashable], column: str, what: str) -> Iterator[Refusal]:
    """The rows that say again what an earlier one says."""
    first: dict[Hashable, int] = {}
    for row in rows:
        before = first.setdefault(key(row), row.line)
        if before != row.line:
            yield Refusal(row.line, column, f"speaks of the same {what} as line {before}")


def figure(column: str, text: str, mark: Mark | None) -> float:
    """A finite number. Wrong where it is none."""
    try:
        found = number(text, mark)
    except (ValueError, OverflowError) as wrong:
        raise Wrong(column, str(wrong), text[:200]) from None
    if not math.isfinite(found):
        raise Wrong(column, "is not a finite number", text[:200])
    return found
