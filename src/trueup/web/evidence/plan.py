"""What taking rows in would mean: which are new, which correct something, which say nothing new, and what is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from trueup.facts import Snapshot
from trueup.facts.registry import batch_name
from trueup.vocabulary import DIMENSIONS, Period, Refusal, Slice
from trueup.vocabulary.digest import digest
from trueup.web.documents.books import store_of
from trueup.web.evidence.known import Known, known_rows, own_slices
from trueup.web.evidence.prepared import Line, Prepared
from trueup.web.evidence.rows import Reading, Row, read_rows
from trueup.web.evidence.scope import Scope
from trueup.web.evidence.sheets import Sheets

Plan = Prepared[Scope, Row, Known]


def plan(scope: Scope, sheets: Sheets, reading: Reading, key: str, *, reason: str = "") -> Plan:
    """Read the rows and hold them against what is known; the batch of the same key is left out of that."""
    asked = digest(
        {"rows": [dict(record.values) for record in sheets.records], "kpi": reading.kpi, "reason": reason,
         "slice": dict(reading.slice), "mark": reading.mark, "order": reading.order}
    )  # fmt: skip
    rows, refusals = read_rows(sheets, scope, reading)
    if not rows:
        return Plan(scope, key, asked, (), tuple(refusals))
    with store_of(scope.book.slug).snapshot() as snapshot:
        known = _known(snapshot, rows, batch_name(key))
        own = own_slices(snapshot, {row.kpi for row in rows}, scope.seat)
    placed = [_placed(row, own.get(row.kpi, set())) for row in rows]
    refusals += [refusal for row in placed for refusal in _clashes(row, known)]
    return Plan(scope, key, asked, tuple(_line(row, scope.seat, known) for row in placed), tuple(refusals))


def _known(snapshot: Snapshot, rows: Sequence[Row], batch: str) -> Mapping[tuple[str, Period], list[Known]]:
    """What is known of the KPIs of the rows, by KPI and period."""
    within = Period(min(row.period.start for row in rows), max(row.period.end for row in rows))
    found: dict[tuple[str, Period], list[Known]] = {}
    for each in known_rows(snapshot, {row.kpi for row in rows}, within=within, but_batch=batch):
        found.setdefault((each.kpi, each.period), []).append(each)
    return found


def _placed(row: Row, own: Collection[Slice]) -> Row:
    """The row in the one slice within its own in which its reporter speaks of this KPI already."""
    fitting = [each for each in own if row.slice.contains(each)]
    return replace(row, slice=fitting[0]) if len(fitting) == 1 else row


def _clashes(row: Row, known: Mapping[tuple[str, Period], list[Known]]) -> Iterable[Refusal]:
    """An actual of the whole beside one of its part would be counted twice."""
    for each in known.get((row.kpi, row.period), ()):
        overlaps = row.slice.contains(each.slice) or each.slice.contains(row.slice)
        if row.slice != each.slice and overlaps:
            reason = f"there is an actual of {each.slice} already, and both would be counted: name that slice"
            yield Refusal(row.line, None, reason, str(row.slice))
            return


def _line(row: Row, seat: str, known: Mapping[tuple[str, Period], list[Known]]) -> Line[Row, Known]:
    own = [each for each in known.get((row.kpi, row.period), ()) if each.reported_by == seat]
    before = next((each for each in own if each.slice == row.slice), None)
    if before is None:
        return Line(row, "new", None)
    said = row.actual, row.n, row.stderr, row.missing_reason, row.claim
    return Line(row, "unchanged" if said == before.said else "correction", before)


def observations(rows: Sequence[Row], seat: str, how: str) -> Mapping[str, Sequence[Any]]:
    """The rows as columns of the table of observations."""
    return {
        "kpi": [row.kpi for row in rows],
        "period_start": [row.period.start for row in rows],
        "period_end": [row.period.end for row in rows],
        **{name: [getattr(row.slice, name) for row in rows] for name in DIMENSIONS},
        "actual": [row.actual for row in rows],
        "n": [row.n for row in rows],
        "stderr": [row.stderr for row in rows],
        "reported_by": [seat for _ in rows],
        "claim": [row.claim for row in rows],
        "missing_reason": [row.missing_reason for row in rows],
        "source_ref": [f"{how}:{row.line}" for row in rows],
    }
