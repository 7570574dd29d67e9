"""What the formula language allows, node by node of sqlglot's tree; whatever is not listed here is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlglot import exp

DEEPEST = 60
"""Levels of nesting, of brackets or of operators."""

ROWS = (
    "columns", "numbers", "'texts'", "true false null", "+ - * /", "= <> < <= > >=", "and or not", "in (...)",
    "between", "is null", "case when", "coalesce", "abs", "round", "greatest", "least", "date 'YYYY-MM-DD'",
    "extract(year from ...)", "extract(month from ...)",
)  # fmt: skip
AGGREGATES = ("sum", "avg", "count", "count(distinct ...)", "min", "max", "median", "quantile", "filter (where ...)")
ALLOWED = f"allowed are {', '.join(ROWS)}, and over rows {', '.join(AGGREGATES)}"


@dataclass(frozen=True, slots=True)
class Node:
    """One step of a formula: what is done (`op`), to what (`args`), with which constant, written how (`text`)."""

    op: str
    args: tuple[Node, ...] = ()
    value: Any = None
    text: str = ""

    def walk(self) -> Iterator[Node]:
        """This node and everything below it."""
        yield self
        for arg in self.args:
            yield from arg.walk()

    @property
    def aggregates(self) -> bool:
        """Whether this node makes one value of many rows."""
        return self.op in _AGGREGATING


_AGGREGATING = frozenset({"sum", "avg", "count", "count_all", "count_distinct", "min", "max", "quantile"})


class Refused(Exception):
    """Something outside the language, and what to write instead."""

    def __init__(self, what: str, do: str = ALLOWED) -> None:
        self.do = do
        super().__init__(what)


def read(tree: exp.Expr, depth: int = 0) -> Node:
    """One node of sqlglot as ours; Refused for what is not allowed."""
    if depth > DEEPEST:
        raise Refused("nested too deeply", f"at most {DEEPEST} levels are read")
    kind = type(tree).__name__
    reader = _READERS.get(kind)
    if reader is None:
        raise Refused(f"{_shown(tree)} is not in the formula language")
    return reader(tree, depth + 1)


def _shown(tree: exp.Expr) -> str:
    return repr(tree.sql(dialect="duckdb")[:60])


Reader = Callable[[Any, int], Node]


def _plain(op: str, *parts: str) -> Reader:
    """A reader of a node whose parts are all expressions; a part may be missing."""

    def take(tree: exp.Expr, depth: int) -> Node:
        _only(tree, {*parts, "typed", "safe", "ignore_nulls", "big_int"})
        args: list[exp.Expr] = []
        for part in parts:
            found = tree.args.get(part)
            args += found if isinstance(found, list) else [] if found is None else [found]
        return Node(op, tuple(read(arg, depth) for arg in args), text=tree.sql(dialect="duckdb"))

    return take


def _only(tree: exp.Expr, known: set[str]) -> None:
    """Refuse parts of a node that we would otherwise silently leave out."""
    extra = [name for name, part in tree.args.items() if name not in known and part not in (None, False, [])]
    if extra:
        raise Refused(f"{_shown(tree)} has {extra[0].replace('_', ' ')!r}, which is not in the formula language")


def _column(tree: exp.Expr, _: int) -> Node:
    if tree.args.get("table") is not None:
        raise Refused(f"{_shown(tree)} names a table", "write the column's name alone: a formula reads one table")
    if type(tree.this).__name__ != "Identifier":
        raise Refused(f"{_shown(tree)} is not in the formula language")
    return Node("column", value=tree.name, text=tree.name)


def _literal(tree: exp.Expr, _: int) -> Node:
    if tree.args["is_string"]:
        return Node("text", value=tree.this, text=repr(tree.this))
    return Node("number", value=float(tree.this), text=str(tree.this))


def _boolean(tree: exp.Expr, _: int) -> Node:
    return Node("truth", value=bool(tree.this), text=str(tree.this).lower())


def _null(_: exp.Expr, __: int) -> Node:
    return Node("null", text="null")


def _paren(tree: exp.Expr, depth: int) -> Node:
    return read(tree.this, depth)


def _negative(tree: exp.Expr, depth: int) -> Node:
    return Node("-", (Node("number", value=0.0, text="0"), read(tree.this, depth)), text=tree.sql())


def _date(tree: exp.Cast, _: int) -> Node:
    import datetime as dt

    from sqlglot import exp

    if not (tree.to.is_type("date") and isinstance(tree.this, exp.Literal) and tree.this.is_string):
        raise Refused(f"{_shown(tree)} changes a type", "only a written day is cast: date '2026-01-31'")
    try:
        return Node("date", value=dt.date.fromisoformat(tree.this.this), text=_shown(tree))
    except ValueError:
        raise Refused(f"{tree.this.this!r} is not a day", "write days as date '2026-01-31'") from None


def _is(tree: exp.Expr, depth: int) -> Node:
    if type(tree.expression).__name__ != "Null":
        raise Refused(f"{_shown(tree)} is not in the formula language", "`is` goes with null; compare with =")
    return Node("is_null", (read(tree.this, depth),), text=tree.sql())


def _in(tree: exp.Expr, depth: int) -> Node:
    _only(tree, {"this", "expressions"})
    items = [read(item, depth) for item in tree.expressions]
    if not items or any(item.op not in {"number", "text", "date", "-"} for item in items):
        raise Refused(f"{_shown(tree)} is not a list of values", "write x in ('a', 'b')")
    return Node("in", (read(tree.this, depth), *items), text=tree.sql())


def _between(tree: exp.Expr, depth: int) -> Node:
    _only(tree, {"this", "low", "high"})
    this = read(tree.this, depth)
    low, high = read(tree.args["low"], depth), read(tree.args["high"], depth)
    return Node("and", (Node(">=", (this, low), text=tree.sql()), Node("<=", (this, high), text=tree.sql())))


def _case(tree: exp.Expr, depth: int) -> Node:
    args = []
    for branch in tree.args["ifs"]:
        asked = read(branch.this, depth)
        if tree.this is not None:
            asked = Node("=", (read(tree.this, depth), asked), text=branch.this.sql())
        args += [asked, read(branch.args["true"], depth)]
    default = tree.args.get("default")
    args.append(Node("null", text="null") if default is None else read(default, depth))
    return Node("case", tuple(args), text=_shown(tree))


def _extract(tree: exp.Expr, depth: int) -> Node:
    part = tree.this.name.lower()
    if part not in ("year", "month"):
        raise Refused(f"{part!r} cannot be extracted", "year and month can")
    return Node(part, (read(tree.expression, depth),), text=tree.sql())


def _count(tree: exp.Expr, depth: int) -> Node:
    from sqlglot import exp

    _only(tree, {"this", "big_int"})
    if isinstance(tree.this, exp.Star):
        return Node("count_all", text="count(*)")
    if isinstance(tree.this, exp.Distinct):
        _only(tree.this, {"expressions"})
        if len(tree.this.expressions) != 1:
            raise Refused(f"{_shown(tree)} counts several columns", "count(distinct ...) takes one")
        return Node("count_distinct", (read(tree.this.expressions[0], depth),), text=tree.sql())
    return Node("count", (read(tree.this, depth),), text=tree.sql())


def _median(tree: exp.Expr, depth: int) -> Node:
    _only(tree, {"this"})
    return Node("quantile", (read(tree.this, depth),), value=0.5, text=tree.sql(dialect="duckdb"))


def _quantile(tree: exp.Expr, depth: int) -> Node:
    from sqlglot import exp

    at = tree.args.get("quantile") or tree.args.get("expression")
    if not isinstance(at, exp.Literal) or at.is_string or not 0 <= float(at.this) <= 1:
        raise Refused(f"{_shown(tree)} needs a share from 0 to 1", "write quantile(column, 0.9)")
    return Node("quantile", (read(tree.this, depth),), value=float(at.this), text=tree.sql(dialect="duckdb"))


def _filter(tree: exp.Expr, depth: int) -> Node:
    """`agg(x) filter (where c)`: the same aggregate of x where c holds, and null elsewhere."""
    inner, asked = read(tree.this, depth), read(tree.expression.this, depth)
    if not inner.aggregates:
        raise Refused(f"{_shown(tree)} filters what is no aggregate")
    null, text = Node("null", text="null"), tree.sql(dialect="duckdb")
    if inner.op == "count_all":
        one = Node("number", value=1.0, text="1")
        return Node("count", (Node("case", (asked, one, null), text=text),), text=text)
    return Node(inner.op, (Node("case", (asked, inner.args[0], null), text=text),), inner.value, text)


_READERS: dict[str, Reader] = {
    "Column": _column, "Literal": _literal, "Boolean": _boolean, "Null": _null, "Paren": _paren, "Neg": _negative,
    "Cast": _date, "Is": _is, "In": _in, "Between": _between, "Case": _case, "Extract": _extract,
    "Count": _count, "Median": _median, "Quantile": _quantile, "PercentileCont": _quantile, "Filter": _filter,
    **{name: _plain(op, "this", "expression") for name, op in (
        ("Add", "+"), ("Sub", "-"), ("Mul", "*"), ("Div", "/"), ("EQ", "="), ("NEQ", "<>"), ("LT", "<"),
        ("LTE", "<="), ("GT", ">"), ("GTE", ">="), ("And", "and"), ("Or", "or"))},
    **{name: _plain(op, "this") for name, op in (
        ("Not", "not"), ("Abs", "abs"), ("Year", "year"), ("Month", "month"), ("Sum", "sum"), ("Avg", "avg"),
        ("Min", "min"), ("Max", "max"))},
    **{name: _plain(op, "this", "expressions") for name, op in (
        ("Coalesce", "coalesce"), ("Greatest", "greatest"), ("Least", "least"))},
    "Round": _plain("round", "this", "decimals"),
}  # fmt: skip
