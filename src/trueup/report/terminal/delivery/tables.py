"""What the tables of delivery share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from rich.table import Table

from trueup.delivery.results import Probability
from trueup.report import words


def plain_table(first: str, *figures: str) -> Table:
    """A table without lines: one column of names, the others right-aligned figures."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    table.add_column(first, overflow="fold", max_width=44)
    for name in figures:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def short(day: dt.date) -> str:
    """A day in nine columns: 8 Apr 26."""
    return f"{day.day} {day:%b %y}"


def amount(value: Decimal | None) -> str:
    """Money in full, or a dash."""
    return "-" if value is None else words.amount(value)


def ratio(value: float | None) -> str:
    """An index with three digits, or a dash."""
    return "-" if value is None else f"{value:.3f}"


def days(value: float | None) -> str:
    """Working days with one digit, or a dash."""
    return "-" if value is None else f"{value:.1f}"


def chance(value: Probability | None) -> str:
    """A probability with twice its Monte Carlo error."""
    if value is None:
        return "-"
    near = "" if value.se == 0 else f" ± {2 * value.se * 100:.1f}"
    return f"{value.p * 100:.1f} %{near}"


def rows(table: Table, given: Iterable[tuple[str, ...]]) -> Table:
    """The table with these rows."""
    for row in given:
        table.add_row(*row)
    return table
