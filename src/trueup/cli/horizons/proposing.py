"""`trueup horizons propose`: criteria for the levels at which nothing is asked yet, as YAML ready to paste."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.cli.moments import BookFolder

if TYPE_CHECKING:
    from trueup.horizons.proposals import Proposals


class Form(StrEnum):
    """How the answer is written."""

    yaml = "yaml"
    json = "json"


def propose(
    book: BookFolder = Path("."),
    about: Annotated[
        str | None,
        typer.Option("--for", metavar="ID", help="A stakeholders document, or an agreement that has none."),
    ] = None,
    format: Annotated[Form, typer.Option(help="How the answer is written.")] = Form.yaml,
) -> None:
    """Propose what the five levels could be judged by, from the agreement, the job maps and the surveys.

    Each criterion comes with the reason why, as a comment; the YAML below passes `trueup check` as it is. Levels at
    which something is asked already stay as they are. Nothing is written into the book.

    \b
    Examples:
      trueup horizons propose northwind --for claims-platform > northwind/horizons.yaml
      trueup horizons propose northwind --for claims-platform --format json
    """
    from trueup.scorecard.horizon_proposals import proposals_of
    from trueup.scorecard.opened import open_book

    with open_book(book) as opened:
        found = proposals_of(opened.book, about)
    typer.echo(found.model_dump_json(indent=2) if format is Form.json else _text(found), nl=format is Form.json)


def _text(found: Proposals) -> str:
    """The reasons as comments, then the document."""
    lines = [str(found.words), *([""] if found.yaml else [])]
    lines += [f"{each.horizon}: {each.criterion} - {each.why}" for each in found.proposals]
    lines += [f"individuals: {each.what} ({each.person}) - {each.why}" for each in found.people]
    return "".join(f"# {line}".rstrip() + "\n" for line in lines) + found.yaml
