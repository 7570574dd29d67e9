"""A statement as a table: a row for every figure on it, with its section."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from trueup.report.tables import Table
from trueup.value.results_statement import Settled

COLUMNS = (
    "statement",
    "period",
    "section",
    "id",
    "what",
    "arithmetic",
    "party",
    "number",
    "date",
    "amount",
    "currency",
)
_Row = tuple[str, str | None, str, str, str | None, str | None, Any, Decimal | None]


def statement_table(found: Settled) -> Table:
    """Rows in the order of the page: value, clauses, fee, invoices, corrections, what is due, each provider's part."""
    own = (found.statement, found.label)
    rows = [(*own, *row, found.currency) for row in _rows(found) if row[-1] is not None]
    return Table(COLUMNS, rows)


def _rows(found: Settled) -> Iterator[_Row]:
    for value in found.value:
        yield "value", value.objective, value.title, str(value.words), None, None, None, value.low
    yield _sum("counted", found.counted)
    for clause in found.clauses:
        yield "clause", clause.clause, str(clause.words), clause.arithmetic, None, None, None, clause.amount
    yield _sum("fee", found.fee)
    yield _sum("held", found.held)
    for bill in found.invoices:
        yield "invoice", None, bill.what, "", bill.party, bill.ref, bill.on, bill.amount
    yield from (_sum("invoiced", found.invoiced), _sum("true-up", found.true_up))
    for each in found.corrections:
        yield "correction", each.statement, str(each.words), str(each.period), None, str(each.number), None, each.amount
    yield from (_sum("corrected", found.corrected), _sum("due", found.due))
    for part in found.parts:
        for name in ("fee", "held", "invoiced", "true_up", "corrected", "due"):
            yield "part", None, name.replace("_", "-"), "", part.party, None, None, getattr(part, name)


def _sum(name: str, amount: Decimal | None) -> _Row:
    return "sum", None, name, "", None, None, None, amount
