"""`trueup jobs import`: answers to a survey that was asked elsewhere."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.cli.jobs.asking import BookFolder, Form
from trueup.cli.moments import day

if TYPE_CHECKING:
    from trueup.sources.report import LoadedAnswers, LoadReport


class Layout(StrEnum):
    """How a file of answers is laid out."""

    wide = "wide"
    long = "long"
    limesurvey = "limesurvey"
    formbricks = "formbricks"
    qualtrics = "qualtrics"


class Keep(StrEnum):
    """Which row of somebody counts who has several."""

    first = "first"
    last = "last"


def import_(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    book: BookFolder,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file with the answers.")],
    survey: Annotated[str, typer.Option(metavar="ID", help="The survey that was asked.")],
    wave: Annotated[str, typer.Option(metavar="ID", help="The wave that the answers belong to.")],
    layout: Annotated[
        Layout, typer.Option("--as", help="wide: a row a respondent; long: a row a rating; or the tool it comes from.")
    ] = Layout.wide,
    mapping: Annotated[
        Path | None, typer.Option("--map", metavar="MAP.yaml", help="What its columns and codes mean.")
    ] = None,
    answered_on: Annotated[
        dt.date | None,
        typer.Option("--on", parser=day, metavar="DATE", help="The day of answers that do not say when."),
    ] = None,
    keep: Annotated[Keep | None, typer.Option(help="Which row of somebody counts who has several.")] = None,
    drop_partial: Annotated[bool, typer.Option("--drop-partial", help="Leave out who did not finish.")] = False,
    without_refused: Annotated[
        bool, typer.Option("--without-refused", help="Land the rest even if rows are refused.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and map, but land nothing.")] = False,
    format: Annotated[Form, typer.Option(help="How the report is written.")] = Form.table,
) -> None:
    """Bring in the answers to a survey that was asked elsewhere: CSV, Excel, JSON, Parquet.

    The report says what became of every row: mapped, left aside, refused with line and reason, and which codes meant
    that somebody does not know. It lands whole or not at all: one row refused, and nothing is landed. The same file
    again changes nothing. Exit status 1: nothing was landed because rows were refused, or there are no answers in it.

    \b
    Examples:
      trueup jobs import northwind answers.csv --survey claims-panel --wave 2026-q4
      trueup jobs import northwind results-survey123456.csv --survey claims-panel --wave 2026-q4 --as limesurvey
      trueup jobs import northwind export.csv --survey claims-panel --wave 2026-q4 --as qualtrics --map map.yaml
    """
    from trueup.scorecard.asked_elsewhere import Elsewhere
    from trueup.scorecard.opened import open_book

    asked = Elsewhere(
        survey=survey,
        wave=wave,
        file=file,
        layout=layout.value,
        mapping=mapping,
        answered_on=answered_on,
        keep=None if keep is None else keep.value,
        drop_partial=drop_partial,
    )
    with open_book(book) as opened:
        report = opened.import_answers(asked, dry_run=dry_run, whole=not without_refused)
    if format is Form.json:
        typer.echo(report.model_dump_json(indent=2))
    else:
        _print(report)
    if report.held or not report.answers[0].rated:
        raise typer.Exit(1)


def _print(report: LoadReport) -> None:
    from trueup.sources.report import SHOWN

    (told,) = report.answers
    typer.echo(f"{report.files[0].file}: read as {told.layout}, {_many(told.rows, 'row')} of answers")
    for line in account(told):
        typer.echo(f"  {line}")
    for notice in report.notices:
        typer.echo(f"  note: {notice}")
    for refusal in report.refusals[:SHOWN]:
        typer.echo(f"  refused: {refusal}")
    if report.refused > SHOWN:
        typer.echo(f"  ... and {report.refused - SHOWN:,} more: --format json lists all")
    typer.echo(_outcome(report))


def account(told: LoadedAnswers) -> list[str]:
    """What became of the rows of answers, a line each."""
    days = f", answered {told.first} to {told.last}" if told.first else ""
    lines = [f"{_many(told.respondents, 'respondent')}{days}; {told.partial:,} did not finish"]
    lines.append(f"{_many(told.outcomes, 'outcome')}, {_many(told.ratings, 'rating')} in {told.rated:,} pairs")
    lines.append(f"{told.skipped:,} shown and not rated")
    lines += [f"{count:,} not known ({code})" for code, count in sorted(told.not_known.items())]
    lines += [f"{_many(count, 'row')} left aside: {why}" for why, count in told.aside.items()]
    lines += [f"{_many(told.duplicates, 'row')} of somebody who has another"] if told.duplicates else []
    return lines


def _outcome(report: LoadReport) -> str:
    if report.held:
        return (
            f"Nothing was landed: {_many(report.refused, 'row')} refused. Mend the file or say more in a mapping; "
            "--without-refused lands the rest."
        )
    landed = sum(table.landed for table in report.tables)
    known = sum(table.unchanged for table in report.tables)
    verb = "Would land" if report.dry_run else "Landed"
    return f"{verb} {landed:,}, known already {known:,}, refused {report.refused:,}."


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
