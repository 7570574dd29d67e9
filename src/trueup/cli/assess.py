"""`trueup assess`: the main job."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.cli.moments import AsOf, BookFolder, KnownAt, progress_bar

if TYPE_CHECKING:
    from trueup.scorecard.model import Scorecard


class Form(StrEnum):
    """How the scorecard is written."""

    text = "text"
    json = "json"


class AtGrade(StrEnum):
    """Who must stand behind the evidence."""

    reported = "reported"
    verified = "verified"
    attested = "attested"


def assess(
    book: BookFolder = Path("."),
    as_of: AsOf = None,
    known_at: KnownAt = None,
    at_grade: Annotated[AtGrade, typer.Option(help="Count only evidence of at least this grade.")] = AtGrade.reported,
    format: Annotated[Form, typer.Option(help="How the scorecard is written.")] = Form.text,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write one offline HTML file with charts, too.")
    ] = None,
) -> None:
    """Judge a book: is the customer succeeding, as agreed, and is it worth what it costs?

    The scorecard is a pure function of documents and facts as of a moment: anyone with the same book gets the same
    one. Load the sources first: trueup load BOOK.

    \b
    Examples:
      trueup assess northwind
      trueup assess northwind --as-of 2026-10-01 --html scorecard.html
      trueup assess northwind --at-grade attested
      trueup assess northwind --known-at 2026-06-30T18:00 --format json
    """
    _multiply_on_one_thread()
    with _keeping_all():
        card = _assessed(book, as_of, known_at, at_grade)
        if html is not None:
            _write(card, html)
        _print(card, format)
    if html is not None:
        typer.echo(f"\nThe scorecard with charts: {html.absolute()}", err=format is Form.json)


def _assessed(book: Path, as_of: AsOf, known_at: KnownAt, at_grade: AtGrade) -> Scorecard:
    from trueup.scorecard.opened import open_book

    with open_book(book) as opened, progress_bar() as progress:
        return opened.assess(as_of, known_at=known_at, at_grade=at_grade.value, progress=progress)


@contextmanager
def _keeping_all() -> Iterator[None]:
    """A scorecard's million parts stay until it is printed: looking through them for garbage finds none."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _multiply_on_one_thread() -> None:
    """Threads wait for each other longer than the small matrices of a forecast take; set the variable to have more."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _print(card: Scorecard, format: Form) -> None:
    if format is Form.json:
        typer.echo(card.model_dump_json(indent=2))
        return
    from rich.console import Console

    from trueup.report.terminal.screen import Screen

    Console(highlight=False).print(Screen(card))


def _write(card: Scorecard, file: Path) -> None:
    from trueup.cli.whole import keep_whole
    from trueup.report.html.page import render

    file.parent.mkdir(parents=True, exist_ok=True)
    keep_whole(file, render(card).encode())
