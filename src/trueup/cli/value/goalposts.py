"""`trueup value goalposts`: what was made easier since the first promise."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from trueup.cli.moments import AsOf, BookFolder, KnownAt


class Form(StrEnum):
    """How the answer is written."""

    table = "table"
    csv = "csv"
    json = "json"


class By(StrEnum):
    """What a line is."""

    agreement = "agreement"
    provider = "provider"
    month = "month"


def goalposts(
    book: BookFolder = Path("."),
    agreement: Annotated[str | None, typer.Option(metavar="ID", help="Only this agreement.")] = None,
    by: Annotated[By, typer.Option(help="What a line is.")] = By.agreement,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format: Annotated[Form, typer.Option(help="How the answer is written.")] = Form.table,
) -> None:
    """Show moved goalposts: value de-scoped, targets weakened, due dates moved, baselines re-cut, and more.

    What still stands of the first promise is said in money. What was taken out is never set off against what was put
    in. By provider a move counts for each that answers for its objective.

    \b
    Examples:
      trueup value goalposts northwind
      trueup value goalposts northwind --by provider
      trueup value goalposts northwind --by month --format csv
    """
    from trueup.scorecard.opened import open_book
    from trueup.scorecard.value_goalposts import goalposts as found_goalposts
    from trueup.value.goalposts_lines import read_by

    with open_book(book) as opened, opened.values(as_of, known_at=known_at) as values:
        found = found_goalposts(values, agreement, read_by(by.value))
    if format is Form.json:
        typer.echo(found.model_dump_json(indent=2))
    elif format is Form.csv:
        from trueup.report.goalpost_table import goalpost_table
        from trueup.report.tables import as_csv

        sys.stdout.buffer.write(as_csv(goalpost_table(found)))
        sys.stdout.buffer.flush()
    else:
        from rich.console import Console

        from trueup.report.terminal.goalposts import GoalpostPage

        Console(highlight=False).print(GoalpostPage(found))
