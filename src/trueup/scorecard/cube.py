"""The cube: any KPI by any of stage, phase, project, provider, segment and a period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from trueup.book.book import Book
from trueup.facts import Snapshot
from trueup.kpis.cells import Cells, Column, Ints, group, together
from trueup.kpis.documents import Kpi
from trueup.kpis.evidence import grades
from trueup.kpis.points import Points, Wanted, periods, quotient
from trueup.kpis.rollup import mixes, rolled, ways
from trueup.kpis.targets import Bounds, attainment
from trueup.scorecard.promised import Block, targets_of
from trueup.scorecard.reading import Reader
from trueup.vocabulary import DIMENSIONS, Grade, Grain, InputError, Moment, Slice, UnknownName, did_you_mean

AXES = ("kpi", *DIMENSIONS, *Grain)
NORMAL_95 = 1.959963984540054
_GRADES = tuple(str(grade) for grade in sorted(Grade))


@dataclass(frozen=True, slots=True)
class Axes:
    """What the cube is laid out by. Figures of different KPIs are never mixed, so `kpi` is always an axis."""

    by: tuple[str, ...]
    dimensions: tuple[str, ...]
    grain: Grain | None

    @classmethod
    def of(cls, by: Sequence[str]) -> Axes:
        """Read the names of axes. UnknownName for one that does not exist, InputError for two grains of time."""
        for name in by:
            if name not in AXES:
                hint = did_you_mean(name, AXES)
                raise UnknownName(f"the cube has no axis {name!r}", do=hint or f"axes: {', '.join(AXES)}")
        grains = [Grain(name) for name in dict.fromkeys(by) if name in Grain.__members__]
        if len(grains) > 1:
            raise InputError(f"time cannot be cut by {grains[0]} and {grains[1]} at once", where="by", do="take one")
        named = tuple(dict.fromkeys(by if "kpi" in by else ("kpi", *by)))
        return cls(named, tuple(name for name in DIMENSIONS if name in by), grains[0] if grains else None)


def cube(
    book: Book,
    snapshot: Snapshot,
    by: Sequence[str],
    where: Mapping[str, str],
    moment: Moment,
    kpis: Sequence[str] | None = None,
) -> pa.Table:
    """One row a (KPI, slice, period), in the order of the axes; docs/how-to/read-the-cube.md explains the columns.

    `by` names axes (kpi, stage, phase, project, provider, segment, and one of day, week, month, quarter, year), `where`
    fixes dimensions, `kpis` chooses some KPIs. A null in a dimension is "unassigned": slices and the unassigned make up
    the whole. Raises UnknownName for a KPI, axis or dimension that does not exist.
    """
    axes = Axes.of(by)
    _check_where(where)
    maker = _Maker(Reader(book, snapshot, moment), axes, dict(where))
    names = list(dict.fromkeys(kpis if kpis is not None else book.kpis))
    blocks = [block for block in maker.blocks(names) if len(block.points)]
    return _sorted(pa.concat_tables([maker.table(block) for block in blocks] or [maker.nothing()]), axes)


def _check_where(where: Mapping[str, str]) -> None:
    for name in where:
        if name not in DIMENSIONS:
            hint = did_you_mean(name, DIMENSIONS)
            raise UnknownName(
                f"there is no dimension {name!r}", where="where", do=hint or f"dimensions: {', '.join(DIMENSIONS)}"
            )


def _sorted(table: pa.Table, axes: Axes) -> pa.Table:
    return table.sort_by([(name, "ascending") for name in axes.by]) if table.num_rows else table


@dataclass(frozen=True, slots=True)
class _Maker:
    reader: Reader
    axes: Axes
    where: Mapping[str, str]

    @property
    def by(self) -> tuple[str, ...]:
        """Dimensions that the engine must tell apart: a stage may come from the KPI, so it is filtered here."""
        asked = {*self.axes.dimensions, *(("stage",) if "stage" in self.where else ())}
        return tuple(name for name in DIMENSIONS if name in asked)

    def blocks(self, names: Sequence[str]) -> Iterator[Block]:
        """Entered KPIs together, each formula and each ratio by itself."""
        kpis = {name: self.reader.kpi(name) for name in names}
        entered = [n for n, kpi in kpis.items() if kpi.formula is None and kpi.aggregate.how != "ratio"]
        if entered:
            yield self._block(self._entered(entered, None), {n: kpis[n].aggregate.how for n in entered})
        for name, kpi in kpis.items():
            if kpi.formula is not None:
                yield self._block(self._computed(name), {name: "formula"})
            elif kpi.aggregate.how == "ratio":
                yield self._ratio(kpi)

    def _entered(self, names: Sequence[str], how: str | None) -> Cells:
        plan = [Wanted(n, Slice(), self.axes.grain, how or self.reader.kpi(n).aggregate.how) for n in names]
        engine_where = {name: value for name, value in self.where.items() if name != "stage"}
        return self._finished(self.reader.entered(plan, engine_where, self.by))

    def _computed(self, name: str) -> Cells:
        return self._finished(self.reader.computed(name, self.axes.grain, self.by, self.where))

    def _finished(self, cells: Cells) -> Cells:
        """Stages filled in from the KPIs, then the stage that was asked for."""
        filled = cells.filled("stage", {name: self.reader.kpi(name).stage for name in cells.names["kpi"]})
        if "stage" not in self.where:
            return filled
        known = filled.names["stage"]
        code = known.index(self.where["stage"]) if self.where["stage"] in known else -2
        return filled.take(filled["stage"] == code)

    def _numbered(self, cells: Cells, axes: Sequence[str]) -> tuple[Ints, dict[str, Ints]]:
        """A number for each (KPI, slice) and the codes of each number."""
        asked, count = group(np.zeros(len(cells), dtype=np.int64), *(cells[name] for name in axes))
        codes = {name: np.zeros(count, dtype=np.int64) for name in axes}
        for name in axes:
            codes[name][asked] = cells[name]
        return asked, codes

    def _block(self, cells: Cells, hows: Mapping[str, str]) -> Block:
        asked, codes = self._numbered(cells, ("kpi", *self.axes.dimensions))
        way = ways(hows[name] for name in cells.names["kpi"])[cells["kpi"]]
        points = rolled(cells, asked, way, grades(cells, self.reader.standing))
        return self._told(points, codes, cells.names, mixes(cells, asked))

    def _ratio(self, kpi: Kpi) -> Block:
        """Sum over sum in every slice and period."""
        parts = (kpi.aggregate.numerator or "", kpi.aggregate.denominator or "")
        cells = together([self._part(part) for part in parts])
        asked, codes = self._numbered(cells, self.axes.dimensions)
        grade = grades(cells, self.reader.standing)
        top, bottom = (self._summed(cells, part, asked, grade) for part in parts)
        points = quotient(top, bottom, 100.0 if kpi.unit.name == "%" else 1.0, parts)
        named = {**cells.names, "kpi": (kpi.id,)}
        only = np.zeros(int(asked.max(initial=-1)) + 1, dtype=np.int64)
        return self._told(points, {**codes, "kpi": only}, named, mixes(cells, asked))

    def _summed(self, cells: Cells, part: str, asked: Ints, grade: NDArray[np.int8]) -> Points:
        names = cells.names["kpi"]
        mine = np.flatnonzero(cells["kpi"] == (names.index(part) if part in names else -2))
        how = "sum" if self.reader.kpi(part).formula is None else "formula"
        return rolled(cells.take(mine), asked[mine], ways([how]).repeat(len(mine)), grade[mine])

    def _part(self, name: str) -> Cells:
        if self.reader.kpi(name).formula is not None:
            return self._computed(name)
        return self._entered([name], "sum")

    def _told(
        self,
        points: Points,
        codes: Mapping[str, Ints],
        names: Mapping[str, tuple[str, ...]],
        mix: tuple[Ints, tuple[str, ...]],
    ) -> Block:
        whole = [Wanted("", Slice(), self.axes.grain, "")] * (int(points.asked.max()) + 1 if len(points) else 0)
        start, end = periods(points, whole, self.reader.fiscal_year_start)
        at = {name: column[points.asked] if len(points) else column[:0] for name, column in codes.items()}
        return Block(points, at, names, mix, start, end)

    def table(self, block: Block) -> pa.Table:
        """The block's rows."""
        points = block.points
        known = {name: self.reader.kpi(name) for name in block.names["kpi"]}
        units = tuple(kpi.unit.name for kpi in known.values())
        bounds = targets_of(self.reader, self.axes.grain, self.axes.dimensions, self.where, block)
        there = np.isfinite(points.value)
        low, high = _interval(points)
        columns: dict[str, Any] = {
            **{name: self._axis(block, name) for name in self.axes.by},
            "actual": _numbers(points.value),
            "unit": _texts(block.codes["kpi"], units),
            "n": _numbers(np.where(there, points.n, np.nan)),
            "stderr": _numbers(points.stderr),
            "low": _numbers(low),
            "high": _numbers(high),
            "grade": _texts(np.where(there, points.grade.astype(np.int64) - 1, -1), _GRADES),
            "target": _numbers(np.where(np.isfinite(bounds.low) & np.isfinite(bounds.high), np.nan, _one(bounds))),
            "target_low": _numbers(bounds.low),
            "target_high": _numbers(bounds.high),
            "direction": pa.array([None if d is None else str(d) for d in bounds.direction], pa.string()),
            "attainment": _numbers(attainment(points.value, bounds)),
            "reported_by": _texts(*block.mix),
            "missing": pa.array([None if t else why for t, why in zip(there, points.reason, strict=True)], pa.string()),
        }
        return pa.table(columns).cast(self.schema)

    @property
    def schema(self) -> pa.Schema:
        """Columns of the cube and their types."""
        axes = [(name, pa.date32() if name in Grain.__members__ else pa.string()) for name in self.axes.by]
        numbers = {"actual", "n", "stderr", "low", "high", "target", "target_low", "target_high", "attainment"}
        return pa.schema([*axes, *((name, pa.float64() if name in numbers else pa.string()) for name in COLUMNS)])

    def nothing(self) -> pa.Table:
        """The cube without a row."""
        return self.schema.empty_table()

    def _axis(self, block: Block, name: str) -> pa.Array:
        if name in Grain.__members__:
            return pa.array(block.start.astype("datetime64[D]"), pa.date32())
        return _texts(block.codes[name], block.names[name])


