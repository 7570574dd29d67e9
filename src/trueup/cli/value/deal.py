"""`trueup value deal`: what a deal may come to, for both sides, before it is signed."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.cli.moments import AsOf, BookFolder, KnownAt

if TYPE_CHECKING:
    from trueup.value.results_deal import Deal


class Form(StrEnum):
    """How the answer is written."""

    text = "text"
    json = "json"


def _reach(text: str | None) -> tuple[float, float, float] | None:
    if text is None:
        return None
    try:
        low, mode, high = (float(part) for part in text.split(","))
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not three shares: write 0.4,0.8,1.1", param_hint="--reach") from None
    return low, mode, high


def deal(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    book: BookFolder = Path("."),
    agreement: Annotated[
        str | None, typer.Option(metavar="ID", help="The agreement; not needed where the book has only one.")
    ] = None,
    provider_cost: Annotated[
        float | None,
        typer.Option(min=0, metavar="AMOUNT", help="The provider's own cost of the whole deal; it is kept nowhere."),
    ] = None,
    provider_needs: Annotated[
        float, typer.Option(metavar="AMOUNT", help="What the provider must expect to be left with, or it walks away.")
    ] = 0.0,
    customer_cost: Annotated[
        float, typer.Option(min=0, metavar="AMOUNT", help="The customer's own cost of the whole deal, fees apart.")
    ] = 0.0,
    customer_needs: Annotated[
        float, typer.Option(metavar="AMOUNT", help="What the customer must expect to be left with, or it walks away.")
    ] = 0.0,
    reach: Annotated[
        str | None,
        typer.Option(
            metavar="LOW,LIKELIEST,HIGH",
            help="Which share of the promised value is reached; without it the forecasts are carried on as they stand.",
        ),
    ] = None,
    draws: Annotated[int, typer.Option(min=1_000, max=200_000, help="How many cases are simulated.")] = 10_000,
    seed: Annotated[int | None, typer.Option(min=0, help="With the same seed anyone gets the same figures.")] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format: Annotated[Form, typer.Option(help="How the answer is written.")] = Form.text,
    chart: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw both pay-off curves, too, as an .svg file.")
    ] = None,
) -> None:
    """Simulate a deal before it is signed: the latest version of an agreement, over everything that may happen.

    Says what the fee may come to and how likely cap and floor hold it, what is left for each side, who bears which
    risk, and at which share both are better off. Warns of a deal that looks good on expectation and is not.

    \b
    Examples:
      trueup value deal northwind --agreement claims-platform --provider-cost 400000
      trueup value deal northwind --agreement claims-platform --reach 0.3,0.8,1.1 --chart deal.svg
      trueup value deal northwind --agreement claims-platform --seed 7 --draws 50000 --format json
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # threads wait for each other longer than our products take
    if chart is not None and chart.suffix.lower() != ".svg":
        raise typer.BadParameter("name a file that ends in .svg", param_hint="--chart")
    from trueup.scorecard.opened import open_book
    from trueup.scorecard.value_deal import simulated_deal
    from trueup.value.deal import Stated

    shares = _reach(reach)
    stated = Stated(provider_cost, provider_needs, customer_cost, customer_needs)
    with open_book(book) as opened, opened.values(as_of, known_at=known_at, seed=seed) as values:
        found = simulated_deal(values, agreement, stated=stated, reach=shares, draws=draws)
    _shown(found, format)
    if chart is not None:
        _draw(found, chart)
        typer.echo(f"\nThe chart: {chart.absolute()}", err=format is Form.json)


def _shown(found: Deal, format: Form) -> None:
    if format is Form.json:
        typer.echo(found.model_dump_json(indent=2))
        return
    from rich.console import Console

    from trueup.report.terminal.deals import DealScreen

    Console(highlight=False).print(DealScreen(found))


def _draw(found: Deal, file: Path) -> None:
    from trueup.report.picture import svg
    from trueup.value.deal_charts import pay_off

    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(svg(pay_off(found)), encoding="utf-8")
