"""`trueup delivery import` and `export`: plans from the tools in which people keep them, and back."""

from __future__ import annotations

import datetime as dt
import os
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.cli.delivery.asking import AsOf, AtGrade, Believe, BookFolder, Grade, KnownAt, PlanId, assessed
from trueup.cli.moments import day

if TYPE_CHECKING:
    from trueup.sources.plans import PlanFile, PlanReport

SHOWN = 20
_DAY = {"parser": day, "metavar": "DATE"}


class Dates(StrEnum):
    """What a start means that is later than the links ask."""

    keep = "keep"
    links = "links"


def import_file(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file that holds the plan.")],
    to: Annotated[Path, typer.Option(metavar="BOOK", help="The folder of the book.")],
    id: Annotated[str | None, typer.Option(metavar="ID", help="The plan's id (default: from the file's name).")] = None,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="What people shall call it.")] = None,
    agreement: Annotated[str | None, typer.Option(metavar="ID", help="The agreement that it belongs to.")] = None,
    format: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="mpp, mspdi, mpx, xer, pmxml, planner, dslib, psplib, jira, csv (default: by its look).",
        ),
    ] = None,
    party_from: Annotated[
        str | None, typer.Option(metavar="FIELD", help="The field or column that says who owns an activity.")
    ] = None,
    parties: Annotated[
        list[str] | None, typer.Option("--map", metavar="NAME=PARTY", help="A value of that field is this party.")
    ] = None,
    party: Annotated[str | None, typer.Option(metavar="PARTY", help="Owns what nobody else does.")] = None,
    reported_by: Annotated[
        str | None, typer.Option(metavar="PARTY", help="Who reports the progress in it (default: who owns it).")
    ] = None,
    dates: Annotated[
        Dates, typer.Option(help="keep: a start later than the links ask is a constraint; links: they alone speak.")
    ] = Dates.keep,
    column: Annotated[
        list[str] | None, typer.Option(metavar="MEANING=COLUMN", help="csv: which column means what.")
    ] = None,
    start: Annotated[
        dt.date | None, typer.Option(help="The plan's first day, where the file does not say.", **_DAY)
    ] = None,
    status_date: Annotated[
        dt.date | None, typer.Option(help="The day at whose end its progress holds, where it does not say.", **_DAY)
    ] = None,
    days_per_point: Annotated[
        str | None, typer.Option(metavar="DAYS", help="jira: how many working days a story point takes.")
    ] = None,
    unestimated: Annotated[
        str, typer.Option(metavar="LENGTH", help="jira: how long an issue without an estimate takes.")
    ] = "1d",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and check, but write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the load report as JSON.")] = False,
) -> None:
    """Bring a plan into a book: its document as a file, its progress as facts, whole or not at all.

    Microsoft Project and Primavera files need Java and trueup[plans]; workbooks, PSPLIB, Jira's CSV and tables do not.
    The report says what was read, and what was dropped or changed, with its place. Read again, a plan that has changed
    becomes its next version: baselines stay, and so does what people added in the book (commitments, moves, parties).

    \b
    Examples:
      trueup delivery import rollout.xml --to northwind --agreement claims-platform --dry-run
      trueup delivery import rollout.mpp --to northwind --party-from "Resource" --map "Acme GmbH=acme" --party northwind
      trueup delivery import C2011-07.xlsx --to mybook --id bridge --party builder
      trueup delivery import activities.csv --to mybook --party-from owner --column duration=Days
      trueup delivery import jira.csv --to mybook --party-from assignee --days-per-point 0.5 --status-date 2026-04-30
    """
    from trueup.sources.plans import read_plan

    read = read_plan(
        file,
        format=format,
        id=id,
        title=title,
        party_from=party_from,
        parties=_pairs(parties or [], "--map"),
        party=party,
        reported_by=reported_by,
        dates=dates.value,
        columns=_pairs(column or [], "--column"),
        agreement=agreement,
        start=start,
        status_date=status_date,
        days_per_point=_days(days_per_point),
        unestimated=unestimated,
    )
    outcome = _land(to, read, dry_run=dry_run)
    if as_json:
        typer.echo(read.report.model_dump_json(indent=2))
    else:
        _report(read.report)
    typer.echo(outcome, err=as_json)