COLUMNS = (
    "actual", "unit", "n", "stderr", "low", "high", "grade", "target", "target_low", "target_high", "direction",
    "attainment", "reported_by", "missing",
)  # fmt: skip


def _one(bounds: Bounds) -> Column:
    return np.where(np.isfinite(bounds.low), bounds.low, bounds.high)


def _interval(points: Points) -> tuple[Column, Column]:
    """The 95 % interval where the error is known, widened to both sides' figures where they dispute; else NaN."""
    known, disputed = np.isfinite(points.stderr), (points.low != points.value) | (points.high != points.value)
    reach = np.where(known, NORMAL_95 * np.nan_to_num(points.stderr), 0.0)
    given = (known | disputed) & np.isfinite(points.value)
    return np.where(given, points.low - reach, np.nan), np.where(given, points.high + reach, np.nan)


def _texts(codes: Ints, names: Sequence[str]) -> pa.Array:
    """Texts from codes, null for -1."""
    known = pa.array(codes, mask=codes < 0, type=pa.int64())
    return pa.DictionaryArray.from_arrays(known, pa.array(names, pa.string())).cast(pa.string())


def _numbers(values: Column) -> pa.Array:
    """Floats with null for NaN: no NaN leaves."""
    return pa.array(np.asarray(values, dtype=np.float64), pa.float64(), from_pandas=True)
