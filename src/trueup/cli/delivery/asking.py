"""What the questions about a plan share: which plan, as of when, at which grade, and how the answer is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.cli.assess import AtGrade
from trueup.cli.moments import AsOf, BookFolder, KnownAt

if TYPE_CHECKING:
    from rich.console import RenderableType

    from trueup.delivery.assess import PlanAssessment
    from trueup.scorecard.model import Delivery

__all__ = ["AsOf", "AtGrade", "Believe", "BookFolder", "Form", "Grade", "KnownAt", "PlanId", "assessed", "show", "told"]

PlanId = Annotated[
    str | None, typer.Argument(metavar="PLAN", help="The plan's id; not needed where the book has only one.")
]
Grade = Annotated[AtGrade, typer.Option("--at-grade", help="Count only progress of at least this grade.")]
Believe = Annotated[
    str | None, typer.Option(metavar="PARTY", help="Where reports contradict each other, take this party's as true.")
]


class Form(StrEnum):
    """How the answer is written."""

    table = "table"
    json = "json"


@contextmanager
def assessed(
    book: Path,
    plan: str | None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    at_grade: AtGrade = AtGrade.reported,
    believe: str | None = None,
    *,
    seed: int | None = None,
    iterations: int | None = None,
) -> Iterator[PlanAssessment]:
    """One plan of a book under assessment; each part of it is worked out when it is asked for."""
    from trueup.scorecard.opened import open_book

    asked = {"known_at": known_at, "at_grade": at_grade.value, "believe": believe}
    with open_book(book) as opened, opened.plan(plan, as_of, seed=seed, iterations=iterations, **asked) as found:  # type: ignore[arg-type]
        yield found


def show(*parts: RenderableType) -> None:
    """Print with rich, plain where there is no terminal."""
    from rich.console import Console

    console = Console(highlight=False)
    for part in parts:
        console.print(part)


def told(plan: PlanAssessment | Delivery, part: str) -> None:
    """Print one part of the answer as JSON, by its published schema (`trueup schema delivery-<part>`)."""
    from trueup.scorecard.parts import in_json

    typer.echo(in_json(plan, part))
