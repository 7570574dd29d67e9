"""Aggregated actuals as columns of numbers: what the engine hands over and a roll-up takes in.

A cell is one (kpi, bucket, slice, reporter). Texts are codes into `names`; code -1 is "unassigned" (null).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from trueup.kpis.calendar import LONGEST, buckets
from trueup.vocabulary import DIMENSIONS, Grain

if TYPE_CHECKING:
    import pyarrow as pa

Column = NDArray[Any]
Ints = NDArray[np.int64]

TEXTS = ("kpi", *DIMENSIONS, "reported_by", "reason")
FLOATS = ("total", "weight", "weighted", "least", "most", "cases", "error2", "weighted_error2")
COUNTS = ("bucket", "actuals", "counted", "errors", "misfits")
DAYS = ("first", "last")
NEVER = np.iinfo(np.int64).min
_LARGEST = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Cells:
    """Columns of equal length by name (TEXTS as codes, FLOATS, COUNTS, DAYS, `recorded_at` in microseconds)."""

    columns: Mapping[str, Column]
    names: Mapping[str, tuple[str, ...]]

    def __len__(self) -> int:
        return len(self.columns["kpi"])

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]

    @classmethod
    def of(cls, table: pa.Table) -> Self:
        """Read the answer to `queries.cells`; a dimension that was not asked for is unassigned everywhere."""
        rows, names = table.num_rows, {}
        columns: dict[str, Column] = {}
        for text in TEXTS:
            columns[text], names[text] = codes(table, text)
        for name in FLOATS:
            columns[name] = floats(table, name)
        for name in COUNTS:
            columns[name] = integers(table, name)
        for name in DAYS:
            columns[name] = table.column(name).to_numpy().astype("datetime64[D]").reshape(rows)
        columns["recorded_at"] = instants(table, "recorded_at")
        return cls(columns, names)

    @classmethod
    def of_rows(cls, table: pa.Table, grains: Mapping[str, Grain | None], fiscal_year_start: int = 1) -> Self:
        """Read the answer to `queries.fine`: every row a cell of its own, with its commit sequence in `seq`."""
        columns, names = {}, {}
        for text in TEXTS:
            columns[text], names[text] = codes(table, {"reason": "missing_reason"}.get(text, text))
        for name, day in (("first", "period_start"), ("last", "period_end")):
            columns[name] = table.column(day).to_numpy().astype("datetime64[D]").reshape(table.num_rows)
        columns |= _placed(columns, [grains[kpi] for kpi in names["kpi"]], fiscal_year_start)
        columns |= _single(floats(table, "actual"), floats(table, "n"), floats(table, "stderr"), columns["fits"])
        columns |= {"recorded_at": instants(table, "recorded_at"), "seq": integers(table, "seq")}
        return cls(columns, names)

    def take(self, keep: Column) -> Self:
        """Some of the cells, by mask or index."""
        return type(self)({name: column[keep] for name, column in self.columns.items()}, self.names)

    def with_columns(self, **columns: Column) -> Self:
        """The same cells with some columns in another state."""
        return type(self)({**self.columns, **columns}, self.names)

    def filled(self, dimension: str, by_kpi: Mapping[str, str | None]) -> Self:
        """Unassigned values of a dimension replaced by what the KPI itself declares."""
        known = {name: code for code, name in enumerate(self.names[dimension])}
        for value in by_kpi.values():
            if value is not None:
                known.setdefault(value, len(known))
        default = [known.get(by_kpi.get(kpi) or "", -1) for kpi in self.names["kpi"]]
        codes = self.columns[dimension]
        replaced = np.where(codes < 0, np.array([*default, -1], dtype=np.int64)[self.columns["kpi"]], codes)
        return type(self)({**self.columns, dimension: replaced}, {**self.names, dimension: tuple(known)})


def _placed(columns: Mapping[str, Column], grains: Sequence[Grain | None], fiscal: int) -> dict[str, Column]:
    """The bucket of every row, and whether its period fits into one."""
    bucket = np.zeros(len(columns["kpi"]), dtype=np.int64)
    fits = np.ones(len(bucket), dtype=np.bool_)
    days = (columns["last"] - columns["first"]).astype(np.int64)
    for grain in set(grains):
        mine = np.isin(columns["kpi"], [code for code, other in enumerate(grains) if other == grain])
        bucket[mine] = buckets(columns["first"][mine], grain, fiscal)
        fits[mine] = days[mine] <= (LONGEST[grain] if grain else np.inf)
    return {"bucket": bucket, "fits": fits}


def _single(actual: Column, n: Column, stderr: Column, fits: Column) -> dict[str, Column]:
    """The measures of rows that are one actual each, or none."""
    there = np.isfinite(actual) & fits
    weight = np.where(there, np.where(np.isnan(n), 1.0, n), 0.0)
    value, known, error = np.where(there, actual, np.nan), there & ~np.isnan(n), there & ~np.isnan(stderr)
    return {
        "actuals": there.astype(np.int64),
        "total": np.where(there, actual, 0.0),
        "weight": weight,
        "weighted": np.where(there, actual, 0.0) * weight,
        "least": value,
        "most": value,
        "counted": known.astype(np.int64),
        "cases": np.where(known, n, 0.0),
        "errors": error.astype(np.int64),
        "error2": np.where(error, stderr, 0.0) ** 2,
        "weighted_error2": (np.where(error, stderr, 0.0) * weight) ** 2,
        "misfits": (np.isfinite(actual) & ~fits).astype(np.int64),
    }


def together(parts: Sequence[Cells]) -> Cells:
    """Several sets of cells as one."""
    if len(parts) == 1:
        return parts[0]
    columns: dict[str, Column] = {}
    names: dict[str, tuple[str, ...]] = {}
    for text in TEXTS:
        names[text] = tuple(dict.fromkeys(name for part in parts for name in part.names[text]))
        index = {name: code for code, name in enumerate(names[text])}
        moved = [np.array([*(index[name] for name in part.names[text]), -1], dtype=np.int64) for part in parts]
        columns[text] = np.concatenate([to[part[text]] for to, part in zip(moved, parts, strict=True)])
    for name in (*FLOATS, *COUNTS, *DAYS, "recorded_at"):
        columns[name] = np.concatenate([part[name] for part in parts])
    if any("low" in part.columns for part in parts):
        for side in ("low", "high"):
            blank = [part.columns.get(side, np.full(len(part), np.nan)) for part in parts]
            columns[side] = np.concatenate(blank)
    return Cells(columns, names)


def none() -> Cells:
    """No cells at all."""
    columns: dict[str, Column] = {name: np.empty(0, dtype=np.int64) for name in (*TEXTS, *COUNTS, "recorded_at")}
    columns |= {name: np.empty(0) for name in FLOATS}
    columns |= {name: np.empty(0, dtype="datetime64[D]") for name in DAYS}
    return Cells(columns, dict.fromkeys(TEXTS, ()))


def group(*codes: Column) -> tuple[Ints, int]:
    """Number the distinct combinations of equally long columns of whole numbers: (number of each row, how many)."""
    key, size = np.zeros(len(codes[0]), dtype=np.int64), 1
    for column in codes:
        low = int(column.min()) if len(column) else 0
        span = int(column.max()) - low + 1 if len(column) else 1
        if size > _LARGEST // span:  # too many to number: only those that there are
            key, size = _numbered(key)
        key, size = key * span + (column - low), size * span
    return _numbered(key)


def _numbered(key: Ints) -> tuple[Ints, int]:
    _, number = np.unique(key, return_inverse=True)
    return number, int(number.max(initial=-1)) + 1


def codes(table: pa.Table, name: str) -> tuple[Ints, tuple[str, ...]]:
    """A column of texts as codes into the texts there are; -1 for null, and everywhere when there is no such column."""
    import pyarrow as pa

    if name not in table.column_names:
        return np.full(table.num_rows, -1, dtype=np.int64), ()
    column = table.column(name)
    if not pa.types.is_dictionary(column.type):
        column = column.cast(pa.string()).combine_chunks().dictionary_encode()
    combined = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    codes = combined.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    return codes, tuple(combined.dictionary.to_pylist())


def floats(table: pa.Table, name: str) -> NDArray[np.float64]:
    """A column as floats, NaN for null."""
    import pyarrow as pa

    return np.asarray(table.column(name).cast(pa.float64()).to_numpy(), dtype=np.float64)


def integers(table: pa.Table, name: str) -> Ints:
    """A column without nulls as whole numbers."""
    import pyarrow as pa

    return np.asarray(table.column(name).cast(pa.int64(), safe=False).to_numpy(), dtype=np.int64)


def instants(table: pa.Table, name: str) -> Ints:
    """Instants in microseconds since 1970 UTC; NEVER for null."""
    import pyarrow as pa

    column = table.column(name).cast(pa.timestamp("us", tz="UTC")).cast(pa.int64())
    return np.asarray(column.fill_null(NEVER).to_numpy(), dtype=np.int64)
