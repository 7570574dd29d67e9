"""`trueup jobs report`: what a panel says of the KPIs that are bound to it, landed as their actuals."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trueup.cli.jobs.score import SurveyId, Wave
from trueup.cli.moments import AsOf, BookFolder


def report(
    book: BookFolder = Path("."),
    survey: SurveyId = None,
    wave: Wave = None,
    as_of: AsOf = None,
    dry_run: Annotated[bool, typer.Option(help="Show what would be reported, and report nothing.")] = False,
) -> None:
    """Report what a wave says as the actuals of KPIs, so that an agreement can promise an outcome.

    A KPI with the key `panel: {survey: ..., outcome: ...}` takes its actuals from there: one a wave, when the wave is
    over, with its n and standard error, as the word of the party that asks. Reporting again changes nothing.

    \b
    Examples:
      trueup jobs report northwind --dry-run
      trueup jobs report northwind --survey policyholders --wave 2026-h1
    """
    from rich.console import Console

    from trueup.report.terminal.jobs.reported import reported_table
    from trueup.scorecard.opened import open_book
    from trueup.scorecard.panel_reports import land_reported, reported

    with open_book(book) as opened:
        with opened.panels(as_of) as panels:
            rows = reported(panels, survey, wave)
            name = panels.named(survey)
        Console(highlight=False).print(reported_table(rows))
        if dry_run:
            typer.echo("Nothing was reported: it was a dry run.")
            return
        receipt = land_reported(opened.store, rows, name)
    typer.echo("Known already: nothing has changed." if receipt.already else f"Reported: {len(rows)} actuals.")
