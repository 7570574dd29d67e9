"""Payments as a table: a row a line, or a row a plan."""

from __future__ import annotations

from collections.abc import Sequence

from trueup.report.tables import Table
from trueup.value.payments import Payment
from trueup.value.results_payments import PaymentsCompared

_FIGURES = ("payments", "planned", "planned_to_date", "invoiced", "credited", "paid", "difference", "unpaid")


def payment_table(found: PaymentsCompared) -> Table:
    """A row a line, with what is not comparable in words; an empty cell is not known."""
    rows = [
        [
            *(line.keys[key] for key in found.by),
            line.currency,
            *(getattr(line, name) for name in _FIGURES),
            "; ".join(line.not_comparable),
            "; ".join(line.notes),
        ]
        for line in found.lines
    ]
    keys = tuple(key for key in found.by if key != "currency")
    if "currency" in found.by:
        at = found.by.index("currency")
        rows = [[*row[:at], *row[at + 1 :]] for row in rows]
    return Table((*keys, "currency", *_FIGURES, "not_comparable", "notes"), rows)


def payment_rows(payments: Sequence[Payment]) -> Table:
    """A row a payment, as `trueup load` takes it."""
    names = ("agreement", "kind", "plan", "payer", "payee", "what", "ref", "dated", "amount", "currency")
    rows = [[each.period.start, each.period.end, *(getattr(each, name) for name in names)] for each in payments]
    return Table(("period_start", "period_end", *names), rows)
