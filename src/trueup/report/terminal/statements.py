"""Settlement periods and statements in a terminal: they read like a good invoice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from rich.console import Console, ConsoleOptions, RenderResult
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from trueup.report import words
from trueup.value.results_statement import Checked, Settled, Settlements
from trueup.vocabulary import minor_digits

_STATES = {
    "open": "open",
    "provisional": "provisional",
    "ready": "ready to settle",
    "settled": "settled",
    "corrected": "corrected",
}
_COLOURS = {"open": "bright_black", "provisional": "yellow", "ready": "cyan", "settled": "green", "corrected": "green"}


@dataclass(frozen=True, slots=True)
class PeriodTable:
    """Print with rich: `Console().print(PeriodTable(settlements))`. Every period, where it stands, and the totals."""

    found: Settlements

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        found = self.found
        yield Text.assemble((found.title, "bold"), (f"  settled by period, in {found.currency}", "dim"))
        yield Text(f"as of {words.day(found.as_of)}", style="dim")
        if not found.periods:
            yield Text("No settlement period has begun.")
            return
        yield _periods(found)
        yield from _waiting(found)


def _periods(found: Settlements) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    table.add_column("period")
    table.add_column("state")
    for name in ("value", "fee", "held", "invoiced", "true-up", "due"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("statement", overflow="fold")
    for each in found.periods:
        known = each.state not in ("open", "provisional")
        cells = (each.counted if known else None, each.fee, each.held if known else None, each.invoiced)
        table.add_row(
            each.label,
            Text(_STATES[each.state], style=_COLOURS[each.state]),
            *(amount(cell, each.currency) for cell in cells),
            amount(each.true_up, each.currency),
            amount(each.due, each.currency),
            each.statement if each.state in ("settled", "corrected") else "",
        )
    totals = found.totals
    sums = (totals.fee, totals.held, totals.invoiced, None, totals.due)
    table.add_row("settled", "", "", *(amount(each, found.currency) if each is not None else "" for each in sums), "")
    return table


def _waiting(found: Settlements) -> Iterator[Text]:
    if found.totals.waiting:
        yield Text(f"Ready and not settled yet: {amount(found.totals.waiting, found.currency)} {found.currency}")
    for each in found.periods:
        if each.state == "provisional":
            yield Text(f"{each.label} holds at {amount(each.provisional, each.currency)} provisional fee:", style="dim")
            yield from (Text(f"  - {lacking.what}", style="dim") for lacking in each.lacking[:5])
            if len(each.lacking) > 5:
                yield Text(f"  - and {len(each.lacking) - 5} more", style="dim")
        yield from (Text(f"{each.label}: {note}", style="dim") for note in each.notes)


@dataclass(frozen=True, slots=True)
class StatementSheet:
    """Print with rich: `Console().print(StatementSheet(settled))`. One period with the arithmetic of every clause."""

    found: Settled

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        found = self.found
        yield from _head(found)
        yield Rule(style="dim", characters="-")
        yield _sheet(found)
        yield Rule(style="dim", characters="-")
        if len(found.parts) > 1:
            yield _providers(found)
        yield from _foot(found)


def _head(found: Settled) -> Iterator[Text]:
    title = f"Statement {found.number}" if found.number else "Statement"
    kind = f" (corrects {found.corrects})" if found.corrects else ""
    yield Text.assemble((f"{title}, {found.label}", "bold"), (kind, "bold"), (f"  {_STATES[found.state]}", "dim"))
    yield Text(f"{found.title} ({found.agreement}, version {found.version})")
    payees = ", ".join(part.name for part in found.parts)
    yield Text(f"{found.customer_name} to {payees}, {found.period}, in {found.currency}")
    known = f", as known at {words.instant(found.known_at)}" if found.known_at is not None else ""
    yield Text(f"as of {words.day(found.as_of)}{known}", style="dim")


def _sheet(found: Settled) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=False, expand=True)
    table.add_column(overflow="fold", ratio=5)
    table.add_column(overflow="fold", ratio=4, justify="right", style="dim")
    table.add_column(justify="right", no_wrap=True)
    for line in found.value:
        disputed = f"up to {amount(line.high, found.currency)} in dispute" if line.high != line.low else ""
        table.add_row(f"Value: {line.title} ({line.basis}, {line.grade})", disputed, amount(line.low, found.currency))
    if found.rate:
        table.add_row("converted", found.rate, amount(found.counted, found.currency))
    table.add_row("")
    for clause in found.clauses:
        table.add_row(_upper(clause.words), clause.arithmetic, amount(clause.amount, found.currency))
    table.add_row(Text("Fee", style="bold"), "", Text(amount(found.fee, found.currency), style="bold"))
    for invoice in found.invoices:
        ref = f" {invoice.ref}" if invoice.ref else ""
        table.add_row(_upper(f"{invoice.what}{ref}"), invoice.party, amount(-invoice.amount, found.currency))
    table.add_row(_true_up(found.true_up), "", amount(found.true_up, found.currency))
    for each in found.corrections:
        held = f", {amount(each.held, found.currency)} still held" if each.held else ""
        change = f"{amount(each.fee_before, found.currency)} to {amount(each.fee, found.currency)}{held}"
        what = f"Correction of statement {each.number} ({each.period.label}): {each.words}"
        table.add_row(what, f"fee {change}", amount(each.amount, found.currency))
    table.add_row(Text("Due", style="bold"), "", Text(amount(found.due, found.currency), style="bold"))
    if found.held:
        table.add_row("Held back until disputes are answered", "", f"({amount(found.held, found.currency)})")
    return table


def _true_up(figure: Decimal | None) -> str:
    return "Credit" if figure is not None and figure < 0 else "True-up"


def _providers(found: Settled) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    table.add_column("provider")
    names = ("fee", "held", "invoiced", "true_up", "corrected", "due")
    for name in names:
        table.add_column(name.replace("_", "-"), justify="right", no_wrap=True)
    for part in found.parts:
        table.add_row(part.name, *(amount(getattr(part, name), found.currency) for name in names))
    return table


def _foot(found: Settled) -> Iterator[Text]:
    for line in found.value:
        yield Text(f"{line.title}: {line.words}", style="dim")
    source = "from payments" if found.invoiced_from == "payments" else "by the terms: no invoice is known"
    yield Text(f"Invoiced {source}.", style="dim")
    yield from (Text(note, style="dim") for note in found.notes)
    for document, digest in found.rests_on.items():
        yield Text(f"rests on {document}: {digest[:12]}", style="dim")


def check_lines(checked: Checked) -> Iterator[Text]:
    """What a recomputation found."""
    if checked.equal:
        yield Text(f"{checked.statement}: the recomputation gives the same ({checked.digest[:12]}).")
        return
    yield Text(f"{checked.statement} differs from its recomputation:", style="bold")
    for each in checked.differences:
        yield Text(f"  {each.path}: it says {each.stated}, the recomputation gives {each.recomputed}")


def amount(figure: Decimal | None, currency: str) -> str:
    """An amount to its minor unit with a true minus sign; a dash where there is none."""
    if figure is None:
        return "-"
    text = f"{abs(figure):,.{minor_digits(currency)}f}"
    return f"−{text}" if figure < 0 else text


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
