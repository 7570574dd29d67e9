"""`trueup load`: bring in what the sources of a book have."""

from __future__ import annotations

import os
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.cli.moments import BookFolder, progress_bar

if TYPE_CHECKING:
    from rich.console import Console

    from trueup.sources.report import LoadReport, Refused

_TEXT, _LINE = 60, 400


class Form(StrEnum):
    """How the report is written."""

    table = "table"
    json = "json"


def load(
    book: BookFolder = Path("."),
    source: Annotated[str | None, typer.Option(metavar="ID", help="Load only this source.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and map, but land nothing.")] = False,
    format: Annotated[Form, typer.Option(help="How the report is written.")] = Form.table,
    refused: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write every refused row to this CSV file, with the reason.")
    ] = None,
) -> None:
    """Read the sources of a book and land what is new: facts, raw tables and documents.

    A source lands whole or not at all. A row that cannot be mapped is refused, with its line and the reason; the
    others land. Loading the same again changes nothing. Exit status 1: nothing of a source could be mapped.

    \b
    Examples:
      trueup load northwind
      trueup load us-it-portfolio --source actuals --dry-run
      trueup load outcome-contracts --refused refused.csv
      trueup load us-it-portfolio --format json > report.json
    """
    reports = _loaded(book, source, dry_run=dry_run)
    if refused is not None:
        from trueup.cli.whole import keep_whole

        keep_whole(refused, _listed(reports))
    if format is Form.json:
        typer.echo(f"[{', '.join(report.model_dump_json(indent=2) for report in reports)}]")
    else:
        _print(reports)
    if any(report.refused and not any(table.mapped for table in report.tables) for report in reports):
        raise typer.Exit(1)


def _loaded(folder: Path, source: str | None, *, dry_run: bool) -> list[LoadReport]:
    from trueup.scorecard.opened import open_book

    with open_book(folder) as opened, progress_bar() as bar:
        return opened.load(source, dry_run=dry_run, progress=bar)


def _print(reports: Sequence[LoadReport]) -> None:
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True, no_color="NO_COLOR" in os.environ)
    if not reports:
        console.print("This book has no sources: see docs/how-to/bring-in-data.md.", markup=False)
    for report in reports:
        _print_one(report, console)


def _print_one(report: LoadReport, console: Console) -> None:
    verb = "would land" if report.dry_run else "landed"
    files = f"{len(report.files)} file{'s' if len(report.files) != 1 else ''}"
    rows = f"{report.read:,} row{'s' if report.read != 1 else ''}"
    console.print(
        f"{report.source}: read {rows} of {files}, {verb} {report.landed:,}, "
        f"refused {report.refused:,} ({report.seconds:.1f} s)",
        markup=False,
    )
    console.print(_table(report))
    for told in report.answers:
        from trueup.cli.jobs.bringing import account

        console.print(f"  answers to {told.survey}, wave {told.wave}, read as {told.layout}:", markup=False)
        for line in account(told):
            console.print(f"    {line}", markup=False)
    for notice in report.notices:
        console.print(f"  note: {notice}", markup=False)
    _refusals(report, console)


def _table(report: LoadReport) -> object:
    from rich import box
    from rich.table import Table

    always, sometimes = ("read", "mapped", "refused", "landed"), ("passed", "unchanged", "repeated", "superseded")
    counts = [*always, *(name for name in sometimes if any(getattr(row, name) for row in report.tables))]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("into", min_width=20)
    for name in counts:
        table.add_column(name, justify="right")
    for row in report.tables:
        table.add_row(row.table, *(f"{getattr(row, name):,}" for name in counts))
    return table


def _listed(reports: Sequence[LoadReport]) -> bytes:
    """Every refused row as CSV."""
    from trueup.report.tables import Table, as_csv

    rows = [
        (report.source, refusal.table, refusal.line, refusal.column, refusal.reason, refusal.value)
        for report in reports
        for refusal in report.refusals
    ]
    return as_csv(Table(("source", "into", "line", "column", "reason", "value"), rows))


def _refusals(report: LoadReport, console: Console) -> None:
    from trueup.sources.report import SHOWN

    if report.refused > SHOWN:
        for reason in report.reasons[:SHOWN]:
            where = reason.table if reason.column is None else f"{reason.table}, {reason.column}"
            console.print(f"  {reason.rows:,} refused: {where} {reason.reason}", markup=False)
    for refusal in report.refusals[:SHOWN]:
        console.print(f"  refused: {_brief(refusal)}", markup=False)
    more = report.refused - SHOWN
    if more > 0:
        console.print(f"  ... and {more:,} more: --refused FILE lists all", markup=False)


def _brief(refusal: Refused) -> str:
    """The reason, and as much of the text in question as one needs to find it: a long reason does not push it out."""
    value = refusal.value
    if value is not None and len(value) > _TEXT:
        value = value[:_TEXT] + "..."
    return shorten(str(refusal.model_copy(update={"value": value})), _LINE, placeholder=" ...")
