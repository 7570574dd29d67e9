"""Planned against invoiced and paid, in a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from trueup.value.results_payments import PaymentLine, PaymentsCompared
from trueup.vocabulary import minor_digits

_FIGURES = ("planned", "to date", "invoiced", "paid", "difference")


@dataclass(frozen=True, slots=True)
class PaymentTable:
    """Print with rich: `Console().print(PaymentTable(compared))`."""

    found: PaymentsCompared

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        found = self.found
        if not found.lines:
            yield Text("No payment is known: see docs/how-to/bring-in-payments.md.")
            return
        yield Text(f"Payments as of {found.as_of}: paid less what the plan foresaw to date", style="bold")
        yield _table(found)
        yield from _remarks(found)


def _table(found: PaymentsCompared) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    keys = [key for key in found.by if key != "currency"]
    for key in keys:
        table.add_column(key, overflow="fold")
    for name in _FIGURES:
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("")
    for line in found.lines:
        table.add_row(*(line.keys[key] or "-" for key in keys), *_cells(line))
    for line in _totals(found):
        head = ["together", *[""] * (len(keys) - 1)] if keys else []
        table.add_row(*head, *_cells(line), style="bold")
    return table


def _totals(found: PaymentsCompared) -> tuple[PaymentLine, ...]:
    """What all lines come to; one line needs no sum."""
    return found.totals if len(found.lines) > 1 else ()


def _cells(line: PaymentLine) -> Iterator[str]:
    net = None if line.invoiced is None else line.invoiced - (line.credited or 0)
    for amount in (line.planned, line.planned_to_date, net, line.paid):
        yield _amount(amount, line.currency)
    yield _amount(line.difference, line.currency, sign="+")
    yield line.currency


def _amount(amount: Decimal | None, currency: str, sign: str = "") -> str:
    return "-" if amount is None else f"{amount:{sign},.{minor_digits(currency)}f}"


def _remarks(found: PaymentsCompared) -> Iterator[Text]:
    for line in (*found.lines, *_totals(found)):
        who = "together" if line in found.totals else ", ".join(value or "-" for value in line.keys.values())
        for remark in (*line.not_comparable, *line.notes):
            yield Text(f"- {who}: {remark}" if who else f"- {remark}", style="dim")
    if found.without:
        yield Text(f"- {len(found.without):,} agreements without any payment: --format json names them", style="dim")
