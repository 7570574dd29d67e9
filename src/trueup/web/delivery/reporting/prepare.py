"""What taking reports in would mean: which are new, which correct something, which say nothing new."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import narwhals.stable.v2 as nw

from trueup.facts import Snapshot
from trueup.facts.registry import batch_name
from trueup.vocabulary.digest import digest
from trueup.web.delivery.reporting.rows import SAYS, Reading, Row, read_rows
from trueup.web.delivery.reporting.scope import Scope
from trueup.web.documents.books import store_of
from trueup.web.evidence.prepared import Line, Prepared
from trueup.web.evidence.sheets import Sheets

Before = Mapping[str, Any]
"""What the same party said of the same activity and day."""
Progress = Prepared[Scope, Row, Before]


def prepare(scope: Scope, sheets: Sheets, reading: Reading, key: str, *, reason: str = "") -> Progress:
    """Read the reports and hold them against what the same party said before."""
    asked = digest(
        {"rows": [dict(record.values) for record in sheets.records], "plan": scope.plan.id, "reason": reason,
         "mark": reading.mark, "order": reading.order, "status_date": str(reading.status_date or "")}
    )  # fmt: skip
    rows, refusals = read_rows(sheets, scope, reading)
    if not rows:
        return Prepared(scope, key, asked, (), tuple(refusals))
    with store_of(scope.book.slug).snapshot() as snapshot:
        known = _known(snapshot, scope, batch_name(key))
    return Prepared(scope, key, asked, tuple(_line(row, known) for row in rows), tuple(refusals))


_COLUMNS = ("activity", "status_date", *SAYS, "recorded_at", "seq")
_Known = Mapping[tuple[str, dt.date], Before]


def _known(snapshot: Snapshot, scope: Scope, batch: str) -> _Known:
    """What the seat said last of each activity and day; this batch is left out of that."""
    if not snapshot.has("progress"):
        return {}
    own = (nw.col("plan") == nw.lit(scope.plan.id)) & (nw.col("reported_by") == nw.lit(scope.seat))
    frame = snapshot.frame("progress").filter(own, nw.col("batch") != nw.lit(batch)).select(*_COLUMNS)
    rows = sorted(snapshot.collect(frame).to_pylist(), key=lambda row: (row["recorded_at"], row["seq"]))
    return {(row["activity"], row["status_date"]): row for row in rows}


def _line(row: Row, known: _Known) -> Line[Row, Before]:
    before = known.get((row.activity, row.status_date))
    if before is None:
        return Line(row, "new", None)
    said = [_plain(before[name]) for name in SAYS]
    return Line(row, "unchanged" if said == [_plain(getattr(row, name)) for name in SAYS] else "correction", before)


def _plain(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else value


def columns(scope: Scope, rows: Sequence[Row], how: str) -> Mapping[str, Sequence[Any]]:
    """The reports as columns of the table of progress."""
    return {
        "plan": [scope.plan.id for _ in rows],
        "activity": [row.activity for row in rows],
        "status_date": [row.status_date for row in rows],
        **{name: [getattr(row, name) for row in rows] for name in SAYS},
        "reported_by": [scope.seat for _ in rows],
        "source_ref": [f"{how}:{row.line}" for row in rows],
    }
