"""What operating models answer, in a terminal: sentences first, then tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import rich.table
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from trueup.agreements.words import number
from trueup.report.tables import Table


@dataclass(frozen=True, slots=True)
class ModelScreen:
    """Print with rich: `Console().print(ModelScreen(title, sentences, tables))`. Empty tables are left out."""

    title: str
    sentences: Sequence[str]
    tables: Sequence[tuple[str, Table]]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Text(self.title, style="bold")
        for sentence in self.sentences:
            yield Text(str(sentence))
        for name, table in self.tables:
            if table.rows:
                yield Text(f"\n{name}", style="bold")
                yield _drawn(table)


def _drawn(table: Table) -> rich.table.Table:
    drawn = rich.table.Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for index, column in enumerate(table.columns):
        is_figure = any(_is_figure(row[index]) for row in table.rows)
        drawn.add_column(column, justify="right" if is_figure else "left", overflow="fold")
    for row in table.rows:
        drawn.add_row(*(Text(_written(value)) for value in row))
    return drawn


def _is_figure(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _written(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return number(value)
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    if isinstance(value, int):
        return f"{value:,}"
    return value.isoformat() if isinstance(value, dt.date) else str(value)
