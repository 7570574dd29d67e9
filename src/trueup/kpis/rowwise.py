"""Row-level parts of formulas as engine expressions. Numbers are doubles on all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw

from trueup.kpis.calendar import ordinal
from trueup.kpis.grammar import Node
from trueup.kpis.kinds import COMPARED, DAYS, Kind, Kinds, Table
from trueup.vocabulary import FormulaError


@dataclass(frozen=True, slots=True)
class Rows:
    """Turns row-level nodes into engine expressions over `table`; `where` names the formula in errors."""

    table: Table
    where: str

    def kind(self, node: Node) -> Kind:
        """What a node gives; FormulaError where its parts do not go together."""
        return Kinds(self.table, self.where).of(node)

    def expression(self, node: Node) -> nw.Expr:
        """The node for the engine. Numbers are doubles, so that no engine rounds or overflows in its own way."""
        if node.op == "column":
            return self._column(node)
        if node.op in ("number", "text", "date", "truth"):
            return nw.lit(node.value)
        if node.op == "null":
            return nw.lit(None).cast(nw.Float64)
        if node.op in COMPARED:
            return self.compare(node)
        if node.op == "-" and self.kind(node.args[0]) in DAYS:
            return self._day(node.args[0]) - self._day(node.args[1])
        return _ENGINE[node.op](self, node)

    def _column(self, node: Node) -> nw.Expr:
        kind = self.table.kind(node.value, self.where)
        return nw.col(node.value).cast(nw.Float64) if kind == "number" else nw.col(node.value)

    def _day(self, node: Node) -> nw.Expr:
        """Days as a number, with the part of the day where there is one."""
        expression = self.expression(node)
        day = ordinal(expression).cast(nw.Float64)
        if self.kind(node) != "moment":
            return day
        clock = expression.dt
        seconds = clock.hour().cast(nw.Float64) * 3600.0 + clock.minute() * 60.0 + clock.second()
        return day + seconds * (1 / 86400)

    def number(self, node: Node) -> nw.Expr:
        """The node as a double: conditions count 1 or 0, days by their number."""
        kind = self.kind(node)
        if kind in DAYS:
            return self._day(node)
        expression = self.expression(node)
        return expression.cast(nw.Int64).cast(nw.Float64) if kind == "truth" else expression

    def compare(self, node: Node) -> nw.Expr:
        """A comparison; days and moments by their number, written days as days."""
        left, right = node.args
        kinds = self.kind(left), self.kind(right)
        if "moment" in kinds and kinds != ("moment", "moment"):
            return _COMPARE[node.op](self._day_of(left, kinds[0]), self._day_of(right, kinds[1]))
        if "date" in kinds and "text" in kinds:
            return _COMPARE[node.op](self._dated(left), self._dated(right))
        return _COMPARE[node.op](self.expression(left), self.expression(right))

    def _day_of(self, node: Node, kind: Kind) -> nw.Expr:
        return self._day(Node("date", value=self._written(node), text=node.text)) if kind == "text" else self._day(node)

    def _dated(self, node: Node) -> nw.Expr:
        return nw.lit(self._written(node)) if node.op == "text" else self.expression(node)

    def _written(self, node: Node) -> dt.date:
        try:
            return dt.date.fromisoformat(node.value)
        except (TypeError, ValueError):
            raise FormulaError(
                f"{node.text!r} is not a day", where=self.where, do="write days as date '2026-01-31'"
            ) from None

    def divided(self, node: Node) -> nw.Expr:
        """Null where the divisor is 0. Sail 0.7 cannot divide doubles (its try_divide takes whole numbers only)."""
        above, below = (self.expression(arg) for arg in node.args)
        quotient = above * below**-1 if self.table.spark else above / below
        return nw.when(below != 0.0).then(quotient)

    def rounded(self, node: Node) -> nw.Expr:
        """Half away from zero, to a written number of digits."""
        return self.expression(node.args[0]).round(digits(node, self.where))

    def branches(self, node: Node) -> nw.Expr:
        """case: the first condition that holds decides."""
        args = node.args
        result = self.typed(args[-1], node)
        for asked, given in reversed(list(zip(args[:-1:2], args[1:-1:2], strict=True))):
            result = nw.when(self.expression(asked)).then(self.typed(given, node)).otherwise(result)
        return result

    def typed(self, arg: Node, whole: Node) -> nw.Expr:
        """A null has the type of what it stands among."""
        if arg.op != "null":
            return self.expression(arg)
        kind = self.kind(whole)
        types: dict[str, Any] = {"text": nw.String, "date": nw.Date, "moment": nw.Datetime, "truth": nw.Boolean}
        return nw.lit(None).cast(types.get(kind, nw.Float64))


def digits(node: Node, where: str) -> int:
    """To how many digits a node rounds."""
    count = node.args[1].value if len(node.args) > 1 else 0
    if count not in range(13):
        raise FormulaError(f"{node.text!r} rounds to {count} digits", where=where, do="0 to 12 are possible")
    return int(count)


_COMPARE: dict[str, Callable[[nw.Expr, nw.Expr], nw.Expr]] = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
_ENGINE: dict[str, Callable[[Rows, Node], nw.Expr]] = {
    "+": lambda rows, node: rows.expression(node.args[0]) + rows.expression(node.args[1]),
    "-": lambda rows, node: rows.expression(node.args[0]) - rows.expression(node.args[1]),
    "*": lambda rows, node: rows.expression(node.args[0]) * rows.expression(node.args[1]),
    "/": Rows.divided,
    "and": lambda rows, node: rows.expression(node.args[0]) & rows.expression(node.args[1]),
    "or": lambda rows, node: rows.expression(node.args[0]) | rows.expression(node.args[1]),
    "not": lambda rows, node: ~rows.expression(node.args[0]),
    "is_null": lambda rows, node: rows.expression(node.args[0]).is_null(),
    "in": lambda rows, node: _any(rows.compare(Node("=", (node.args[0], item))) for item in node.args[1:]),
    "case": Rows.branches,
    "coalesce": lambda rows, node: nw.coalesce(*(rows.typed(arg, node) for arg in node.args)),
    "greatest": lambda rows, node: nw.max_horizontal(*(rows.typed(arg, node) for arg in node.args)),
    "least": lambda rows, node: nw.min_horizontal(*(rows.typed(arg, node) for arg in node.args)),
    "abs": lambda rows, node: rows.expression(node.args[0]).abs(),
    "round": Rows.rounded,
    "year": lambda rows, node: rows.expression(node.args[0]).dt.year().cast(nw.Float64),
    "month": lambda rows, node: rows.expression(node.args[0]).dt.month().cast(nw.Float64),
}


def _any(conditions: Iterable[nw.Expr]) -> nw.Expr:
    first, *rest = conditions
    for condition in rest:
        first = first | condition
    return first
