"""What taking payments in would mean: which are new, which correct something, which say nothing new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import narwhals.stable.v2 as nw

from trueup.facts import Snapshot
from trueup.facts.registry import batch_name
from trueup.vocabulary.digest import digest
from trueup.web.documents.books import store_of
from trueup.web.evidence.prepared import Line, Prepared
from trueup.web.evidence.sheets import Sheets
from trueup.web.payments.rows import Reading, Row, read_rows
from trueup.web.payments.scope import Scope

Before = Mapping[str, Any]
Reported = Prepared[Scope, Row, Before]
_KEY = ("kind", "plan", "payee", "what", "ref")
_SAYS = ("period_start", "period_end", "dated", "amount", "currency")


def prepare(scope: Scope, sheets: Sheets, reading: Reading, key: str, *, reason: str = "") -> Reported:
    """Read the payments and hold them against what is known of the agreement's."""
    asked = digest(
        {"rows": [dict(record.values) for record in sheets.records], "agreement": scope.agreement.id,
         "reason": reason, "mark": reading.mark, "order": reading.order}
    )  # fmt: skip
    rows, refusals = read_rows(sheets, scope, reading)
    if not rows:
        return Prepared(scope, key, asked, (), tuple(refusals))
    with store_of(scope.book.slug).snapshot() as snapshot:
        known = _known(snapshot, scope.agreement.id, batch_name(key))
    return Prepared(scope, key, asked, tuple(_line(row, known) for row in rows), tuple(refusals))


def _known(snapshot: Snapshot, agreement: str, batch: str) -> Mapping[tuple[str | None, ...], Before]:
    """What was said last of each payment, by whomever; this batch is left out of that."""
    if not snapshot.has("payments"):
        return {}
    own = (nw.col("agreement") == nw.lit(agreement)) & (nw.col("batch") != nw.lit(batch))
    frame = snapshot.frame("payments").filter(own).select(*_KEY, *_SAYS, "recorded_at", "seq")
    rows = sorted(snapshot.collect(frame).to_pylist(), key=lambda row: (row["recorded_at"], row["seq"]))
    return {tuple(row[name] for name in _KEY): row for row in rows}


def _line(row: Row, known: Mapping[tuple[str | None, ...], Before]) -> Line[Row, Before]:
    before = known.get(row.key)
    if before is None:
        return Line(row, "new", None)
    same = all(before[name] == value for name, value in _said(row).items())
    return Line(row, "unchanged" if same else "correction", before)


def _said(row: Row) -> dict[str, Any]:
    ends = {"period_start": row.period.start, "period_end": row.period.end}
    return {**ends, "dated": row.dated, "amount": row.amount, "currency": row.currency}


def columns(scope: Scope, rows: Sequence[Row], how: str) -> Mapping[str, Sequence[Any]]:
    """The payments as columns of their table."""
    names = ("kind", "plan", "payer", "payee", "what", "ref")
    return {
        "agreement": [scope.agreement.id for _ in rows],
        **{name: [getattr(row, name) for row in rows] for name in names},
        **{name: [_said(row)[name] for row in rows] for name in _SAYS},
        "source_ref": [f"{how}:{row.line}" for row in rows],
    }
