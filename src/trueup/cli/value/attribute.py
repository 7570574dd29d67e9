"""`trueup value attribute`: what the agreement caused, against what would have happened anyway."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.cli.assess import AtGrade
from trueup.cli.moments import AsOf, BookFolder, KnownAt

if TYPE_CHECKING:
    from trueup.value.results_attribution import AttributionResult


class Form(StrEnum):
    """How the answer is written."""

    text = "text"
    json = "json"


def attribute(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    book: BookFolder = Path("."),
    agreement: Annotated[
        str | None, typer.Option(metavar="ID", help="Which agreement; not needed where the book has only one.")
    ] = None,
    objective: Annotated[str | None, typer.Option(metavar="ID", help="Only this objective.")] = None,
    propose: Annotated[
        bool, typer.Option("--propose", help="Add the method that the time before the start proposes.")
    ] = False,
    seed: Annotated[int | None, typer.Option(min=0, help="With the same seed anyone gets the same figures.")] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    at_grade: Annotated[AtGrade, typer.Option(help="Count only evidence of at least this grade.")] = AtGrade.reported,
    format: Annotated[Form, typer.Option(help="How the answer is written.")] = Form.text,
    chart: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Draw one objective's actual against its counterfactual, too: an .svg."),
    ] = None,
) -> None:
    """Tell what an agreement caused from what would have happened anyway, in units and in money.

    The method is the one that the agreement declared before the result was known (objectives: attribution). Every
    assumption is shown with its mark; before against after stands beside it, and is not causal. --propose looks at the
    time before the start only, and says what to declare.

    \b
    Examples:
      trueup value attribute northwind --agreement claims-platform
      trueup value attribute northwind --agreement claims-platform --propose
      trueup value attribute northwind --agreement claims-platform --objective cycle-time --chart caused.svg
      trueup value attribute northwind --agreement claims-platform --at-grade verified --format json
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # threads wait for each other longer than our products take
    if chart is not None and chart.suffix.lower() != ".svg":
        raise typer.BadParameter("name a file that ends in .svg", param_hint="--chart")
    from trueup.scorecard.opened import open_book
    from trueup.scorecard.value_attribute import attribution

    with open_book(book) as opened, opened.values(as_of, known_at=known_at, at_grade=at_grade.value, seed=seed) as at:
        found = attribution(at, agreement, objective, proposing=propose)
    if format is Form.json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        _printed(found)
    if chart is not None:
        _draw(found, chart)
        typer.echo(f"\nThe chart: {chart.absolute()}", err=format is Form.json)


def _printed(found: AttributionResult) -> None:
    from rich.console import Console

    from trueup.report.terminal.attribution import AttributionScreen

    Console(highlight=False).print(AttributionScreen(found))


def _draw(found: AttributionResult, file: Path) -> None:
    from trueup.report.picture import svg
    from trueup.value.attribution_charts import against
    from trueup.vocabulary import InputError

    shown = [(each, each.found or each.chosen_after) for each in found.objectives]
    drawable = [(each, one) for each, one in shown if one is not None and one.periods]
    if len(drawable) != 1:
        raise InputError(
            f"one picture shows one objective with an effect, and there are {len(drawable)}",
            do="name one with --objective",
        )
    each, one = drawable[0]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(svg(against(one, each.unit)), encoding="utf-8")
