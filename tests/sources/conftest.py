"""A book in a folder of its own, with whatever sources a test writes into it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pyarrow as pa
import pytest

from trueup.book.book import Book, check
from trueup.facts import FactStore
from trueup.sources.load import load
from trueup.sources.report import LoadReport

NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
BOOK = """
kind: book
id: fable
name: Fable Insurance
currency: EUR
time_zone: Europe/Berlin
fiscal_year_start: 4
parties:
  - {id: fable, name: Fable Insurance, role: customer}
  - {id: acme, name: Acme Software, role: provider}
"""


class Desk:
    """A book folder, its store, and the acts of a person who loads data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = NOW
        self.write("book.yaml", BOOK)
        self.store = FactStore.open(folder, book="fable", clock=lambda: self.clock)

    def write(self, name: str, text: str | bytes) -> None:
        """Put a file into the book's folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else dedent(text).lstrip("\n").encode())

    def source(self, text: str, name: str = "source.yaml") -> None:
        """Write a source document; `kind` and `id` are added."""
        self.write(name, "kind: source\nid: files\n" + dedent(text))

    def load(self, **options: Any) -> LoadReport:
        """Load the one source of the book."""
        self.clock += dt.timedelta(minutes=1)
        book = Book.load(self.folder, self.rows("documents").to_pylist())
        (report,) = load(
            book, self.store, clock=lambda: self.clock, check=lambda rows: check(self.folder, rows), **options
        )
        return report

    def rows(self, table: str, *, latest: bool = True) -> pa.Table:
        """What the store has: of each fact the last known row, or every row."""
        with self.store.snapshot() as snapshot:
            if not snapshot.has(table):
                return pa.table({})
            frame = snapshot.latest(table) if latest else snapshot.frame(table)
            return snapshot.collect(frame).sort_by("seq")

    def actuals(self) -> list[tuple[str, str, str, float | None]]:
        """KPI, first day, end and actual of each observation."""
        rows = self.rows("observations").to_pylist()
        return [(r["kpi"], str(r["period_start"]), str(r["period_end"]), r["actual"]) for r in rows]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.store.close()


@pytest.fixture
def table() -> Callable[[LoadReport, str], Any]:
    """The count of one table in a report."""

    def find(report: LoadReport, name: str) -> Any:
        return next(one for one in report.tables if one.table == name)

    return find
