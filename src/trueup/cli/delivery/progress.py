"""`trueup delivery progress`: who says what of each activity, and reporting it by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.cli.delivery.asking import AsOf, AtGrade, Believe, BookFolder, Form, Grade, KnownAt, PlanId, assessed, show
from trueup.cli.moments import day

if TYPE_CHECKING:
    from trueup.scorecard.opened import OpenBook
    from trueup.scorecard.reported import Report

_DAY = {"parser": day, "metavar": "DATE"}


def progress(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    book: BookFolder = Path("."),
    plan: PlanId = None,
    file: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Report every row of a CSV: activity, percent ...")
    ] = None,
    activity: Annotated[str | None, typer.Option(metavar="ID", help="Report this activity.")] = None,
    by: Annotated[str | None, typer.Option(metavar="PARTY", help="Who reports it.")] = None,
    status_date: Annotated[
        dt.date | None, typer.Option(help="The day at whose end this holds (default: yesterday).", **_DAY)
    ] = None,
    percent: Annotated[float | None, typer.Option(min=0, max=100, help="How much of it is done.")] = None,
    start: Annotated[dt.date | None, typer.Option(help="Its first day.", **_DAY)] = None,
    finish: Annotated[dt.date | None, typer.Option(help="Its last day: it is done.", **_DAY)] = None,
    cost: Annotated[str | None, typer.Option(metavar="AMOUNT", help="What it has cost so far.")] = None,
    remaining: Annotated[float | None, typer.Option(min=0, help="Working days left.")] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    at_grade: Grade = AtGrade.reported,
    believe: Believe = None,
    format: Annotated[Form, typer.Option(help="How the status is written.")] = Form.table,
) -> None:
    """Show the status of a plan's activities and who says so, or report it.

    A party reports its own portion; the customer may verify any, and the observer attest it. A report is never erased:
    reported again for the same status date, the later one counts, and --known-at still sees the earlier.

    \b
    Examples:
      trueup delivery progress northwind claims-plan --as-of 2026-04-08
      trueup delivery progress northwind claims-plan --activity migrate --by sint --percent 48 --remaining 47
      trueup delivery progress northwind claims-plan --activity migrate --by sint --finish 2026-07-08 --cost 180000
      trueup delivery progress northwind claims-plan --file status.csv --by sint --status-date 2026-04-30
    """
    if file is None and activity is None:
        _shown(book, plan, as_of, known_at, at_grade, believe, format)
        return
    from trueup.scorecard.opened import open_book
    from trueup.scorecard.reported import read_reports

    with open_book(book) as opened:
        last = status_date or opened.moment().as_of - dt.timedelta(days=1)
        if file is not None:
            reports = read_reports(_text(file), by=by, status_date=last)
        else:
            reports = [_one(activity or "", by, last, percent, start, finish, cost, remaining)]
        typer.echo(_stored(opened, plan, reports))


def _text(file: Path) -> str:
    from trueup.vocabulary import SourceError

    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as bad:
        what = f"byte {bad.start + 1:,} is no UTF-8"
        raise SourceError(what, where=str(file), do="save the file as CSV in UTF-8") from None


def _stored(opened: OpenBook, plan: str | None, reports: list[Report]) -> str:
    receipt = opened.report_progress(plan, reports)
    days = sorted({each.status_date for each in reports})
    until = f"{days[0]}" if len(days) == 1 else f"{days[0]} to {days[-1]}"
    many = "1 report" if receipt.rows == 1 else f"{receipt.rows:,} reports"
    return f"{many} recorded, as of the end of {until}"


def _one(
    activity: str,
    by: str | None,
    status_date: dt.date,
    percent: float | None,
    start: dt.date | None,
    finish: dt.date | None,
    cost: str | None,
    remaining: float | None,
) -> Report:
    from trueup.cli.delivery.contain import amount
    from trueup.scorecard.reported import Report

    if by is None:
        raise typer.BadParameter("say who reports it: --by PARTY", param_hint="--by")
    if all(each is None for each in (percent, start, finish, cost, remaining)):
        raise typer.BadParameter("say how far it is: --percent, --start, --finish, --cost, --remaining")
    done = 100.0 if finish is not None and percent is None else percent
    return Report(activity, status_date, by, start, finish, done, amount(cost, "--cost"), remaining)


def _shown(
    book: Path, plan: str | None, as_of: AsOf, known_at: KnownAt, at_grade: AtGrade, believe: str | None, format: Form
) -> None:
    with assessed(book, plan, as_of, known_at, at_grade, believe) as found:
        if format is Form.json:
            typer.echo(_json(found.progress))
            return
        from trueup.report.terminal.delivery.status import StatusTable

        show(StatusTable(found, found.progress, found.current, found.roles.names))


def _json(found: object) -> str:
    import json
    from dataclasses import asdict

    stated = asdict(found)  # type: ignore[call-overload]
    kept = {name: stated[name] for name in ("status_date", "by_activity", "conflicts", "issues")}
    return json.dumps(kept, indent=2, ensure_ascii=False, default=str)
