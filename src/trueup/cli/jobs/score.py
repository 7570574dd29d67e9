"""`trueup jobs score`: what customers find important, how satisfied they are, and what that leaves open."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.cli import let_pandas_in
from trueup.cli.moments import AsOf, BookFolder, KnownAt

if TYPE_CHECKING:
    from trueup.jobs.results import Scores

IN_GROUPS = 10
"""Outcomes of a group that are printed; everybody's are printed in full."""

SurveyId = Annotated[
    str | None, typer.Option("--survey", metavar="ID", help="The survey; not needed where the book has only one.")
]
Wave = Annotated[str | None, typer.Option(metavar="ID", help="The wave (default: the last that has answers).")]
Where = Annotated[
    list[str] | None,
    typer.Option(metavar="KEY=VALUE", help="Only respondents of whom this is known; may be given several times."),
]


class Form(StrEnum):
    """How the scores are written."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"


def score(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    book: BookFolder = Path("."),
    survey: SurveyId = None,
    wave: Wave = None,
    by: Annotated[
        str | None, typer.Option(metavar="KEY", help="Each group that this key of the respondents makes, too.")
    ] = None,
    where: Where = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format: Annotated[Form, typer.Option(help="How the scores are written.")] = Form.table,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write to a file instead of the screen.")] = None,
    chart: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw the landscape, too: one .svg, or an offline .html.")
    ] = None,
) -> None:
    """Show how important each outcome is to customers, how satisfied they are, and the opportunity this leaves.

    Opportunity is importance + max(importance - satisfaction, 0), 0 to 20, each with its 95 % interval. A band is
    claimed only where the interval lies inside it. Where too few were asked, you read how many it takes.

    \b
    Examples:
      trueup jobs score northwind
      trueup jobs score northwind --wave 2026-h1 --by region
      trueup jobs score northwind --where role=broker --chart landscape.html
      trueup jobs score northwind --by region --format parquet --out scores.parquet
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # threads wait for each other longer than our products take
    from trueup.scorecard.opened import open_book

    if by == "segment":
        let_pandas_in()  # finding them needs StepMix, which imports it
    _refuse(format, out, chart)
    fixed = pairs(where or [])
    with open_book(book) as opened:
        with opened.panels(as_of, known_at=known_at) as panels:
            found = panels.scores(survey, wave, by, fixed)
        name = opened.book.definition.name
    _written(found, format, out)
    if chart is not None:
        _draw(name, found, chart)
        typer.echo(f"\nThe landscape: {chart.absolute()}", err=format is not Form.table)


def _refuse(format: Form, out: Path | None, chart: Path | None) -> None:
    if format is Form.parquet and out is None:
        raise typer.BadParameter("parquet is not for a screen: name a file with --out", param_hint="--format")
    if chart is not None and chart.suffix.lower() not in {".svg", ".html"}:
        raise typer.BadParameter("name a file that ends in .svg or .html", param_hint="--chart")


def pairs(given: Sequence[str]) -> dict[str, str]:
    """What is known of the respondents, as it was asked for: key -> value."""
    found: dict[str, str] = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise typer.BadParameter(f"{pair!r} says nothing: write region=north", param_hint="--where")
        found[name.strip()] = value.strip()
    return found


def _written(found: Sequence[Scores], format: Form, out: Path | None) -> None:
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


def _payload(found: Sequence[Scores], format: Form) -> bytes:
    from trueup.report.score_table import score_table
    from trueup.report.tables import as_csv, as_parquet

    if format is Form.json:
        return ("[" + ",\n".join(each.model_dump_json(indent=2) for each in found) + "]\n").encode()
    return {Form.csv: as_csv, Form.parquet: as_parquet}[format](score_table(found))


def _printed(found: Sequence[Scores], out: Path | None) -> None:
    from rich.console import Console

    from trueup.report.terminal.jobs.scores import ROWS, ScoreTable

    if out is not None:
        with out.open("w", encoding="utf-8") as file:
            Console(file=file, highlight=False, width=160).print(*(ScoreTable(each) for each in found), sep="\n")
        typer.echo(f"Written: {out.absolute()}")
        return
    console = Console(highlight=False)
    for index, each in enumerate(found):
        console.print(*([""] if index else []), ScoreTable(each, IN_GROUPS if index else ROWS), sep="\n")


def _draw(book: str, found: Sequence[Scores], file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.suffix.lower() == ".html":
        from trueup.report.html.scores import render

        file.write_text(render(book, found), encoding="utf-8")
        return
    from trueup.jobs.charts import landscape
    from trueup.report.picture import svg

    file.write_text(svg(landscape(found[0])), encoding="utf-8")
