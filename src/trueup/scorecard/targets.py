"""The dated targets of every KPI: those its document states and those that sources brought."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from trueup.kpis.claims import DatedTarget
from trueup.vocabulary import Direction

if TYPE_CHECKING:
    from trueup.book.book import Book
    from trueup.facts import Snapshot
    from trueup.kpis.documents import Kpi, KpiTarget

Row = dict[str, Any]


def dated_targets(book: Book, snapshot: Snapshot) -> dict[str, list[DatedTarget]]:
    """Every dated target known at the snapshot's moment, by KPI."""
    known: dict[str, list[DatedTarget]] = defaultdict(list)
    for name, versions in book.kpis.items():
        kpi = versions.latest
        known[name] += [_stated(kpi, target) for target in kpi.targets]
    if snapshot.has("targets"):
        columns = ("kpi", "period_start", "period_end", "project", "provider", "target_low", "target_high", "direction")
        for row in snapshot.collect(snapshot.latest("targets").select(*columns)).to_pylist():
            known[row["kpi"]].append(_brought(row, book))
    return known


def _stated(kpi: Kpi, target: KpiTarget) -> DatedTarget:
    low, high = target.target if isinstance(target.target, tuple) else (target.target, target.target)
    start = (target.from_ or dt.date.min).toordinal()
    return _dated(kpi.direction, start, (target.until or dt.date.max).toordinal(), float(low), float(high))


def _brought(row: Row, book: Book) -> DatedTarget:
    direction = Direction(row["direction"]) if row["direction"] else book.kpi(row["kpi"]).latest.direction
    dated = _dated(
        direction, row["period_start"].toordinal(), row["period_end"].toordinal(), row["target_low"], row["target_high"]
    )
    return DatedTarget(
        dated.start, dated.end, dated.low, dated.high, direction, project=row["project"], provider=row["provider"]
    )


def _dated(direction: Direction, start: int, end: int, low: float | None, high: float | None) -> DatedTarget:
    """A target with one number holds on the side that its direction asks for."""
    if direction is Direction.increase:
        low, high = low if low is not None else high, None
    elif direction is Direction.decrease:
        low, high = None, high if high is not None else low
    return DatedTarget(start, end, low, high, direction)
