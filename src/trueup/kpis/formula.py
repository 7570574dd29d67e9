"""The formula language: a small part of SQL, read by sqlglot through an allow-list; nothing is ever evaluated as code.

A formula becomes a tree of nodes, which rowwise.py and compute.py turn into engine expressions and arithmetic on
arrays. Only what stands in grammar.py is allowed; docs/reference/formulas.md explains it to people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from trueup.kpis.grammar import ALLOWED, DEEPEST, Node, Refused, read
from trueup.vocabulary import FormulaError

if TYPE_CHECKING:
    from trueup.kpis.documents import Kpi

LONGEST = 2_000
"""Characters of a formula."""


def parse(text: str, where: str | None = None) -> Node:
    """Read a formula; `where` says whose it is. FormulaError says what is not allowed, and what is."""
    import sqlglot
    from sqlglot.errors import SqlglotError

    _bounded(text, where)
    try:
        tree = sqlglot.parse_one(text, dialect="duckdb")
    except SqlglotError as error:
        raise FormulaError(f"{_clipped(text)}: {_syntax(error)}", where=where, do=ALLOWED) from None
    except RecursionError:
        raise _too_deep(text, where) from None
    try:
        return read(tree)
    except Refused as refused:
        raise FormulaError(f"{refused} in {_clipped(text)}", where=where, do=refused.do) from None


def value_of(text: str, where: str | None = None) -> Node:
    """A formula that makes one number of many rows: every column must stand inside an aggregate, none in two."""
    node = parse(text, where)
    bare = next(_outside(node), None)
    if bare is not None:
        raise FormulaError(
            f"{bare.text!r} stands for many rows in {_clipped(text)}",
            where=where,
            do=f"say how they become one number, e.g. sum({bare.text}) or avg({bare.text})",
        )
    for found in node.walk():
        if found.aggregates and any(inner.aggregates for arg in found.args for inner in arg.walk()):
            raise FormulaError(f"{found.text!r} aggregates an aggregate", where=where, do="aggregate once")
    return node


def condition_of(text: str, where: str | None = None) -> Node:
    """A condition on rows: no aggregates."""
    node = parse(text, where)
    found = next((node for node in node.walk() if node.aggregates), None)
    if found is not None:
        raise FormulaError(
            f"{found.text!r} needs all rows, and a condition is asked of each", where=where, do="move it to `value`"
        )
    return node


def columns_of(node: Node) -> tuple[str, ...]:
    """The columns that a formula reads, in order."""
    return tuple(dict.fromkeys(found.value for found in node.walk() if found.op == "column"))


def adds_up(node: Node) -> bool:
    """Whether the value of a whole is the sum of its parts' values: sums and counts, added, or times a number."""
    if node.op in ("sum", "count", "count_all"):
        return True
    if node.op in ("+", "-"):
        return all(adds_up(arg) or _is_zero(arg) for arg in node.args)
    if node.op in ("*", "/"):
        left, right = node.args
        return (adds_up(left) and right.op == "number") or (node.op == "*" and left.op == "number" and adds_up(right))
    return False


def _is_zero(node: Node) -> bool:
    return node.op == "number" and node.value == 0


def check(kpi: Kpi) -> list[str]:
    """Everything wrong with a KPI's formula, as far as it can be told without data."""
    formula = kpi.formula
    if formula is None:
        return []
    readers: list[tuple[str, str | None, Callable[..., Node]]] = [
        ("value", formula.value, value_of),
        ("where", formula.where, condition_of),
        ("n", formula.n, value_of),
        ("stderr", formula.stderr, value_of),
    ]
    wrong = []
    for key, text, reader in readers:
        try:
            if text is not None:
                reader(text, key)
        except FormulaError as error:
            wrong.append(str(error))
    return wrong


def _outside(node: Node) -> Iterator[Node]:
    """Columns that no aggregate encloses."""
    if node.op == "column":
        yield node
    elif not node.aggregates:
        for arg in node.args:
            yield from _outside(arg)


def _bounded(text: str, where: str | None) -> None:
    if len(text) > LONGEST:
        raise FormulaError(f"a formula of {len(text)} characters", where=where, do=f"at most {LONGEST} are read")
    depth = deepest = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        deepest = max(deepest, depth)
    if deepest > DEEPEST:
        raise _too_deep(text, where)


def _too_deep(text: str, where: str | None) -> FormulaError:
    return FormulaError(f"{_clipped(text)} is nested too deeply", where=where, do=f"at most {DEEPEST} levels are read")


def _syntax(error: Exception) -> str:
    first = (getattr(error, "errors", None) or [{}])[0]
    if not first.get("description"):
        return "cannot be read"
    return f"{first['description'].split(' for <class')[0].rstrip('.')} at character {first.get('col')}"


def _clipped(text: str) -> str:
    short = " ".join(text.split())
    return repr(short if len(short) <= 80 else short[:77] + "...")
