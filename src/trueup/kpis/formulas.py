"""One formula KPI asked of its landed table: the question to the engine, and cells from the answer.

A rate is computed from the rows at the very grain and slice that is asked for, so it is never an average of rates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
import numpy as np

from trueup.kpis.calendar import bucket, ordinal
from trueup.kpis.cells import NEVER, Cells, Column, codes, floats, instants, integers
from trueup.kpis.compute import Floats, answered, evaluate, parts
from trueup.kpis.documents import Formula, Kpi
from trueup.kpis.formula import condition_of, value_of
from trueup.kpis.grammar import Node
from trueup.kpis.kinds import Table
from trueup.kpis.rowwise import Rows
from trueup.vocabulary import DIMENSIONS, FormulaError, Grain

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Plan:
    """How one formula KPI is computed from one table: its aggregates by node, and the arithmetic over them.

    `value` gives the actual, `n` and `stderr` the cases and the error behind it where the formula says how.
    """

    kpi: Kpi
    rows: Rows
    value: Node
    n: Node | None
    stderr: Node | None
    spread: Node | None
    names: Mapping[Node, str]

    @classmethod
    def of(cls, kpi: Kpi, frame: nw.LazyFrame[Any]) -> Plan:
        """Read a KPI's formula against the columns of its table. Raises FormulaError."""
        formula = kpi.formula
        assert formula is not None
        where = f"KPI {kpi.id}, formula"
        rows = Rows(Table.of(formula.from_, frame), where)
        value = value_of(formula.value, where)
        n = value_of(formula.n, where) if formula.n else None
        stderr = value_of(formula.stderr, where) if formula.stderr else None
        plain = value.args[0] if value.op == "avg" else None
        spread = None
        if plain is not None and stderr is None:
            spread, n = plain, n or Node("count", (plain,), text=f"count({plain.text})")
        needed = (found for node in (value, n, stderr) if node for found in node.walk() if found.aggregates)
        return cls(kpi, rows, value, n, stderr, spread, {node: f"a{i}" for i, node in enumerate(dict.fromkeys(needed))})

    @property
    def formula(self) -> Formula:
        """The formula as written."""
        assert self.kpi.formula is not None
        return self.kpi.formula

    def dimensions(self, wanted: Sequence[str]) -> tuple[str, ...]:
        """Those of the dimensions that the formula has a column for."""
        return tuple(name for name in DIMENSIONS if name in wanted and name in self.formula.slice)

    def question(
        self,
        frame: nw.LazyFrame[Any],
        grain: Grain | None,
        by: Sequence[str],
        as_of: dt.date,
        fiscal_year_start: int = 1,
        where: Mapping[str, str] | None = None,
    ) -> nw.LazyFrame[Any]:
        """One row a (period, slice): the aggregates, the days they span, and when the last row became known."""
        time = self._time()
        begun = time < nw.lit(as_of) if self._is_date() else ordinal(time) < as_of.toordinal()
        seen = frame.filter(~time.is_null(), begun, *self._conditions(where or {}))
        sliced = {name: self._slice(name) for name in self.dimensions(by)}
        labelled = {f"by_{name}": expression for name, expression in sliced.items()}
        placed = seen.with_columns(bucket=bucket(time, grain, fiscal_year_start), counted_day=ordinal(time), **labelled)
        answer = placed.group_by("bucket", *labelled).agg(**self._measures())
        return answer.rename({f"by_{name}": name for name in sliced})

    def _time(self) -> nw.Expr:
        kind = self.rows.table.kind(self.formula.time, self.rows.where)
        if kind not in ("date", "moment"):
            raise FormulaError(
                f"time: {self.formula.time!r} is a {kind}, and periods are cut by days",
                where=self.rows.where,
                do=f"declare it where the source lands it: land: {{types: {{{self.formula.time}: date}}}}",
            )
        return nw.col(self.formula.time)

    def _slice(self, dimension: str) -> nw.Expr:
        """A dimension as text; the KPI's own stage stands for a row without one."""
        value = nw.col(self._column(dimension)).cast(nw.String)
        own = self.kpi.stage if dimension == "stage" else None
        return value if own is None else nw.coalesce(value, nw.lit(own))

    def _is_date(self) -> bool:
        return self.rows.table.kind(self.formula.time, self.rows.where) == "date"

    def _column(self, dimension: str) -> str:
        column = self.formula.slice[dimension]  # type: ignore[index]
        self.rows.table.kind(column, f"{self.rows.where}, slice {dimension}")
        return column

    def _conditions(self, where: Mapping[str, str]) -> list[nw.Expr]:
        fixed = [nw.col(self._column(name)).cast(nw.String) == nw.lit(value) for name, value in where.items()]
        if self.formula.where is None:
            return fixed
        condition = condition_of(self.formula.where, self.rows.where)
        if self.rows.kind(condition) != "truth":
            raise FormulaError(f"where: {self.formula.where!r} is not a condition", where=self.rows.where)
        return [self.rows.expression(condition), *fixed]

    def _measures(self) -> dict[str, nw.Expr]:
        measures = {k: v for node, name in self.names.items() for k, v in parts(self.rows, node, name).items()}
        if self.spread is not None:
            measures["spread"] = self.rows.number(self.spread).std().cast(nw.Float64)
        known = "recorded_at" in self.rows.table.kinds
        return measures | {
            "first": nw.col("counted_day").min(),
            "last": nw.col("counted_day").max(),
            "recorded_at": nw.col("recorded_at").max() if known else nw.lit(None).cast(nw.Datetime("us", "UTC")).max(),
        }

    def cells(self, answer: pa.Table) -> Cells:
        """The engine's answer as cells, each with its actual; rolling them up further would be wrong."""
        size = answer.num_rows
        columns = {name: floats(answer, name) for name in answer.column_names if name[0] == "a" and name[1:2].isdigit()}
        known = {node: answered(node, name, columns) for node, name in self.names.items()}
        value, reasons = evaluate(self.value, known, size, self.rows.where)
        n = evaluate(self.n, known, size, self.rows.where)[0] if self.n else np.full(size, np.nan)
        return self._told(answer, value, reasons, n, self._error(answer, known, n))

    def _error(self, answer: pa.Table, known: Mapping[Node, Floats], n: Floats) -> Floats:
        """The standard error behind each actual: stated, or that of a plain mean, s / sqrt(n)."""
        if self.stderr is not None:
            return evaluate(self.stderr, known, answer.num_rows, self.rows.where)[0]
        if self.spread is None:
            return np.full(answer.num_rows, np.nan)
        count = (
            known[Node("count", self.value.args, text=f"count({self.value.args[0].text})")]
            if (self.formula.n is None)
            else n
        )
        with np.errstate(all="ignore"):
            return floats(answer, "spread") / np.sqrt(np.where(count > 1, count, np.nan))

    def _told(self, answer: pa.Table, value: Floats, reasons: list[str | None], n: Floats, error: Floats) -> Cells:
        size, there = answer.num_rows, np.isfinite(value)
        reporter = self.formula.reported_by or (self.kpi.measurement.by if self.kpi.measurement else None)
        columns: dict[str, Column] = {
            "kpi": np.zeros(size, dtype=np.int64),
            "reported_by": np.full(size, 0 if reporter else -1, dtype=np.int64),
            "bucket": integers(answer, "bucket"),
            "actuals": there.astype(np.int64),
            "counted": (there & np.isfinite(n)).astype(np.int64),
            "errors": (there & np.isfinite(error)).astype(np.int64),
            "misfits": np.zeros(size, dtype=np.int64),
            "total": np.where(there, value, 0.0),
            "weighted": np.where(there, value, 0.0),
            "weight": there.astype(np.float64),
            "least": value,
            "most": value,
            "cases": np.nan_to_num(n),
            "error2": np.nan_to_num(error) ** 2,
            "weighted_error2": np.nan_to_num(error) ** 2,
            "first": day_of(integers(answer, "first")),
            "last": day_of(integers(answer, "last") + 1),
            "recorded_at": instants(answer, "recorded_at") if size else np.full(0, NEVER),
        }
        said = tuple(dict.fromkeys(reason for reason in reasons if reason is not None))
        columns["reason"] = np.array([-1 if r is None else said.index(r) for r in reasons], dtype=np.int64)
        names = {"kpi": (self.kpi.id,), "reported_by": (reporter,) if reporter else (), "reason": said}
        for dimension in DIMENSIONS:
            columns[dimension], names[dimension] = codes(answer, dimension)
        return Cells(columns, names)


def day_of(ordinals: Column) -> Column:
    """Days from their ordinals, datetime64[D]."""
    return (ordinals - dt.date(1970, 1, 1).toordinal()).astype("datetime64[D]")