def _land(folder: Path, read: PlanFile, *, dry_run: bool) -> str:
    from trueup.scorecard.opened import open_book

    with open_book(folder) as opened:
        landed = opened.land_plan(read, dry_run=dry_run)
    if landed is None:
        return "Nothing was written: it is a dry run, and the book would be whole with it."
    if not landed.changed:
        return "Nothing is new: the book says all of this already."
    parts = [f"version {landed.plan.version}: {landed.file}"] if landed.file is not None else []
    parts += [_counted(landed.progress, "reports of progress")] if landed.progress else []
    return f"Written: {'; '.join(parts)}\nNext: trueup delivery schedule {folder} {landed.plan.id}"


def _report(report: PlanReport) -> None:
    typer.echo(f"{report.file}: read as {report.format}, plan {report.plan!r}")
    counts = {
        "activities": report.activities, "milestones": report.milestones, "groups": report.groups,
        "links": report.links, "resources": report.resources, "assignments": report.assignments,
        "calendars": report.calendars, "baselines": report.baselines, "reports of progress": report.progress,
    }  # fmt: skip
    typer.echo("  " + ", ".join(_counted(count, name) for name, count in counts.items() if count))
    owned = ", ".join(f"{party} {count:,}" for party, count in report.parties.items())
    nobody = f"nobody {report.without_party:,}" if report.without_party else ""
    typer.echo(f"  owned by: {', '.join(filter(None, (owned, nobody)))}")
    for note in report.notes[:SHOWN]:
        typer.echo(f"  note: {note}")
    if len(report.notes) > SHOWN:
        typer.echo(f"  ... and {len(report.notes) - SHOWN:,} more: --json lists all")


def _counted(count: int, name: str) -> str:
    """1 milestone, 2 milestones; 1 report of progress."""
    singular = {"activities": "activity", "reports of progress": "report of progress"}
    return f"{count:,} {name if count != 1 else singular.get(name, name.removesuffix('s'))}"


def _days(text: str | None) -> Decimal | None:
    from trueup.cli.delivery.contain import amount

    found = amount(text, "--days-per-point")
    if found is not None and found <= 0:
        raise typer.BadParameter("a story point takes some time: write 0.5 or 2", param_hint="--days-per-point")
    return found


def _pairs(given: list[str], option: str) -> dict[str, str]:
    found = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise typer.BadParameter(f"{pair!r}: write it as NAME=VALUE", param_hint=option)
        found[name.strip()] = value.strip()
    return found


def export(
    book: BookFolder = Path("."),
    plan: PlanId = None,
    to: Annotated[Path | None, typer.Option(metavar="FILE.xml", help="Where to write it.")] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    at_grade: Grade = AtGrade.reported,
    believe: Believe = None,
) -> None:
    """Write a plan as Microsoft Project XML (MSPDI), with its schedule, progress and baselines.

    Project, Primavera, ProjectLibre and others read it. The file is as the schedule stands at the moment asked for.

    \b
    Examples:
      trueup delivery export northwind claims-plan --to claims.xml
      trueup delivery export northwind claims-plan --as-of 2026-04-08 --to claims.xml
    """
    from trueup.sources.plans import export_mspdi

    if to is None:
        raise typer.BadParameter("say where to write it: --to FILE.xml", param_hint="--to")
    with assessed(book, plan, as_of, known_at, at_grade, believe) as found:
        to.parent.mkdir(parents=True, exist_ok=True)
        export_mspdi(found.current, found.activities, to)
        typer.echo(f"{found.title}, {len(found.current.activities):,} activities: {os.fspath(to.absolute())}")
