"""Formulas at work: aggregates run in the engine, the arithmetic between them on the few numbers that come back.

So `1 - sum(a) / sum(b)` asks any engine for two sums, and the division is the same everywhere: over 0 it gives a
missing value that says why, never an infinity. Within a row x / 0 is null, and aggregates leave null out, as in SQL.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from trueup.kpis.grammar import Node
from trueup.kpis.rowwise import Rows, digits
from trueup.vocabulary import FormulaError, said

Floats = NDArray[np.float64]


def parts(rows: Rows, node: Node, name: str) -> dict[str, nw.Expr]:
    """What the engine must return for one aggregate, by column name: most need one column, some two."""
    if node.op == "count_all":
        return {name: nw.len().cast(nw.Float64)}
    rows.kind(node)
    arg = node.args[0]
    if node.op in ("count", "count_distinct"):
        expression = rows.typed(arg, arg) if arg.op == "null" else rows.expression(arg)
        if node.op == "count":
            return {name: expression.count().cast(nw.Float64)}
        nulls = expression.is_null().cast(nw.Int64).max()  # engines count null as one of the distinct values
        return {name: expression.n_unique().cast(nw.Float64), f"{name}_null": nulls.cast(nw.Float64)}
    number = rows.number(arg)
    if node.op == "sum":
        return {name: number.sum().cast(nw.Float64), f"{name}_n": number.count().cast(nw.Float64)}
    if node.op == "quantile":
        middle = number.median() if node.value == 0.5 else number.quantile(node.value, interpolation="linear")
        return {name: middle.cast(nw.Float64)}
    return {name: getattr(number, {"avg": "mean"}.get(node.op, node.op))().cast(nw.Float64)}


def answered(node: Node, name: str, columns: Mapping[str, Floats]) -> Floats:
    """One aggregate from the columns of `parts`; NaN where there were no rows to aggregate."""
    value = columns[name]
    if node.op == "sum":
        return np.where(columns[f"{name}_n"] > 0, value, np.nan)
    if node.op == "count_distinct":
        return value - columns[f"{name}_null"]
    return value


def evaluate(node: Node, known: Mapping[Node, Floats], size: int, where: str) -> tuple[Floats, list[str | None]]:
    """The arithmetic between aggregates: values, shape (size,), NaN where missing, and why each is missing."""
    outer = _Outer(known, size, where, [None] * size)
    values = outer.value(node).astype(np.float64)
    strange = np.flatnonzero(~np.isfinite(values))
    reasons: list[str | None] = [None] * size
    for index in strange:
        reasons[index] = outer.reasons[index] or said("no rows to compute it from")
    return np.where(np.isfinite(values), values, np.nan), reasons


@dataclass(slots=True)
class _Outer:
    """Arithmetic on aggregates; NaN is null. Conditions are 1, 0 and NaN."""

    known: Mapping[Node, Floats]
    size: int
    where: str
    reasons: list[str | None]

    def value(self, node: Node) -> Floats:
        if node in self.known:
            return self.known[node]
        if node.op in _CONSTANTS:
            return np.full(self.size, _CONSTANTS[node.op](node.value))
        args = [self.value(arg) for arg in node.args if node.op != "round" or arg is node.args[0]]
        with np.errstate(all="ignore"):
            return self._done(node, args)

    def _done(self, node: Node, args: list[Floats]) -> Floats:
        if node.op == "/":
            return self._divide(args, node)
        if node.op == "round":
            return _round(args[0], digits(node, self.where))
        if node.op not in _OUTER:
            raise FormulaError(f"{node.text!r} goes with rows, not with aggregates", where=self.where)
        return np.asarray(_OUTER[node.op](*args), dtype=np.float64)

    def _divide(self, args: list[Floats], node: Node) -> Floats:
        above, below = args
        for index in np.flatnonzero((below == 0) & ~np.isnan(above)):
            self.reasons[index] = self.reasons[index] or said("{what} is 0", what=node.args[1].text)
        quotient: Floats = np.divide(above, below, out=np.full(self.size, np.nan), where=below != 0)
        return quotient


def _case(*args: Floats) -> Floats:
    result = args[-1]
    for asked, given in reversed(list(zip(args[:-1:2], args[1:-1:2], strict=True))):
        result = np.where(asked == 1, given, result)
    return result


def _round(value: Floats, digits: int) -> Floats:
    scale = 10.0**digits
    return np.sign(value) * np.floor(np.abs(value) * scale + 0.5) / scale


def _truth(compare: Callable[[Floats, Floats], Any]) -> Callable[[Floats, Floats], Floats]:
    def ask(left: Floats, right: Floats) -> Floats:
        return np.where(np.isnan(left) | np.isnan(right), np.nan, compare(left, right))

    return ask


def _and(left: Floats, right: Floats) -> Floats:
    return np.where((left == 0) | (right == 0), 0.0, left * right)


def _or(left: Floats, right: Floats) -> Floats:
    return np.where((left == 1) | (right == 1), 1.0, left + right)


def _first(*args: Floats) -> Floats:
    result = args[0]
    for arg in args[1:]:
        result = np.where(np.isnan(result), arg, result)
    return result


def _among(left: Floats, *items: Floats) -> Floats:
    result = _truth(np.equal)(left, items[0])
    for item in items[1:]:
        result = _or(result, _truth(np.equal)(left, item))
    return result


_CONSTANTS: dict[str, Callable[[Any], float]] = {
    "number": float,
    "truth": float,
    "date": lambda day: float(day.toordinal()),
    "null": lambda _: np.nan,
}
_OUTER: dict[str, Callable[..., Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "=": _truth(np.equal),
    "<>": _truth(np.not_equal),
    "<": _truth(np.less),
    "<=": _truth(np.less_equal),
    ">": _truth(np.greater),
    ">=": _truth(np.greater_equal),
    "and": _and,
    "or": _or,
    "not": lambda value: 1.0 - value,
    "is_null": lambda value: np.isnan(value).astype(np.float64),
    "in": _among,
    "case": _case,
    "coalesce": _first,
    "greatest": lambda *args: np.fmax.reduce(args),
    "least": lambda *args: np.fmin.reduce(args),
    "abs": np.abs,
}
