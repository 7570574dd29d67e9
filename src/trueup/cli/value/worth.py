"""`trueup value worth`: act, leave, or measure first."""

from __future__ import annotations

import os
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.cli.moments import AsOf, BookFolder, KnownAt

if TYPE_CHECKING:
    from trueup.value.results_worth import Worths


class Form(StrEnum):
    """How the answer is written."""

    text = "text"
    json = "json"


class AtGrade(StrEnum):
    """The least evidence that actuals have."""

    reported = "reported"
    verified = "verified"
    attested = "attested"


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text.replace(",", "").replace("_", ""))
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or amount < 0:
        raise typer.BadParameter(f"{text!r} is not an amount of money: write it as 250000")
    return amount


def worth(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    book: BookFolder = Path("."),
    improvement: Annotated[str | None, typer.Option(metavar="ID", help="Only this improvement.")] = None,
    party: Annotated[str | None, typer.Option(metavar="ID", help="Only what this party could do.")] = None,
    budget: Annotated[
        Decimal | None,
        typer.Option(parser=_amount, metavar="AMOUNT", help="The most that may be spent on all of it together."),
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="With the same seed anyone gets the same figures.")] = None,
    draws: Annotated[int, typer.Option(min=5_000, max=1_000_000, help="How many cases are simulated.")] = 10_000,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    at_grade: Annotated[AtGrade, typer.Option(help="Read past options from evidence of at least this grade.")] = (
        AtGrade.reported
    ),
    format: Annotated[Form, typer.Option(help="How the answer is written.")] = Form.text,
    chart: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Draw it, too: one .svg of the net benefit, or an offline .html."),
    ] = None,
) -> None:
    """Say of each improvement whether to act, to leave it, or to measure first; and what to do with a budget.

    Improvements are documents (kind: improvement): what could be done about a KPI, what it may bring and cost. The
    answer rests on the expected net benefit; what knowing more is worth says whether to measure first, and what that
    may cost. Past options, predicted against realised, say how much to believe the next.

    \b
    Examples:
      trueup value worth northwind
      trueup value worth northwind --improvement faster-claims --chart worth.html
      trueup value worth northwind --party northwind --budget 400000
      trueup value worth northwind --seed 7 --draws 50000 --format json
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # threads wait for each other longer than our products take
    if chart is not None and chart.suffix.lower() not in {".svg", ".html"}:
        raise typer.BadParameter("name a file that ends in .svg or .html", param_hint="--chart")
    from trueup.scorecard.opened import open_book
    from trueup.scorecard.value_worth import worths

    with open_book(book) as opened:
        with opened.values(as_of, known_at=known_at, at_grade=at_grade.value, seed=seed) as values:
            found = worths(values, party=party, improvement=improvement, budget=budget, draws=draws)
        name = opened.book.definition.name
    if format is Form.json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        _printed(found)
    if chart is not None:
        _draw(name, found, chart)
        typer.echo(f"\nThe charts: {chart.absolute()}", err=format is Form.json)


def _printed(found: Worths) -> None:
    from rich.console import Console

    from trueup.report.terminal.worth import WorthScreen

    Console(highlight=False).print(WorthScreen(found))


def _draw(book: str, found: Worths, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.suffix.lower() == ".html":
        from trueup.report.html.worth import render

        file.write_text(render(book, found), encoding="utf-8")
        return
    from trueup.report.picture import svg
    from trueup.value.worth_charts import distribution
    from trueup.vocabulary import InputError

    judged = [each for party in found.parties for each in party.improvements]
    if len(judged) != 1:
        raise InputError(
            f"one picture shows one improvement, and there are {len(judged)}",
            do="name one with --improvement, or draw an .html",
        )
    file.write_text(svg(distribution(judged[0], found.currency)), encoding="utf-8")
