"""What questions about jobs share: which book, which of its job maps or surveys, and how the answer is written."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from trueup.cli.moments import BookFolder
from trueup.vocabulary import Document, InputError

if TYPE_CHECKING:
    from trueup.book import Book, Versions

__all__ = ["BookFolder", "Form", "MapId", "read_book", "the_only"]

D = TypeVar("D", bound=Document)

MapId = Annotated[
    str | None, typer.Argument(metavar="MAP", help="The job map's id; not needed where the book has only one.")
]


class Form(StrEnum):
    """How the answer is written."""

    table = "table"
    json = "json"


def read_book(folder: Path) -> Book:
    """The documents of a book, with those that its sources have landed; its facts are not opened."""
    from trueup.book import Book
    from trueup.cli.book import landed

    return Book.load(folder, landed(folder))


def the_only(what: str, documents: Mapping[str, Versions[D]]) -> Versions[D]:
    """The one document of a kind that a book has. InputError where it has none, or several to choose from."""
    if len(documents) == 1:
        return next(iter(documents.values()))
    some = f"name one: {', '.join(documents)}" if documents else f"write one: trueup schema {what.replace(' ', '_')}"
    raise InputError(f"the book has {len(documents) or 'no'} {what}{'s' if len(documents) > 1 else ''}", do=some)
