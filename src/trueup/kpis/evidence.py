"""Who stands behind an actual, and what is held against it.

The grade of an actual follows from who reported it and from the statements that cover it (methods 0): the least grade
of the actuals in a cell is the grade of the cell. Of two reporters of the same actual, the one with the higher grade
is believed, then the later one: rival figures are never added. A contested actual keeps its value and grade, with the
hull of both sides' figures beside it; once a finding has settled it, the figure found stands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from trueup.kpis.cells import Cells, Ints, group
from trueup.kpis.series import Series
from trueup.vocabulary import DIMENSIONS, Grade, Slice

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


EVERYTHING = Slice()


@dataclass(frozen=True, slots=True)
class Place:
    """A corner of the facts: one KPI, the days [start, end), a slice, and one reporter or all (None)."""

    kpi: str
    start: dt.date
    end: dt.date
    slice: Slice = EVERYTHING
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Vouch:
    """Somebody vouches for the actuals in `place` as they were known at `at`: their grade is at least `grade`."""

    place: Place
    grade: Grade
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Contest:
    """Somebody holds the actual in `place` to be wrong and `counter` to be true (None: says only that it is wrong)."""

    place: Place
    counter: float | None


@dataclass(frozen=True, slots=True)
class Ruling:
    """A dispute about `place` has ended: `actual` stands, as `by` found it; on its own that has the grade `grade`."""

    place: Place
    actual: float
    by: str | None = None
    grade: Grade = Grade.reported


Said = TypeVar("Said", Vouch, Contest, Ruling)


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything said about the evidence. `reporters` grades who reports; whoever is not in it is `reported`."""

    reporters: Mapping[str, Grade] = field(default_factory=dict)
    vouches: tuple[Vouch, ...] = ()
    contests: tuple[Contest, ...] = ()
    rulings: tuple[Ruling, ...] = ()

    @property
    def spoken_of(self) -> tuple[Place, ...]:
        """The places whose actuals must be looked at one by one."""
        return (*(item.place for item in self.contests), *(item.place for item in self.rulings))

    def dimensions(self, kpis: set[str]) -> tuple[str, ...]:
        """The dimensions that statements about these KPIs tell apart."""
        bound = {name for vouch in self.vouches if vouch.place.kpi in kpis for name in vouch.place.slice.bound}
        return tuple(name for name in DIMENSIONS if name in bound)


def grades(cells: Cells, standing: Standing) -> NDArray[np.int8]:
    """The evidence grade of each cell, shape (cells,)."""
    base = [int(standing.reporters.get(name, Grade.reported)) for name in cells.names["reported_by"]]
    grade = np.array([*base, int(Grade.reported)], dtype=np.int8)[cells["reported_by"]]
    for vouch, rows in _each(cells, standing.vouches):
        covered = rows[inside(cells, rows, vouch.place) & (cells["recorded_at"][rows] <= _micro(vouch.at))]
        grade[covered] = np.maximum(grade[covered], int(vouch.grade))
    return grade


def believed(rows: Cells, standing: Standing) -> Bools:
    """Which of the rival rows stands: one for each actual, by grade, then by when it became known. Shape (rows,)."""
    actual, count = group(*_actual_key(rows))
    order = np.lexsort((rows["seq"], rows["recorded_at"], grades(rows, standing), rows["actuals"] > 0, actual))
    stands = np.zeros(len(rows), dtype=np.bool_)
    last = np.append(np.flatnonzero(np.diff(actual[order])), len(rows) - 1) if count else np.empty(0, dtype=np.int64)
    stands[order[last]] = True
    return stands


