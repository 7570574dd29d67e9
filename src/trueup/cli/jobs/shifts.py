"""`trueup jobs shifts`: what changed from wave to wave, for whom, and where it is heading."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trueup.cli import let_pandas_in
from trueup.cli.jobs.asking import Form
from trueup.cli.jobs.score import SurveyId
from trueup.cli.moments import AsOf, BookFolder, KnownAt


def shifts(
    book: BookFolder = Path("."),
    survey: SurveyId = None,
    wave: Annotated[
        str | None, typer.Option(metavar="ID", help="The later wave (default: the last that has answers).")
    ] = None,
    before: Annotated[
        str | None, typer.Option(metavar="ID", help="The earlier wave (default: the one before it).")
    ] = None,
    by: Annotated[
        str | None, typer.Option(metavar="KEY", help="Each group of this key of the respondents, too; or: segment.")
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format: Annotated[Form, typer.Option(help="How the answer is written.")] = Form.table,
) -> None:
    """Show what changed between two waves: each outcome, with the interval of the difference.

    A change is notable where it stands after allowing for how many were compared (at most 5 % of the notable ones are
    expected to be none). Below that: customers' own trend, and which outcome will become an unmet need.

    \b
    Examples:
      trueup jobs shifts northwind
      trueup jobs shifts northwind --before 2025-h1 --wave 2026-h1 --by region
      trueup jobs shifts northwind --by segment --format json
    """
    from trueup.scorecard.opened import open_book
    from trueup.scorecard.panel_shifts import shifts as found_shifts

    if by == "segment":
        let_pandas_in()  # finding them needs StepMix, which imports it
    with open_book(book) as opened, opened.panels(as_of, known_at=known_at) as panels:
        found = found_shifts(panels, survey, wave, before, by)
    if format is Form.json:
        typer.echo(found.model_dump_json(indent=2))
        return
    from rich.console import Console

    from trueup.report.terminal.jobs.shifts import ShiftTable

    Console(highlight=False).print(ShiftTable(found))
