"""What the facts know already of the KPIs of an agreement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw

from trueup.facts import Snapshot
from trueup.vocabulary import DIMENSIONS, Period, Slice

_COLUMNS = (
    "kpi", "period_start", "period_end", *DIMENSIONS, "actual", "n", "stderr", "reported_by", "claim",
    "missing_reason", "batch", "recorded_at", "source", "source_ref", "seq",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """One row of observations as stored."""

    kpi: str
    period: Period
    slice: Slice
    actual: float | None
    n: int | None
    stderr: float | None
    reported_by: str
    claim: str | None
    missing_reason: str | None
    batch: str
    recorded_at: dt.datetime
    source: str
    source_ref: str | None
    seq: int

    @property
    def said(self) -> tuple[object, ...]:
        """What the row says of its actual."""
        return self.actual, self.n, self.stderr, self.missing_reason, self.claim

    @property
    def key(self) -> tuple[str, Period, Slice, str]:
        """Rows of one key are one and the same actual: the later corrects the earlier."""
        return self.kpi, self.period, self.slice, self.reported_by


def known_rows(
    snapshot: Snapshot,
    kpis: Collection[str],
    *,
    within: Period | None = None,
    but_batch: str | None = None,
    corrected: bool = False,
) -> Sequence[Known]:
    """The rows of these KPIs by KPI, period and time of knowing.

    `within` limits them to periods that touch it; `but_batch` leaves out a batch; `corrected` keeps the rows that later
    ones have corrected.
    """
    if not kpis or not snapshot.has("observations"):
        return ()
    frame = snapshot.frame("observations").filter(nw.col("kpi").is_in(sorted(kpis)))
    if within is not None:
        frame = frame.filter(nw.col("period_start") < nw.lit(within.end), nw.col("period_end") > nw.lit(within.start))
    if but_batch is not None:
        frame = frame.filter(nw.col("batch") != nw.lit(but_batch))
    rows = sorted(_rows(snapshot.collect(frame.select(*_COLUMNS)).to_pylist()), key=_order)
    return rows if corrected else tuple({row.key: row for row in rows}.values())


def _order(row: Known) -> tuple[Any, ...]:
    return row.kpi, row.period, row.recorded_at, row.seq


def _rows(rows: Sequence[dict[str, Any]]) -> Iterator[Known]:
    for row in rows:
        start, end = row.pop("period_start"), row.pop("period_end")
        where = Slice(**{name: row.pop(name) for name in DIMENSIONS})
        yield Known(period=Period(start, end), slice=where, **row)


def own_slices(snapshot: Snapshot, kpis: Collection[str], seat: str) -> dict[str, set[Slice]]:
    """The slices in which a seat has ever reported each KPI."""
    found: dict[str, set[Slice]] = {}
    if snapshot.has("observations"):
        mine = (nw.col("kpi").is_in(sorted(kpis))) & (nw.col("reported_by") == nw.lit(seat))
        rows = snapshot.frame("observations").filter(mine).select("kpi", *DIMENSIONS).unique()
        for row in snapshot.collect(rows).to_pylist():
            found.setdefault(row.pop("kpi"), set()).add(Slice(**row))
    return found


def has_batch(snapshot: Snapshot, batch: str, table: str = "observations") -> bool:
    """Whether a batch of that name is in a table of the facts."""
    if not snapshot.has(table):
        return False
    found = snapshot.frame(table).filter(nw.col("batch") == nw.lit(batch)).select("seq").head(1)
    return bool(snapshot.collect(found).num_rows)
