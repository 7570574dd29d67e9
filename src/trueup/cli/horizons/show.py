"""`trueup horizons show` and `history`: the ladder with its gate, and how it came to stand so."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.cli.moments import AsOf, BookFolder, KnownAt

if TYPE_CHECKING:
    from trueup.horizons.results import Ladder


class Form(StrEnum):
    """How the answer is written."""

    table = "table"
    csv = "csv"
    json = "json"


Which = Annotated[
    str | None,
    typer.Option("--stakeholders", metavar="ID", help="Whose ladder; not needed where the book has only one."),
]


def show(
    book: BookFolder = Path("."),
    stakeholders: Which = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format: Annotated[Form, typer.Option(help="How the answer is written; csv has a row a criterion.")] = Form.table,
    chart: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw each level over time, with its threshold: FILE.svg.")
    ] = None,
) -> None:
    """Show the ladder: each level's score, what it rests on, how far the order has come, and what fails.

    A level holds when all of its criteria are known, none is stale, and the lower end of its interval reaches the
    threshold. The gate stands behind the last level up to which all hold. The headline is the lowest of the five.

    \b
    Examples:
      trueup horizons show northwind
      trueup horizons show northwind --as-of 2027-03-01 --known-at 2027-02-01
      trueup horizons show northwind --format json
      trueup horizons show northwind --chart ladder.svg
    """
    if chart is not None and chart.suffix.lower() != ".svg":
        raise typer.BadParameter("name a file that ends in .svg", param_hint="--chart")
    found = _asked(book, stakeholders, as_of, known_at)
    _written(found, format)
    if chart is not None:
        _draw(found, chart)
        typer.echo(f"\nThe chart: {chart.absolute()}", err=format is not Form.table)


def history(
    book: BookFolder = Path("."),
    stakeholders: Which = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format: Annotated[Form, typer.Option(help="How the answer is written; csv has a row a level and day.")] = (
        Form.table
    ),
) -> None:
    """Show how the five levels stood on each day on which anything changed, and where they lapsed.

    \b
    Examples:
      trueup horizons history northwind
      trueup horizons history northwind --format csv > ladder.csv
    """
    found = _asked(book, stakeholders, as_of, known_at)
    if format is Form.json:
        from trueup.horizons.history import level_history

        typer.echo(level_history(found).model_dump_json(indent=2))
    elif format is Form.csv:
        from trueup.report.horizons_table import history_table

        _csv(history_table(found))
    else:
        from rich.console import Console

        from trueup.report.terminal.horizons import HistoryScreen

        Console(highlight=False).print(HistoryScreen(found))


def list_(
    book: BookFolder = Path("."),
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format: Annotated[Form, typer.Option(help="How the answer is written; csv has a row a relationship.")] = Form.table,
) -> None:
    """Show every relationship of a book in a line: how its five levels stand, and which comes first.

    \b
    Examples:
      trueup horizons list northwind
      trueup horizons list northwind --as-of 2027-03-01 --format csv > horizons.csv
    """
    from trueup.scorecard.opened import open_book

    with open_book(book) as opened, opened.ladders(as_of, known_at=known_at) as ladders:
        found = ladders.listed()
    if format is Form.json:
        typer.echo(found.model_dump_json(indent=2))
    elif format is Form.csv:
        from trueup.report.horizons_table import list_table

        _csv(list_table(found))
    else:
        from rich.console import Console

        from trueup.report.terminal.horizons import ListScreen

        Console(highlight=False).print(ListScreen(found))


def _asked(book: Path, stakeholders: str | None, as_of: AsOf, known_at: KnownAt) -> Ladder:
    from trueup.scorecard.opened import open_book

    with open_book(book) as opened, opened.ladders(as_of, known_at=known_at) as ladders:
        return ladders.ladder(stakeholders)


def _written(found: Ladder, format: Form) -> None:
    if format is Form.json:
        typer.echo(found.model_dump_json(indent=2))
    elif format is Form.csv:
        from trueup.report.horizons_table import ladder_table

        _csv(ladder_table(found))
    else:
        from rich.console import Console

        from trueup.report.terminal.horizons import LadderScreen

        Console(highlight=False).print(LadderScreen(found))


def _csv(table: object) -> None:
    from trueup.report.tables import as_csv

    sys.stdout.buffer.write(as_csv(table))  # type: ignore[arg-type]
    sys.stdout.buffer.flush()


def _draw(found: Ladder, file: Path) -> None:
    from trueup.horizons.charts import levels_over_time
    from trueup.report.picture import svg

    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(svg(levels_over_time(found)), encoding="utf-8")
