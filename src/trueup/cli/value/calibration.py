"""`trueup value calibration`: was Trueup right, and were the parties?"""

from __future__ import annotations

import datetime as dt
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.cli.assess import AtGrade
from trueup.cli.moments import AsOf, BookFolder, KnownAt, day, progress_bar

if TYPE_CHECKING:
    from trueup.value.results_calibration import CalibrationResult


class Form(StrEnum):
    """How the answer is written."""

    text = "text"
    json = "json"
    csv = "csv"


class KindName(StrEnum):
    """A kind of forecast."""

    forecast = "forecast"
    p_hit = "p_hit"
    p_worth = "p_worth"
    promise = "promise"
    plan = "plan"
    business_case = "business_case"
    improvement = "improvement"


class By(StrEnum):
    """What forecasts are told apart by."""

    method = "method"
    kpi = "kpi"
    provider = "provider"
    party = "party"
    horizon = "horizon"


def calibration(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    book: BookFolder = Path("."),
    kind: Annotated[
        list[KindName] | None, typer.Option(help="Only this kind of forecast; may be given more than once.")
    ] = None,
    by: Annotated[By | None, typer.Option(help="The same by method, KPI, provider, party or horizon, too.")] = None,
    since: Annotated[
        dt.date | None, typer.Option(parser=day, metavar="DATE", help="Only what was said from this day on.")
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    at_grade: Annotated[AtGrade, typer.Option(help="What came counts from this evidence grade on.")] = (
        AtGrade.reported
    ),
    format: Annotated[Form, typer.Option(help="How the answer is written; csv has a row a forecast.")] = Form.text,
    chart: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw it, too: the reliability diagram, or coverage, as .svg.")
    ] = None,
) -> None:
    """Hold every forecast, probability, target, commitment and business case against what came.

    What Trueup would have said at the end of each past month is replayed from what was known then. Only what is over
    is scored; the rest is counted. Forecasts of one series go wrong together: that is what "counts as" allows for. And
    you read which methods lost their place in the forecast ladder of this book.

    \b
    Examples:
      trueup value calibration northwind
      trueup value calibration northwind --kind p_hit --by provider
      trueup value calibration northwind --kind forecast --by horizon --chart coverage.svg
      trueup value calibration northwind --format csv > forecasts.csv
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # threads wait for each other longer than our products take
    from trueup.scorecard.opened import open_book

    if chart is not None and chart.suffix.lower() != ".svg":
        raise typer.BadParameter("name a file that ends in .svg", param_hint="--chart")
    kinds, key = [each.value for each in kind or ()], by.value if by else None
    with open_book(book) as opened, progress_bar() as progress:
        found = opened.calibration(
            as_of,
            known_at=known_at,
            at_grade=at_grade.value,
            kinds=kinds,
            by=key,
            since=since,
            progress=progress,
        )
    _written(found, format)
    if chart is not None:
        _draw(found, chart)
        typer.echo(f"\nThe chart: {chart.absolute()}", err=format is not Form.text)


def _written(found: CalibrationResult, format: Form) -> None:
    if format is Form.json:
        typer.echo(found.model_dump_json(indent=2))
    elif format is Form.csv:
        from trueup.report.calibration_table import calibration_table
        from trueup.report.tables import as_csv

        sys.stdout.buffer.write(as_csv(calibration_table(found)))
        sys.stdout.buffer.flush()
    else:
        from rich.console import Console

        from trueup.report.terminal.calibration import CalibrationScreen

        Console(highlight=False).print(CalibrationScreen(found))


def _draw(found: CalibrationResult, file: Path) -> None:
    """The first that there is: a reliability diagram, coverage by level, or the record of the rungs."""
    from trueup.report.picture import svg
    from trueup.value.calibration.charts import coverage_bars, ladder_record, reliability_diagram
    from trueup.vocabulary import InputError

    chances = [each.all.probabilities for each in found.kinds if each.all.probabilities is not None]
    ranges = [each.all.intervals for each in found.kinds if each.all.intervals is not None]
    file.parent.mkdir(parents=True, exist_ok=True)
    if chances:
        file.write_text(svg(reliability_diagram(chances[0])), encoding="utf-8")
    elif ranges:
        file.write_text(svg(coverage_bars(ranges[0].coverage)), encoding="utf-8")
    elif any(rung.held_80 is not None for rung in found.ladder.rungs):
        file.write_text(svg(ladder_record(found.ladder)), encoding="utf-8")
    else:
        raise InputError("there is nothing to draw yet: too little is over", do="read what it takes in the answer")
