"""`trueup delivery schedule`: when what is done, how far it can slip, and why the end is when it is."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.cli.delivery.asking import AsOf, AtGrade, Believe, BookFolder, Grade, KnownAt, PlanId, assessed, show, told

if TYPE_CHECKING:
    from trueup.delivery.assess import PlanAssessment


class Form(StrEnum):
    """How the schedule is written."""

    table = "table"
    json = "json"
    csv = "csv"


def schedule(
    book: BookFolder = Path("."),
    plan: PlanId = None,
    why: Annotated[
        str | None,
        typer.Option(metavar="ACTIVITY", help="Print the chain that makes this activity start when it does."),
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    at_grade: Grade = AtGrade.reported,
    believe: Believe = None,
    format: Annotated[Form, typer.Option(help="How the schedule is written.")] = Form.table,
) -> None:
    """Show the schedule of a plan: what happened is kept, the rest goes on from the latest status date.

    Each activity with its party, its days, its float in working days, and a bar; what is critical stands out. With
    --why you read, step by step, what an activity waits for.

    \b
    Examples:
      trueup delivery schedule northwind claims-plan
      trueup delivery schedule northwind claims-plan --as-of 2026-04-08
      trueup delivery schedule northwind claims-plan --why switch-off
      trueup delivery schedule northwind claims-plan --format csv > schedule.csv
    """
    with assessed(book, plan, as_of, known_at, at_grade, believe) as found:
        if why is not None:
            _why(found, why, format)
        elif format is Form.csv:
            _csv(found)
        elif format is Form.json:
            told(found, "schedule")
        else:
            from trueup.report.terminal.delivery.gantt import Gantt

            show(Gantt(found, found.activities, found.roles.names))


def _why(found: PlanAssessment, activity: str, format: Form) -> None:
    steps = found.why(activity)
    if format is Form.json:
        import json

        typer.echo(json.dumps([step.model_dump(mode="json") for step in steps], indent=2, ensure_ascii=False))
        return
    for number, step in enumerate(steps, start=1):
        typer.echo(f"{number}. {step.words}")


def _csv(found: PlanAssessment) -> None:
    import csv

    rows = [row.model_dump(mode="json") for row in found.activities]
    writer = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
