"""`trueup jobs roadmap`: which outcome to work on first, for whom, and what already aims at it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.cli import let_pandas_in
from trueup.cli.jobs.asking import Form
from trueup.cli.jobs.score import SurveyId, Wave, pairs
from trueup.cli.moments import AsOf, BookFolder, KnownAt

if TYPE_CHECKING:
    from trueup.jobs.results import Measured


def roadmap(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    book: BookFolder = Path("."),
    survey: SurveyId = None,
    wave: Wave = None,
    by: Annotated[
        str | None, typer.Option(metavar="KEY", help="Needs of each group of this key, too; or: segment.")
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(metavar="KEY=VALUE", help="Customers who get the job done otherwise: how much better are we?"),
    ] = None,
    cheaper: Annotated[
        str | None,
        typer.Option(metavar="LOW:HIGH", help="How much cheaper the job gets done, in %; 10:30, or -5:0 for dearer."),
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format: Annotated[Form, typer.Option(help="How the answer is written.")] = Form.table,
) -> None:
    """Show what to work on first: the surest unmet needs, for whom, and whether anybody has promised them.

    With --against and --cheaper you also read which growth strategies (Ulwick) the figures allow.

    \b
    Examples:
      trueup jobs roadmap northwind
      trueup jobs roadmap northwind --by region
      trueup jobs roadmap northwind --against channel=paper --cheaper 10:30
    """
    from trueup.scorecard.opened import open_book
    from trueup.scorecard.panel_roadmap import make_roadmap

    if by == "segment":
        let_pandas_in()  # finding them needs StepMix, which imports it
    other = next(iter(pairs([against]).items())) if against is not None else None
    saving = None if cheaper is None else _range(cheaper)
    with open_book(book) as opened, opened.panels(as_of, known_at=known_at) as panels:
        found = make_roadmap(panels, survey, wave, by, against=other, cheaper=saving)
    if format is Form.json:
        typer.echo(found.model_dump_json(indent=2))
        return
    from rich.console import Console

    from trueup.report.terminal.jobs.roadmap import RoadmapTable

    Console(highlight=False).print(RoadmapTable(found))


def _range(text: str) -> Measured:
    from trueup.jobs.results import Measured

    low, _, high = text.replace("%", "").partition(":")
    try:
        ends = float(low) / 100, float(high or low) / 100
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no range: write 10:30", param_hint="--cheaper") from None
    if not -1 <= ends[0] <= ends[1] <= 1:
        raise typer.BadParameter("write the lower end first, from -100 to 100", param_hint="--cheaper")
    return Measured(value=sum(ends) / 2, low=ends[0], high=ends[1], n=0, method="as stated")
