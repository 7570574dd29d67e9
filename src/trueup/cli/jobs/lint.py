"""`trueup jobs lint`: how outcome statements and jobs are worded, with the words that are meant marked."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from trueup.cli.jobs.asking import BookFolder, Form

if TYPE_CHECKING:
    from trueup.jobs.lint import Parts, Remark


class Place(NamedTuple):
    """A text and where it stands."""

    file: str
    line: int | None
    path: str | None
    text: str


def lint(
    book: BookFolder = Path("."),
    statement: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Look at this outcome statement instead of a book.")
    ] = None,
    format: Annotated[Form, typer.Option(help="How the answer is written.")] = Form.table,
) -> None:
    """Say how the outcomes and jobs of a book's job maps are worded, and mark the words that are meant.

    An outcome statement is a direction, a metric, an object and, if need be, a context: Minimize the time it takes to
    find out what is covered. Nothing is ever rewritten. Exits 1 if there is an error: a statement that nobody could
    rate. The codes are explained in docs/reference/lint.md.

    \b
    Examples:
      trueup jobs lint northwind
      trueup jobs lint --statement "Minimize the time and cost of sending goods"
      trueup jobs lint northwind --format json
    """
    found = _of_a_statement(statement) if statement is not None else _of_a_book(book)
    if format is Form.json:
        typer.echo(json.dumps([_plain(place, remark) for place, remark in found], indent=2, ensure_ascii=False))
    else:
        _show(found, statement)
    raise typer.Exit(int(any(remark.severity == "error" for _, remark in found)))


def _of_a_statement(statement: str) -> list[tuple[Place, Remark]]:
    from trueup.jobs.lint import lint as lint_statement

    return [(Place("", None, None, statement), remark) for remark in lint_statement(statement)]


def _of_a_book(book: Path) -> list[tuple[Place, Remark]]:
    from trueup.book.draft import Draft
    from trueup.book.load import load
    from trueup.book.rules.jobs import remarks
    from trueup.book.yaml import spell
    from trueup.cli.book import landed
    from trueup.vocabulary import DocumentError

    loaded = load(book, landed(book))
    if not loaded.entries and loaded.issues:
        raise DocumentError(loaded.issues)
    return [
        (Place(placed.place.file, placed.place.line(path), spell(path), text), remark)
        for placed, path, text, remark in remarks(Draft(loaded))
    ]


def _plain(place: Place, remark: Remark) -> dict[str, Any]:
    where = place._asdict() if place.file else {"text": place.text}
    return where | remark.model_dump(mode="json")


def _show(found: list[tuple[Place, Remark]], statement: str | None) -> None:
    if statement is not None:
        _parts(statement)
    for place, group in groupby(found, key=lambda each: each[0]):
        _text(place, [remark for _, remark in group])
    count = {word: sum(remark.severity == word for _, remark in found) for word in ("error", "warning", "note")}
    words = ", ".join(f"{number} {word}{'s' if number != 1 else ''}" for word, number in count.items())
    typer.echo(words if found else "nothing is wrong")


def _parts(statement: str) -> None:
    """What a statement is made of, under its words."""
    from trueup.jobs.lint import parse

    found: Parts = parse(statement)
    for name in ("direction", "metric", "object", "context"):
        piece = getattr(found, name)
        typer.echo(f"{name + ':':<11}{piece.text if piece else '-'}")
    typer.echo()


def _text(place: Place, remarks: Iterable[Remark]) -> None:
    where = ":".join(str(part) for part in (place.file, place.line) if part)
    typer.echo(f"{where}: {place.path}" if place.file else "")
    if place.text:
        typer.echo(f"  {place.text}")
    for remark in remarks:
        if place.text:
            typer.echo(f"  {' ' * remark.start}{'^' * max(1, remark.end - remark.start)}")
        typer.echo(f"  {remark.severity} {remark.code}: {remark.message}")
        typer.echo(f"    {remark.suggestion}")
    typer.echo()
