"""`trueup value settle`: what each period earned, what is owed for it, and the statement that both sides sign."""

from __future__ import annotations

import datetime as dt
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.cli.moments import AsOf, BookFolder, KnownAt

if TYPE_CHECKING:
    from rich.console import RenderableType

    from trueup.scorecard.opened import OpenBook
    from trueup.value.results_statement import Settled
    from trueup.value.statement import Statement
    from trueup.vocabulary.result import Result


class Form(StrEnum):
    """How the answer is written."""

    text = "text"
    json = "json"


def settle(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    book: BookFolder = Path("."),
    agreement: Annotated[
        str | None, typer.Option(metavar="ID", help="The agreement; not needed where the book has only one.")
    ] = None,
    period: Annotated[
        str | None, typer.Option(metavar="PERIOD", help="The settlement period: 2026-Q3, 2026-07, 2026 or start/end.")
    ] = None,
    correct: Annotated[
        bool, typer.Option("--correct", help="Draw up a correction of the period's own statement.")
    ] = False,
    check: Annotated[
        str | None, typer.Option(metavar="STATEMENT", help="Recompute a statement: its id in the book, or a file.")
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the statement as a document (YAML).")] = None,
    format: Annotated[Form, typer.Option(help="How the answer is written.")] = Form.text,
) -> None:
    """Settle a period of an agreement: value at the agreed grade, every clause, and what is owed, to the cent.

    Without --period every settlement period is listed with its state. With it the statement is drawn up, and refused
    while evidence is not yet at the grade that settles. What is in dispute is held back; once answered, the next
    statement corrects the period. --check recomputes a statement and says where it differs.

    \b
    Examples:
      trueup value settle northwind --agreement claims-platform
      trueup value settle northwind --agreement claims-platform --period 2026-Q3 --out northwind/2026-q3.yaml
      trueup value settle northwind --agreement claims-platform --check claims-platform-2026-q3
    """
    from trueup.scorecard.opened import open_book

    with open_book(book) as opened:
        if check is not None:
            _checked(opened, check, format)
        elif period is None:
            _listed(opened, agreement, as_of, known_at, format)
        else:
            moment = known_at or dt.datetime.now(dt.UTC)
            _stated(opened, (agreement, period), (as_of, moment), format, out, correct=correct)


def _listed(
    opened: OpenBook, agreement: str | None, as_of: dt.date | None, known_at: dt.datetime | None, format: Form
) -> None:
    from trueup.report.terminal.statements import PeriodTable
    from trueup.scorecard.value_settle import settlements

    with opened.values(as_of, known_at=known_at) as values:
        found = settlements(values, agreement)
    _shown(found, PeriodTable(found), format)


def _stated(
    opened: OpenBook,
    which: tuple[str | None, str],
    moment: tuple[dt.date | None, dt.datetime],
    format: Form,
    out: Path | None,
    *,
    correct: bool,
) -> None:
    from trueup.report.terminal.statements import StatementSheet
    from trueup.scorecard.value_settle import draw_up, settlement

    with opened.values(moment[0], known_at=moment[1]) as values:
        shown: Settled = settlement(values, *which)
        if out is not None or correct or shown.state not in ("settled", "corrected"):
            statement, shown = draw_up(values, *which, correct=correct)
            if out is not None:
                _write(statement, out)
    _shown(shown, StatementSheet(shown), format)


def _write(statement: Statement, out: Path) -> None:
    from trueup.book.write import write

    out.write_text(write(statement), encoding="utf-8")
    typer.echo(f"Written: {out.absolute()}", err=True)


def _checked(opened: OpenBook, which: str, format: Form) -> None:
    from rich.console import Group

    from trueup.report.terminal.statements import check_lines
    from trueup.scorecard.value_check import check_statement, statement_at

    path = Path(which)
    statement = statement_at(path) if path.is_file() else opened.book.statement(which).latest
    found = check_statement(opened, statement)
    _shown(found, Group(*check_lines(found)), format)
    if not found.equal:
        raise typer.Exit(1)


def _shown(found: Result, screen: RenderableType, format: Form) -> None:
    if format is Form.json:
        sys.stdout.write(found.model_dump_json(indent=2) + "\n")
        return
    from rich.console import Console

    Console(highlight=False, width=None if sys.stdout.isatty() else 120).print(screen)
