"""`trueup jobs export`: the answers to a wave as a tidy table."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.cli.moments import BookFolder, KnownAt

if TYPE_CHECKING:
    from trueup.scorecard.exported import Released


class Form(StrEnum):
    """How the table is written."""

    csv = "csv"
    parquet = "parquet"


def export(
    book: BookFolder = Path("."),
    survey: Annotated[
        str | None, typer.Option(metavar="ID", help="The survey; not needed where the book has only one.")
    ] = None,
    wave: Annotated[str | None, typer.Option(metavar="ID", help="The wave (default: the last with answers).")] = None,
    format: Annotated[Form, typer.Option(help="How the table is written.")] = Form.csv,
    wide: Annotated[bool, typer.Option("--wide", help="A row a respondent instead of a row a rating.")] = False,
    to: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write it (default: the screen).")] = None,
    known_at: KnownAt = None,
) -> None:
    """Write the answers to a wave as CSV or Parquet, so that they can be read back without loss.

    A row a rated outcome, or with --wide a row a respondent (imp_ID and sat_ID; empty: not shown, NA: shown and not
    rated). `trueup jobs import` reads both back: --as long, --as wide. Of an anonymous survey no customer leaves, no
    keys that fewer people share than its smallest group, and nothing at all where fewer have answered.

    \b
    Examples:
      trueup jobs export northwind --survey claims-panel --wave 2026-q4 --to answers.csv
      trueup jobs export northwind --wide --format parquet --to answers.parquet
    """
    from trueup.scorecard.exported import answers_of
    from trueup.scorecard.opened import open_book
    from trueup.vocabulary import InputError, Insufficient

    if to is None and format is Form.parquet:
        raise typer.BadParameter("say where to write it: --to FILE.parquet", param_hint="--to")
    with open_book(book) as opened, opened.panels(known_at=known_at) as panels:
        found = answers_of(panels, survey, wave)
    if isinstance(found, Insufficient):
        what = f"there are {found.have:,} of the {found.need:,} respondents that it takes to show {found.what}"
        raise InputError(what, do="wait for more answers")
    content, rows, note = _written(found, format, wide=wide)
    if note:
        typer.echo(f"note: {note}", err=True)
    if to is None:
        sys.stdout.buffer.write(content)
        return
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_bytes(content)
    people = len({each.respondent for each in found.answers})
    typer.echo(
        f"{found.survey.id}, wave {found.wave}: {people:,} respondents, {rows:,} rows: {os.fspath(to.absolute())}"
    )


def _written(found: Released, format: Form, *, wide: bool) -> tuple[bytes, int, str | None]:
    from trueup.jobs import tidy
    from trueup.report.tables import Table, as_csv, as_parquet
    from trueup.vocabulary.spreadsheet import marked

    note = None
    if wide:
        made = tidy.wide(found.answers, found.outcomes)
        columns, rows = made.columns, made.rows
        if made.several:
            note = f"{made.several:,} respondents answered at several moments: the last is given; without --wide, each"
    else:
        columns, rows = tidy.long(found.answers, found.outcomes)
    table = Table(columns, rows)
    return (as_csv(table, marked) if format is Form.csv else as_parquet(table)), len(rows), note
