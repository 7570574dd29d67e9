"""What the parts of a formula are: numbers, texts, days, moments or conditions; and whether they go together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import narwhals.stable.v2 as nw

from trueup.kpis.grammar import Node
from trueup.vocabulary import FormulaError, did_you_mean

Kind = Literal["number", "text", "date", "moment", "truth", "null"]

COMPARED = frozenset({"=", "<>", "<", "<=", ">", ">="})
DAYS = frozenset({"date", "moment"})
_SPARK = ("pyspark", "sqlframe")


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a landed table by kind, and whether the engine is of the Spark family."""

    name: str
    kinds: Mapping[str, Kind]
    spark: bool

    @classmethod
    def of(cls, name: str, frame: nw.LazyFrame[Any]) -> Table:
        """The shape of a table's frame."""
        kinds = {column: _kind(dtype) for column, dtype in frame.collect_schema().items()}
        return cls(name, kinds, any(word in frame.implementation.value for word in _SPARK))

    def kind(self, column: str, where: str) -> Kind:
        """What a column holds; FormulaError with the nearest name when there is none."""
        if column not in self.kinds:
            known = ", ".join(list(self.kinds)[:12])
            hint = did_you_mean(column, self.kinds)
            raise FormulaError(f"{self.name} has no column {column!r}", where=where, do=hint or f"it has {known}")
        return self.kinds[column]


def _kind(dtype: Any) -> Kind:
    if dtype.is_numeric():
        return "number"
    if dtype == nw.Date:
        return "date"
    if isinstance(dtype, nw.Datetime):
        return "moment"
    return "truth" if dtype == nw.Boolean else "text"


@dataclass(frozen=True, slots=True)
class Kinds:
    """Finds what each node over `table` gives; `where` names the formula in errors."""

    table: Table
    where: str

    def of(self, node: Node) -> Kind:
        """What a node gives; FormulaError where its parts do not go together."""
        if node.op == "column":
            return self.table.kind(node.value, self.where)
        if node.op in _CONSTANT:
            return _CONSTANT[node.op]
        rule = _RULES.get(node.op, Kinds.arithmetic)
        return rule(self, node, [self.of(arg) for arg in node.args])

    def arithmetic(self, node: Node, kinds: list[Kind]) -> Kind:
        """Numbers of numbers; a day less a day is a number of days; sums count conditions as 1 and 0."""
        if node.op == "-" and DAYS.issuperset(kinds):
            return "number"
        truths = {"truth"} if node.op in ("sum", "avg") else set()
        self._all(node, kinds, {"number"} | truths, "numbers")
        return "number"

    def comparison(self, node: Node, kinds: list[Kind]) -> Kind:
        """Two of one kind; days may be written as text."""
        for kind, arg in zip(kinds[1:], node.args[1:], strict=True):
            both = {kinds[0], kind} - {"null"}
            written = both - DAYS == {"text"} and "text" in (node.args[0].op, arg.op)
            if not (len(both) <= 1 or both <= DAYS or written):
                self._mismatch(node, arg, kind, f"two of one kind to compare (the left is a {kinds[0]})")
        return "truth"

    def logic(self, node: Node, kinds: list[Kind]) -> Kind:
        """Conditions of conditions."""
        self._all(node, kinds, {"truth"}, "conditions")
        return "truth"

    def calendar(self, node: Node, kinds: list[Kind]) -> Kind:
        """The year or month of a day."""
        self._all(node, kinds, set(DAYS), "days")
        return "number"

    def case(self, node: Node, kinds: list[Kind]) -> Kind:
        """Conditions between results of one kind."""
        for kind, arg in zip(kinds[:-1:2], node.args[:-1:2], strict=True):
            if kind not in ("truth", "null"):
                self._mismatch(node, arg, kind, "conditions after `when`")
        return self.common(node, [*kinds[1:-1:2], kinds[-1]])

    def common(self, node: Node, kinds: list[Kind]) -> Kind:
        """The one kind of all alternatives."""
        several = sorted(set(kinds) - {"null"})
        if len(several) > 1:
            what = f"{node.text!r} gives a {several[0]} here and a {several[1]} there"
            raise FormulaError(what, where=self.where, do="give one kind")
        return several[0] if several else "null"

    def anything(self, node: Node, kinds: list[Kind]) -> Kind:
        """A question that any kind answers."""
        return "truth" if node.op == "is_null" else "number"

    def ordered(self, node: Node, kinds: list[Kind]) -> Kind:
        """The least or the most, or one between them, of numbers or days."""
        self._all(node, kinds, {"number", *DAYS}, "numbers or days")
        return "number"

    def _all(self, node: Node, kinds: list[Kind], wanted: set[str], say: str) -> None:
        for kind, arg in zip(kinds, node.args, strict=True):
            if kind not in wanted | {"null"}:
                self._mismatch(node, arg, kind, say)

    def _mismatch(self, node: Node, arg: Node, kind: Kind, say: str) -> None:
        types = f"land: {{table: {self.table.name}, types: {{...}}}}"
        hint = (
            f"declare its type where the source lands it: {types}"
            if kind == "text"
            else ("days are compared with days, and a day less a day is a number" if kind in DAYS else None)
        )
        raise FormulaError(f"{node.text!r} needs {say}, and {arg.text!r} is a {kind}", where=self.where, do=hint)


_CONSTANT: dict[str, Kind] = {
    "number": "number", "text": "text", "date": "date", "truth": "truth", "null": "null", "count_all": "number",
}  # fmt: skip
_Rule = Callable[[Kinds, Node, list[Kind]], Kind]
_RULES: dict[str, _Rule] = {
    **dict.fromkeys((*COMPARED, "in"), Kinds.comparison),
    **dict.fromkeys(("and", "or", "not"), Kinds.logic),
    **dict.fromkeys(("year", "month"), Kinds.calendar),
    **dict.fromkeys(("coalesce", "greatest", "least"), Kinds.common),
    **dict.fromkeys(("is_null", "count", "count_distinct"), Kinds.anything),
    **dict.fromkeys(("min", "max", "quantile"), Kinds.ordered),
    "case": Kinds.case,
}
