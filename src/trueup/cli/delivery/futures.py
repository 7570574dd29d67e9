"""`trueup delivery simulate`: the futures of a plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trueup.cli.delivery.asking import (
    AsOf,
    AtGrade,
    Believe,
    BookFolder,
    Form,
    Grade,
    KnownAt,
    PlanId,
    assessed,
    show,
    told,
)


def simulate(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    book: BookFolder = Path("."),
    plan: PlanId = None,
    iterations: Annotated[
        int | None,
        typer.Option(min=100, max=10_000_000, help="How many futures (default: until the answer stands still)."),
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="With the same seed anyone gets the same figures.")] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    at_grade: Grade = AtGrade.reported,
    believe: Believe = None,
    format: Annotated[Form, typer.Option(help="How the answer is written.")] = Form.table,
) -> None:
    """Simulate how a plan may end: by when, for how much, how likely as committed, and who makes it late.

    Every future draws a length for each activity that is not done, from its named distribution, and plays the whole
    network. The slip by party adds up to the whole slip.

    \b
    Examples:
      trueup delivery simulate northwind claims-plan --as-of 2026-04-08
      trueup delivery simulate northwind claims-plan --as-of 2026-04-08 --iterations 100000 --seed 7
      trueup delivery simulate northwind claims-plan --as-of 2026-04-08 --format json
    """
    with assessed(book, plan, as_of, known_at, at_grade, believe, seed=seed, iterations=iterations or 0) as found:
        if format is Form.json:
            told(found, "simulate")
            return
        from trueup.report.terminal.delivery.futures import Futures

        called = {each.id: each.name or each.id for each in found.current.activities}
        show(Futures(found, found.simulation, found.roles.names, called, found.insufficient))
