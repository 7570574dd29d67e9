"""`trueup value payments`: planned against invoiced and paid."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.cli.moments import AsOf, BookFolder, KnownAt

if TYPE_CHECKING:
    from trueup.value.results_payments import PaymentsCompared


class Form(StrEnum):
    """How the answer is written."""

    table = "table"
    csv = "csv"
    json = "json"


def payments(
    book: BookFolder = Path("."),
    agreement: Annotated[str | None, typer.Option(metavar="ID", help="Only this agreement.")] = None,
    by: Annotated[
        str,
        typer.Option(metavar="KEYS", help="What a line is: agreement, year, kind, party, currency; several by comma."),
    ] = "agreement",
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format: Annotated[Form, typer.Option(help="How the answer is written.")] = Form.table,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it to a file.")] = None,
) -> None:
    """Compare what was planned with what was invoiced and paid, and say what cannot be compared.

    The difference is what was paid less what the plan foresaw up to the day. Of several plans the last counts: they
    are never added up. Amounts in several currencies are added up only at dated rates that the book states (`rates`).

    \b
    Examples:
      trueup value payments northwind
      trueup value payments northwind --agreement claims-platform --by year,party
      trueup value payments northwind --by agreement,kind --format csv --out payments.csv
    """
    from trueup.scorecard.opened import open_book
    from trueup.scorecard.value_payments import compared
    from trueup.value.compared import read_by

    keys = read_by(by)
    with open_book(book) as opened, opened.values(as_of, known_at=known_at) as values:
        found = compared(values, agreement, keys)
    _written(found, format, out)


def _written(found: PaymentsCompared, format: Form, out: Path | None) -> None:
    if format is Form.table:
        _printed(found, out)
        return
    payload = _payload(found, format)
    if out is None:
        sys.stdout.buffer.write(payload)
        sys.stdout.buffer.flush()
        return
    out.write_bytes(payload)
    typer.echo(f"Written: {out.absolute()}")


def _payload(found: PaymentsCompared, format: Form) -> bytes:
    if format is Form.json:
        return (found.model_dump_json(indent=2) + "\n").encode()
    from trueup.report.payment_table import payment_table
    from trueup.report.tables import as_csv

    return as_csv(payment_table(found))


def _printed(found: PaymentsCompared, out: Path | None) -> None:
    from rich.console import Console

    from trueup.report.terminal.payments import PaymentTable

    if out is None:
        Console(highlight=False).print(PaymentTable(found))
        return
    with out.open("w", encoding="utf-8") as file:
        Console(file=file, highlight=False, width=160).print(PaymentTable(found))
    typer.echo(f"Written: {out.absolute()}")
