"""`trueup jobs map`: a job map as a tree."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from trueup.cli.jobs.asking import BookFolder, Form, MapId, read_book, the_only


def map_(
    book: BookFolder = Path("."),
    job_map: MapId = None,
    format: Annotated[Form, typer.Option(help="How the job map is written.")] = Form.table,
) -> None:
    """Show a job map: the job, its steps in order, the jobs around it, and the outcomes of each.

    Every outcome stands with its id and with the KPI that measures it from the inside, where there is one.

    \b
    Examples:
      trueup jobs map northwind
      trueup jobs map northwind settle-a-loss
      trueup jobs map northwind --format json
    """
    found = read_book(book)
    latest = (found.job_map(job_map) if job_map else the_only("job map", found.job_maps)).latest
    if format is Form.json:
        typer.echo(json.dumps(latest.body, indent=2, ensure_ascii=False))
        return
    from rich.console import Console

    from trueup.report.terminal.jobs.tree import MapTree

    Console(highlight=False).print(MapTree(latest))
