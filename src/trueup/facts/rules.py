"""What must hold within a row, beyond the type of each column."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from trueup.facts.tables import TABLES
from trueup.vocabulary.horizon import HORIZONS

if TYPE_CHECKING:
    from collections.abc import Callable

Finding = tuple[str, str, "pa.ChunkedArray"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule over `columns` (the first is the one to blame); `broken` is true for each row that breaks it."""

    columns: tuple[str, ...]
    reason: str
    broken: Callable[[pa.Table], pa.ChunkedArray]


def _at_least(column: str, low: float, reason: str) -> Rule:
    return Rule((column,), reason, lambda table: pc.less(table[column], low))


def _within(column: str, low: float, high: float, reason: str) -> Rule:
    def broken(table: pa.Table) -> pa.ChunkedArray:
        return pc.or_(pc.less(table[column], low), pc.greater(table[column], high))

    return Rule((column,), reason, broken)


def _not_after(low: str, high: str, reason: str) -> Rule:
    return Rule((high, low), reason, lambda table: pc.less(table[high], table[low]))


def _both_null(first: str, second: str) -> Callable[[pa.Table], pa.ChunkedArray]:
    return lambda table: pc.and_(pc.is_null(table[first]), pc.is_null(table[second]))


def _both_given(first: str, second: str) -> Callable[[pa.Table], pa.ChunkedArray]:
    return lambda table: pc.and_(pc.is_valid(table[first]), pc.is_valid(table[second]))


def _only(first: str, second: str) -> Callable[[pa.Table], pa.ChunkedArray]:
    return lambda table: pc.and_(pc.is_valid(table[first]), pc.is_null(table[second]))


def _json(column: str) -> Rule:
    def broken(table: pa.Table) -> pa.ChunkedArray:
        return pa.chunked_array([[not _is_json(text) for text in table[column].to_pylist()]], pa.bool_())

    return Rule((column,), "is not JSON", broken)


def _is_json(text: str | None) -> bool:
    try:
        json.loads(text or "null", parse_constant=_not_json)
    except ValueError:
        return False
    return True


def _not_json(constant: str) -> None:
    raise ValueError(f"{constant} is Python, not JSON")


def _one_of(column: str, *words: str) -> Rule:
    def broken(table: pa.Table) -> pa.ChunkedArray:
        return pc.invert(pc.is_in(table[column], value_set=pa.array(words)))

    return Rule((column,), f"is none of: {', '.join(words)}", broken)


def _written(column: str, expression: str, reason: str) -> Rule:
    return Rule((column,), reason, lambda table: pc.invert(pc.match_substring_regex(table[column], expression)))


def _bills(table: pa.Table) -> pa.ChunkedArray:
    """A bill below zero: what goes back is a credit, so that nobody has to guess what a sign means."""
    billed = pc.is_in(table["kind"], value_set=pa.array(("invoiced", "credited")))
    return pc.and_(billed, pc.less(table["amount"], 0))


_PERIOD = Rule(
    ("period_end", "period_start"),
    "a period is half-open and must end after it starts",
    lambda table: pc.less_equal(table["period_end"], table["period_start"]),
)

_RULES: dict[str, tuple[Rule, ...]] = {
    "observations": (
        _PERIOD,
        Rule(
            ("actual", "missing_reason"),
            "has no value: say why in missing_reason",
            _both_null("actual", "missing_reason"),
        ),
        Rule(
            ("missing_reason", "actual"),
            "says the actual is missing, yet there is one",
            _both_given("actual", "missing_reason"),
        ),
        _at_least("n", 0, "is a count and cannot be negative"),
        _at_least("stderr", 0, "is a standard error and cannot be negative"),
    ),
    "targets": (
        _PERIOD,
        Rule(("target_low", "target_high"), "a target needs a low or a high", _both_null("target_low", "target_high")),
        _not_after("target_low", "target_high", "is below target_low"),
    ),
    "responses": (
        # the longest scale that a survey may have; each survey's own is checked where its rows come in and are read
        _within("importance", 0, 10, "a rating is 0 to 10"),
        _within("satisfaction", 0, 10, "a rating is 0 to 10"),
        _at_least("weight", 0, "cannot be negative"),
    ),
    "progress": (
        _within("percent", 0, 100, "is a percentage, 0 to 100"),
        _not_after("actual_start", "actual_finish", "is before actual_start"),
        _at_least("remaining_days", 0, "cannot be negative"),
        _at_least("actual_cost", 0, "is what it has cost so far: it cannot be negative"),
    ),
    "payments": (
        _PERIOD,
        _one_of("kind", "planned", "invoiced", "paid", "credited"),
        _written("currency", "^[A-Z]{3}$", "is not a currency: three capital letters of ISO 4217, such as EUR"),
        Rule(("amount", "kind"), "is negative: what is taken off an invoice is `credited`, with its amount", _bills),
    ),
    "answers": (
        _one_of("horizon", *HORIZONS),
        _at_least("n", 1, "is how many people answered: 1 or more"),
        _at_least("stderr", 0, "is a standard error and cannot be negative"),
    ),
    "efforts": (
        _one_of("horizon", *HORIZONS),
        _at_least("hours", 0, "is time that was spent: it cannot be negative"),
        _at_least("amount", 0, "is money that was spent: it cannot be negative"),
        _written("currency", "^[A-Z]{3}$", "is not a currency: three capital letters of ISO 4217, such as EUR"),
        Rule(("hours", "amount"), "says neither hours nor an amount: what was spent?", _both_null("hours", "amount")),
        Rule(("currency", "amount"), "is missing: in which currency is the amount?", _only("amount", "currency")),
    ),
}


def rules_of(name: str) -> tuple[Rule, ...]:
    """Every rule of a table; raw tables have none."""
    columns = TABLES[name].columns if name in TABLES else ()
    return (*_RULES.get(name, ()), *(_json(column.name) for column in columns if column.json))
