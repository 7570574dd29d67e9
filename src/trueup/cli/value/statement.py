"""`trueup value statement`: a statement as a page to sign, as a table, or as the invoice that follows from it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from trueup.cli.moments import BookFolder


class Form(StrEnum):
    """How the statement is written."""

    pdf = "pdf"
    csv = "csv"
    xml = "xml"


def statement(
    statement: Annotated[str, typer.Argument(metavar="STATEMENT", help="Its id in the book, or its file.")],
    book: BookFolder = Path("."),
    format: Annotated[
        Form | None,
        typer.Option(help="pdf, csv, or xml (UBL 2.1); otherwise by the ending of FILE.", show_default=False),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to write it (default: named as it is).")
    ] = None,
    party: Annotated[
        str | None, typer.Option(metavar="ID", help="xml: whose invoice, where the statement is of several providers.")
    ] = None,
    number: Annotated[
        str | None, typer.Option(help="xml: the invoice's own number (default: the statement's id).")
    ] = None,
) -> None:
    """Write a statement as PDF to sign, as CSV, or as the invoice or credit note that follows from it.

    The XML is UBL 2.1 by EN 16931, one file for each provider: the clauses are its lines, what was invoiced before is
    taken off, what is held is noted. A negative sum makes a credit note. No VAT is stated: add it where it is owed.
    PDF needs the extra trueup[pdf].

    \b
    Examples:
      trueup value statement claims-platform-2026-q3 northwind --out q3.pdf
      trueup value statement claims-platform-2026-q3 northwind --format xml --party acme --number RE-4711
    """
    from trueup.report.statement.files import as_file
    from trueup.scorecard.opened import open_book
    from trueup.scorecard.value_check import statement_at
    from trueup.scorecard.value_statement import stated

    form = _form(format, out)
    with open_book(book) as opened:
        path = Path(statement)
        given = statement_at(path) if path.is_file() else None
        with opened.values() as values:
            found = stated(values, given or opened.book.statement(statement).latest)
            payload = as_file(found, form, values.book.parties, party=party, number=number)
    target = out or Path(f"{found.statement}{f'-{party}' if party else ''}.{form}")
    target.write_bytes(payload)
    typer.echo(f"Written: {target.absolute()}")


def _form(format: Form | None, out: Path | None) -> str:
    ending = "" if out is None else out.suffix.removeprefix(".").lower()
    if format is not None:
        return format.value
    if ending not in set(Form):
        raise typer.BadParameter("say pdf, csv or xml", param_hint="--format")
    return ending
