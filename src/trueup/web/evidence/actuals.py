"""The actuals of an agreement as they stand: grade, reporter, what was said before and why it was corrected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from trueup.facts import Snapshot
from trueup.kpis.cells import Cells
from trueup.kpis.documents import Kpi
from trueup.kpis.evidence import believed, grades, hull
from trueup.scorecard.standing import standing
from trueup.vocabulary import DIMENSIONS, Grade, Moment
from trueup.web.evidence.known import Known, known_rows
from trueup.web.evidence.models import Batch
from trueup.web.evidence.scope import Measured, Scope


@dataclass(frozen=True, slots=True)
class Sending:
    """How a row came: by whom in the server's words, how, and the reason of a correction."""

    how: str
    reason: str
    leaf: int | None


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of an actual at a time."""

    row: Known
    sending: Sending | None


@dataclass(frozen=True, slots=True)
class Actual:
    """One actual of one reporter. `before` is what it said earlier, the latest first.

    `stands` is false where a rival of a higher grade, or a later one of the same grade, is believed instead. `low` and
    `high` are the hull of both sides' figures while a dispute is open; `value` is the figure after rulings.
    """

    row: Known
    sending: Sending | None
    before: tuple[Said, ...]
    grade: str
    stands: bool
    value: float | None
    low: float | None
    high: float | None

    @property
    def disputed(self) -> bool:
        """Whether an open dispute widens it."""
        return self.low is not None and self.low != self.high


@dataclass(frozen=True, slots=True)
class Measure:
    """A KPI of an agreement with its actuals, the latest period first; none of its own where it is computed."""

    kpi: Kpi
    actuals: tuple[Actual, ...]


def measures(scope: Scope, snapshot: Snapshot) -> tuple[Measure, ...]:
    """Every KPI that the agreement measures, with the actuals in its slices."""
    rows = [
        row
        for row in known_rows(snapshot, set(scope.measured), corrected=True)
        if scope.measured[row.kpi].holds(row.slice) and row.period.start <= scope.today
    ]
    sent = _sent(scope, rows)
    found: dict[str, list[Actual]] = {name: [] for name in scope.measured}
    for actual in _actuals(scope, rows, sent):
        found[actual.row.kpi].append(actual)
    return tuple(_measure(each, found[name]) for name, each in scope.measured.items())


def _measure(measured: Measured, actuals: list[Actual]) -> Measure:
    latest_first = sorted(actuals, key=lambda each: each.row.period.start, reverse=True)
    return Measure(measured.kpi, tuple(latest_first))


def _actuals(scope: Scope, rows: Sequence[Known], sent: Mapping[str, Sending]) -> Iterator[Actual]:
    by_key: dict[tuple[object, ...], list[Known]] = {}
    for row in rows:
        by_key.setdefault(row.key, []).append(row)
    latest = [history[-1] for history in by_key.values()]
    if not latest:
        return
    said = standing(scope.documents, Moment(scope.today))
    cells = _cells(scope, latest)
    grade, stands = grades(cells, said), believed(cells, said)
    value, low, high = hull(cells, said, _roll_ups(scope), stands)
    for index, row in enumerate(latest):
        known = row.actual is not None
        yield Actual(
            row=row,
            sending=sent.get(row.batch),
            before=tuple(Said(each, sent.get(each.batch)) for each in reversed(by_key[row.key][:-1])),
            grade=Grade(int(grade[index])).name,
            stands=bool(stands[index]),
            value=float(value[index]) if known else None,
            low=float(low[index]) if known else None,
            high=float(high[index]) if known else None,
        )


def _roll_ups(scope: Scope) -> dict[str, str]:
    return {name: each.kpi.aggregate.how for name, each in scope.measured.items()}


def _cells(scope: Scope, rows: Sequence[Known]) -> Cells:
    import pyarrow as pa

    from trueup.facts.tables import OBSERVATIONS

    types = {field.name: field.type for field in OBSERVATIONS.schema}
    columns = {
        "kpi": [row.kpi for row in rows],
        "period_start": [row.period.start for row in rows],
        "period_end": [row.period.end for row in rows],
        **{name: [getattr(row.slice, name) for row in rows] for name in DIMENSIONS},
        "reported_by": [row.reported_by for row in rows],
        "actual": [row.actual for row in rows],
        "n": [row.n for row in rows],
        "stderr": [row.stderr for row in rows],
        "recorded_at": [row.recorded_at for row in rows],
        "seq": [row.seq for row in rows],
        "missing_reason": [row.missing_reason for row in rows],
    }
    table = pa.table({name: pa.array(values, types[name]) for name, values in columns.items()})
    grains = {name: each.kpi.grain for name, each in scope.measured.items()}
    return Cells.of_rows(table, grains, scope.documents.definition.fiscal_year_start)


def _sent(scope: Scope, rows: Sequence[Known]) -> dict[str, Sending]:
    """How each batch came, for those that came through the server."""
    names = sorted({row.batch for row in rows if row.source.startswith("server/")})
    found = Batch.objects.filter(book=scope.book, name__in=names)
    return {each.name: Sending(each.how, each.reason, each.leaf) for each in found}
