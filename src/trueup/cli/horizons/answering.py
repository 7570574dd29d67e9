"""`trueup horizons answer` and `effort`: what a party says of a criterion, and what it spent at a horizon."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.cli.horizons.show import Which
from trueup.cli.moments import BookFolder, day

if TYPE_CHECKING:
    from trueup.scorecard.answered import Stored

_DAY = {"parser": day, "metavar": "DATE"}
By = Annotated[str | None, typer.Option(metavar="PARTY", help="Who says it.")]
On = Annotated[dt.date | None, typer.Option(help="The day it is said of (default: today).", **_DAY)]


def answer(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    book: BookFolder = Path("."),
    stakeholders: Which = None,
    criterion: Annotated[str | None, typer.Option(metavar="ID", help="The criterion that is answered.")] = None,
    value: Annotated[float | None, typer.Option(help="The answer, on the scale of the criterion.")] = None,
    yes: Annotated[list[str] | None, typer.Option(metavar="ITEM", help="This item of a checklist is true.")] = None,
    no: Annotated[list[str] | None, typer.Option(metavar="ITEM", help="This item is not.")] = None,
    sus: Annotated[
        str | None, typer.Option(metavar="R1,...,R10", help="Ten ratings, 1 to 5: the System Usability Scale.")
    ] = None,
    by: By = None,
    on: On = None,
    person: Annotated[str | None, typer.Option(metavar="ID", help="The person who answered, or who is meant.")] = None,
    n: Annotated[int | None, typer.Option(min=1, help="So many people stand behind the value.")] = None,
    stderr: Annotated[float | None, typer.Option(min=0, help="The standard error of their mean.")] = None,
    note: Annotated[str | None, typer.Option(help="A remark; never what a person wants.")] = None,
    file: Annotated[Path | None, typer.Option(metavar="FILE.csv", help="Every row of a CSV: criterion, value ...")] = (
        None
    ),
) -> None:
    """Answer a criterion: by a value, item by item, by ten ratings, or by a file; all of it counts, or nothing does.

    A provider's answer stands until the customer (or an observer) has answered. An answer is never erased: given again
    for the same day, the later one counts, and --known-at still sees the earlier.

    \b
    Examples:
      trueup horizons answer northwind --criterion quick --value 4 --by northwind --person clerk-1
      trueup horizons answer northwind --criterion hostage --yes exit.plan --no exit.rehearsed --by northwind
      trueup horizons answer northwind --criterion usable --sus 4,2,5,1,4,2,5,1,4,2 --by northwind --person clerk-1
      trueup horizons answer northwind --file pulse.csv --by northwind
    """
    from trueup.horizons.given import GivenAnswer
    from trueup.scorecard.answer_files import read_answers
    from trueup.scorecard.answered import store_answers
    from trueup.scorecard.opened import open_book

    with open_book(book) as opened:
        today = opened.moment().as_of
        if file is not None:
            given = read_answers(text_of(file), by=by, on=on or today)
        else:
            name, said_by = _needed(criterion, "--criterion"), _needed(by, "--by")
            values = _values(value, yes or (), no or (), sus)
            given = [GivenAnswer(name, one, on or today, said_by, item, person, n, stderr, note=note, line=at)
                     for at, (item, one) in enumerate(values, start=1)]  # fmt: skip
        typer.echo(_told(store_answers(opened.store, opened.book, stakeholders, given, today=today), "answer"))


def effort(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    book: BookFolder = Path("."),
    stakeholders: Which = None,
    horizon: Annotated[str | None, typer.Option(metavar="HORIZON", help="The level that was worked at.")] = None,
    hours: Annotated[float | None, typer.Option(min=0, help="Hours that were spent.")] = None,
    amount: Annotated[str | None, typer.Option(metavar="AMOUNT", help="Money that was spent.")] = None,
    currency: Annotated[str | None, typer.Option(help="Its currency (default: the book's).")] = None,
    what: Annotated[str | None, typer.Option(help="On what.")] = None,
    by: By = None,
    on: On = None,
    ref: Annotated[str | None, typer.Option(help="What tells it from another of the same day.")] = None,
    file: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Every row of a CSV: horizon, hours ...")
    ] = None,
) -> None:
    """Log what a party spent at a horizon. Effort beyond the level that comes first is warned of, never forbidden.

    The same again is stored once; with the same --ref and other hours it is a correction.

    \b
    Examples:
      trueup horizons effort northwind --horizon individuals --hours 12 --what "steering dinner" --by acme
      trueup horizons effort northwind --file time-sheet.csv --by acme
    """
    from trueup.horizons.given import GivenEffort
    from trueup.scorecard.answer_files import read_efforts
    from trueup.scorecard.answered import store_efforts
    from trueup.scorecard.opened import open_book

    with open_book(book) as opened:
        today = opened.moment().as_of
        if file is not None:
            given = read_efforts(text_of(file), by=by, on=on or today)
        else:
            money = None if amount is None else _amount(amount)
            unit = currency or (opened.book.definition.currency if money is not None else None)
            level, party = _needed(horizon, "--horizon"), _needed(by, "--by")
            given = [GivenEffort(level, party, on or today, hours, money, unit, what, ref)]
        typer.echo(_told(store_efforts(opened.store, opened.book, stakeholders, given, today=today), "effort"))


def text_of(file: Path) -> str:
    """The text of a file. Raises SourceError for what is no UTF-8."""
    from trueup.vocabulary import SourceError

    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as bad:
        what = f"byte {bad.start + 1:,} is no UTF-8"
        raise SourceError(what, where=str(file), do="save the file as CSV in UTF-8") from None


def _needed(value: str | None, option: str) -> str:
    if value is None:
        raise typer.BadParameter("is needed, or --file", param_hint=option)
    return value


def _values(
    value: float | None, yes: Iterable[str], no: Iterable[str], sus: str | None
) -> list[tuple[str | None, float]]:
    """Items with their values: of a question one without an item."""
    items: list[tuple[str | None, float]] = [*((item, 1.0) for item in yes), *((item, 0.0) for item in no)]
    if sum((value is not None, bool(items), sus is not None)) != 1:
        raise typer.BadParameter("say --value, or --yes and --no, or --sus", param_hint="--value")
    if value is not None:
        return [(None, value)]
    return items if sus is None else _ratings(sus)


def _ratings(text: str) -> list[tuple[str | None, float]]:
    try:
        ratings = [float(each) for each in text.split(",")]
    except ValueError:
        raise typer.BadParameter("ten numbers with commas between: 4,2,5,1,4,2,5,1,4,2", param_hint="--sus") from None
    if len(ratings) != 10:
        raise typer.BadParameter(f"ten ratings are needed, {len(ratings)} given", param_hint="--sus")
    return [(str(at), rating) for at, rating in enumerate(ratings, start=1)]


def _amount(text: str) -> Decimal:
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise typer.BadParameter(f"{text!r} is no amount: write 1234.50", param_hint="--amount")
    return found


def _told(stored: Stored, noun: str) -> str:
    many = f"1 {noun}" if stored.new == 1 else f"{stored.new:,} {noun}s"
    already = f", {stored.known:,} known already" if stored.known else ""
    return f"{many} recorded{already}"
