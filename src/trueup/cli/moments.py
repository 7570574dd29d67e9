"""Options that many commands share: which book, as of when, as known when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from trueup.scorecard.opened import Progress

BookFolder = Annotated[Path, typer.Argument(metavar="BOOK", help="The folder of the book.")]


def day(text: str) -> dt.date:
    """A day as people write it on the command line."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a day: write it as 2026-10-01") from None


def _instant(text: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a moment: write it as 2026-10-01T09:00:00+02:00") from None


AsOf = Annotated[
    dt.date | None,
    typer.Option(
        "--as-of",
        parser=day,
        metavar="DATE",
        help="What had happened when this day began (default: today in the book's time zone).",
    ),
]
KnownAt = Annotated[
    dt.datetime | None,
    typer.Option(
        "--known-at",
        parser=_instant,
        metavar="TIME",
        help="What was known at this moment; without a zone, the book's is meant (default: everything known by now).",
    ),
]


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """A bar on standard error for work that takes a while; None where nobody would see it."""
    import sys

    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, object] = {}

        def report(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)  # type: ignore[arg-type]

        yield report
