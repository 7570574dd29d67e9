"""Small books with facts, for tests that read actuals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from tests.facts.build import observations
from trueup.book.book import Book
from trueup.book.documents import BookDefinition
from trueup.facts import FactStore
from trueup.kpis.documents import Kpi
from trueup.kpis.series import Series
from trueup.scorecard.reading import read_series
from trueup.vocabulary import Document, Moment, Slice

PARTIES = [
    {"id": "customer", "name": "Customer", "role": "customer"},
    {"id": "acme", "name": "Acme", "role": "provider"},
    {"id": "sint", "name": "Sint", "role": "provider"},
    {"id": "assay", "name": "Assay", "role": "observer"},
    {"id": "biased", "name": "Biased", "role": "observer", "stakes": [{"test": "financial", "what": "owns shares"}]},
]
KNOWN = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
LATER = dt.date(2030, 1, 1)


def kpi(id: str, **more: Any) -> Kpi:
    """An entered KPI unless `more` says otherwise."""
    origin = {} if "formula" in more else {"entered": True}
    body = {"kind": "kpi", "id": id, "name": id.title(), "unit": "day", "direction": "decrease"}
    return Kpi.model_validate(body | origin | more)


def book(*documents: Document, **more: Any) -> Book:
    """A book of Northwind's shape around some documents."""
    body = {"kind": "book", "id": "small", "name": "Small", "currency": "EUR", "parties": PARTIES}
    return Book.of([BookDefinition.model_validate(body | more), *documents])


def actual(kpi: str, start: str | dt.date, value: float | None, days: int = 1, **more: Any) -> dict[str, Any]:
    """One observation."""
    day = dt.date.fromisoformat(start) if isinstance(start, str) else start
    row = {"kpi": kpi, "period_start": day, "period_end": day + dt.timedelta(days=days), "actual": value}
    reason = {"missing_reason": "not given"} if value is None else {}
    return {"reported_by": "customer", "recorded_at": KNOWN, **row, **reason, **more}


def store(folder: Path, *rows: dict[str, Any], engine: str | None = None, **tables: pa.Table) -> FactStore:
    """A store with these observations, and landed tables as `raw_name=`."""
    opened = FactStore.open(folder, engine=engine)
    given = ({"observations": observations(*rows)} if rows else {}) | tables
    if given:
        opened.append(given, key="first", source="test")
    return opened


def read(
    facts: FactStore,
    of: Book,
    *requests: tuple[str, Slice],
    as_of: dt.date = LATER,
    known_at: dt.datetime | None = None,
) -> list[Series]:
    """The series asked for, in order."""
    with facts.snapshot(known_at) as snapshot:
        found = read_series(of, snapshot, list(requests), Moment(as_of, known_at))
    return [found[request] for request in requests]


def values(series: Series) -> dict[str, float]:
    """Actuals by the first day of their period."""
    return {str(day): float(value) for day, value in zip(series.start, series.value, strict=True)}


def landed(rows: Sequence[dict[str, Any]], **types: pa.DataType) -> pa.Table:
    """Rows as a source lands them."""
    table = pa.Table.from_pylist(list(rows))
    for name, kind in types.items():
        table = table.set_column(table.column_names.index(name), name, table.column(name).cast(kind))
    return table.append_column("source_ref", pa.array([str(i) for i in range(table.num_rows)]))