def hull(rows: Cells, standing: Standing, how: Mapping[str, str], stands: Bools) -> tuple[Floats, Floats, Floats]:
    """Value, low and high of every row, after rulings and with contests, shape (rows,).

    A statement about several actuals is one about their roll-up: each is moved by the same amount, so that the
    roll-up (`how`, by KPI) moves to the figure stated.
    """
    value = rows["total"].copy()
    for ruling, at in _each(rows, standing.rulings):
        there = at[inside(rows, at, ruling.place) & stands[at]]
        value[there] += _move(rows, there, value, how[ruling.place.kpi], ruling.actual)
    low, high = value.copy(), value.copy()
    for contest, at in _each(rows, standing.contests):
        there = at[inside(rows, at, contest.place) & stands[at]]
        other = (
            _others(rows, there, value, stands)
            if contest.counter is None
            else value[there] + _move(rows, there, value, how[contest.place.kpi], contest.counter)
        )
        low[there], high[there] = np.minimum(low[there], other), np.maximum(high[there], other)
    return value, low, high


def inside(cells: Cells, rows: Ints, place: Place) -> Bools:
    """Which of the rows (indices of cells of the place's KPI) lie wholly inside a place."""
    start, end = np.datetime64(place.start, "D"), np.datetime64(place.end, "D")
    kept = (cells["first"][rows] >= start) & (cells["last"][rows] <= end)
    for name, value in place.slice.bound.items():
        kept &= cells[name][rows] == _code(cells, name, value)
    return kept if place.by is None else kept & (cells["reported_by"][rows] == _code(cells, "reported_by", place.by))


def attributed(series: Series, rulings: Sequence[Ruling]) -> Series:
    """The series with each figure that was found in a dispute laid to whoever found it, at least at their grade.

    Only where the finding covers all of an actual: whose figure a part was, a sum does not say.
    """
    by, grade = list(series.by), series.grade.copy()
    for ruling in rulings:
        place = ruling.place
        if ruling.by is None or place.kpi != series.kpi or not place.slice.contains(series.slice):
            continue
        within = (series.start >= np.datetime64(place.start)) & (series.end <= np.datetime64(place.end))
        for index in np.flatnonzero(within).tolist():
            if place.by in (None, series.by[index]):
                by[index], grade[index] = ruling.by, max(int(grade[index]), int(ruling.grade))
    return replace(series, by=tuple(by), grade=grade)


def _each(cells: Cells, said: Sequence[Said]) -> Iterator[tuple[Said, Ints]]:
    """Each statement with the cells of its KPI."""
    if not said:
        return
    order = np.argsort(cells["kpi"], kind="stable")
    ordered = cells["kpi"][order]
    for item in said:
        code = _code(cells, "kpi", item.place.kpi)
        low, high = np.searchsorted(ordered, (code, code + 1))
        if code >= 0:
            yield item, order[low:high]


def _move(rows: Cells, there: Ints, value: Floats, how: str, stated: float) -> float:
    """What to add to each of the actuals so that their roll-up is the figure stated."""
    if not len(there):
        return 0.0
    values, weight = value[there], rows["weight"][there]
    if how == "sum":
        return float((stated - values.sum()) / len(there))
    if how in ("min", "max"):
        return float(stated - (values.min() if how == "min" else values.max()))
    return float(stated - (values * weight).sum() / weight.sum()) if weight.sum() > 0 else 0.0


def _others(rows: Cells, there: Ints, value: Floats, stands: Bools) -> Floats:
    """What a rival says where nobody has stated a counter figure: the figure itself where there is no rival."""
    actual, _ = group(*_actual_key(rows))
    rivals = {int(actual[row]): float(value[row]) for row in np.flatnonzero(~stands & (rows["actuals"] > 0))}
    return np.array([rivals.get(int(actual[row]), float(value[row])) for row in there])


def _actual_key(rows: Cells) -> tuple[Ints, ...]:
    days = (rows["first"].astype(np.int64), rows["last"].astype(np.int64))
    return (rows["kpi"], *days, *(rows[name] for name in DIMENSIONS))


def _code(cells: Cells, column: str, name: str) -> int:
    known = cells.names[column]
    return known.index(name) if name in known else -2


def _micro(at: dt.datetime) -> int:
    return int(np.datetime64(at.astimezone(dt.UTC).replace(tzinfo=None), "us").astype(np.int64))
