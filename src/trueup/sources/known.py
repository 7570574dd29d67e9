"""What loading needs to know beforehand: of the book, and of what the store already has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa

from trueup.sources.documents import Source
from trueup.sources.sql.cursor import TABLE, Cursor

if TYPE_CHECKING:
    from trueup.facts import Snapshot


class Definition(Protocol):
    """What loading needs of a book's definition."""

    @property
    def zone(self) -> Any:
        """The time zone in which the book's days begin."""

    @property
    def fiscal_year_start(self) -> int:
        """The month with which its fiscal year begins."""

    @property
    def parties(self) -> Sequence[Any]:
        """The parties it lists."""


class Bound(Protocol):
    """What loading needs of a book: `trueup.book.book.Book` is one."""

    @property
    def definition(self) -> Definition:
        """The book's own document."""

    @property
    def sources(self) -> Mapping[str, Any]:
        """All versions of each source."""

    @property
    def kpis(self) -> Mapping[str, Any]:
        """All versions of each KPI."""

    @property
    def agreements(self) -> Mapping[str, Any]:
        """All versions of each agreement."""

    @property
    def surveys(self) -> Mapping[str, Any]:
        """All versions of each survey."""

    @property
    def job_maps(self) -> Mapping[str, Any]:
        """All versions of each job map."""

    @property
    def stakeholders(self) -> Mapping[str, Any]:
        """All versions of each stakeholders document."""

    @property
    def folder(self) -> Path | None:
        """Where its files are."""


class Known:
    """What the store has of one source."""

    def __init__(self, snapshot: Snapshot, source: str) -> None:
        self._snapshot, self._source = snapshot, source

    def rows(self, table: str) -> pa.Table | None:
        """All rows of a table that this source has landed, or None."""
        import narwhals.stable.v2 as nw

        if not self._snapshot.has(table):
            return None
        frame = self._snapshot.frame(table).filter(nw.col("source") == self._source)
        return _table(self._snapshot.collect(frame))

    def every(self, table: str) -> pa.Table | None:
        """All rows of a table that any source has landed, or None."""
        return _table(self._snapshot.collect(self._snapshot.frame(table))) if self._snapshot.has(table) else None

    def schema(self, table: str) -> pa.Schema | None:
        """The columns of a raw table so far."""
        found = self._snapshot.schema(table) if self._snapshot.has(table) else None
        return found if isinstance(found, pa.Schema) else None

    def documents(self) -> list[dict[str, Any]]:
        """Every document that any source has landed, as rows of the table `documents`."""
        if not self._snapshot.has("documents"):
            return []
        latest = _table(self._snapshot.collect(self._snapshot.latest("documents")))
        rows: list[dict[str, Any]] = latest.select(["kind", "id", "version", "body", "digest"]).to_pylist()
        return rows

    def cursors(self, source: Source) -> dict[str, Cursor]:
        """How far each read of the source has come under its present mapping."""
        before = self.rows(TABLE)
        if before is None:
            return {}
        rows = sorted(before.to_pylist(), key=lambda row: (row["recorded_at"], row["seq"]))
        kept = [row for row in rows if row["mapping"] == source.digest]
        return {row["read"]: Cursor(row["kind"], row["reached"]) for row in kept}


def _table(rows: Any) -> pa.Table:
    assert isinstance(rows, pa.Table)
    return rows
