"""What questions about operating models share: which model, and how the answer is written."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from trueup.report.tables import Table
    from trueup.vocabulary.result import Result


class Form(StrEnum):
    """How the answer is written."""

    table = "table"
    csv = "csv"
    json = "json"


ModelId = Annotated[
    str | None, typer.Option("--model", metavar="ID", help="The model's id; not needed where the book has only one.")
]
Format = Annotated[Form, typer.Option(help="How the answer is written.")]


def answer(
    found: Result | Sequence[Result], format: Form, title: str, sentences: Sequence[str],
    tables: Sequence[tuple[str, Table]], *, rows: Table,
) -> None:  # fmt: skip
    """Write an answer: `rows` as CSV, the whole as JSON, or sentences and tables on the screen."""
    if format is Form.json:
        typer.echo(_json(found))
        return
    if format is Form.csv:
        from trueup.report.tables import as_csv

        sys.stdout.buffer.write(as_csv(rows))
        sys.stdout.buffer.flush()
        return
    from rich.console import Console

    from trueup.report.terminal.models import ModelScreen

    width = None if sys.stdout.isatty() else 160
    Console(highlight=False, width=width).print(ModelScreen(title, sentences, tables))


def _json(found: Result | Sequence[Result]) -> str:
    if not isinstance(found, Sequence):
        return found.model_dump_json(indent=2)
    return "[" + ",\n".join(each.model_dump_json(indent=2) for each in found) + "]"
