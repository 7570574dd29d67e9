"""`trueup jobs survey`: a survey made of a job map in one step."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.cli.jobs.asking import BookFolder, read_book, the_only
from trueup.cli.moments import day

if TYPE_CHECKING:
    from trueup.book import Book
    from trueup.jobs.build import Outlay, Wanted
    from trueup.jobs.survey import Survey

_DAY = {"parser": day, "metavar": "DATE"}
_MANY = "may be given several times, or with commas"


def survey(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    book: BookFolder = Path("."),
    job_map: Annotated[
        str | None, typer.Option("--map", metavar="ID", help="The job map; not needed where the book has only one.")
    ] = None,
    id: Annotated[str | None, typer.Option(metavar="ID", help="The survey's id (default: MAP-panel).")] = None,
    party: Annotated[str | None, typer.Option(metavar="PARTY", help="Who asks: this grades what it says.")] = None,
    wave: Annotated[str | None, typer.Option(metavar="ID", help="The first wave (default: the quarter).")] = None,
    opens: Annotated[dt.date | None, typer.Option(help="Its first day (default: tomorrow).", **_DAY)] = None,
    closes: Annotated[
        dt.date | None, typer.Option(help="The day on which it is closed (default: four weeks later).", **_DAY)
    ] = None,
    minutes: Annotated[float, typer.Option(min=0.1, help="How long answering may take each person.")] = 3.0,
    outcome: Annotated[
        list[str] | None, typer.Option(metavar="ID", help=f"Ask only about these outcomes; {_MANY}.")
    ] = None,
    common: Annotated[
        list[str] | None, typer.Option(metavar="ID", help=f"Outcomes that everybody is asked about; {_MANY}.")
    ] = None,
    size: Annotated[int | None, typer.Option(min=1, help="How many people there are to ask.")] = None,
    key: Annotated[
        list[str] | None, typer.Option(metavar="ID", help=f"What is known of each person (region, role); {_MANY}.")
    ] = None,
    languages: Annotated[str, typer.Option(metavar="LIST", help="Languages, with commas: en,de.")] = "en",
    named: Annotated[bool, typer.Option("--named", help="Answers are kept with who gave them.")] = False,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="What people shall call it.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it will give, but write nothing.")] = False,
) -> None:
    """Make a survey of a job map, write it into the book, and say what it will give.

    Each person is asked about so many outcomes as fit into the minutes; planned-missing forms see to it that all of
    them together still say how everybody is doing. You read how many people must answer for an opportunity to be known
    within 1.

    \b
    Examples:
      trueup jobs survey northwind
      trueup jobs survey northwind --map file-a-claim --party assay --wave 2026-q4 --opens 2026-10-01 --size 900
      trueup jobs survey northwind --minutes 5 --common o1,o7 --key region,role --languages en,de
    """
    from trueup.jobs.build import OPEN_DAYS, Wanted, build, listed, next_quarter

    found = read_book(book)
    versions = found.job_map(job_map) if job_map else the_only("job map", found.job_maps)
    first = opens or dt.datetime.now(found.definition.zone).date() + dt.timedelta(days=1)
    wanted = Wanted(
        survey=id or f"{versions.id}-panel",
        wave=wave or next_quarter(first),
        opens=first,
        closes=closes or first + dt.timedelta(days=OPEN_DAYS),
        minutes=minutes,
        outcomes=listed(outcome or []),
        common=listed(common or []),
        party=party,
        title=title,
        size=size,
        keys=listed(key or []),
        languages=listed([languages]),
        anonymous=not named,
    )
    _free(found, wanted)
    _party(found, wanted)
    made = build(wanted, versions.latest)
    _write(book, found, made, dry_run=dry_run)


def _free(book: Book, wanted: Wanted) -> None:
    from trueup.vocabulary import InputError

    if wanted.survey in book.surveys:
        do = "give this one another id with --id, or add a wave to the one that is there"
        raise InputError(f"the book has a survey {wanted.survey!r} already", do=do)


def _party(book: Book, wanted: Wanted) -> None:
    from trueup.vocabulary import UnknownName, did_you_mean

    if wanted.party is not None and wanted.party not in book.parties:
        hint = did_you_mean(wanted.party, book.parties) or f"parties: {', '.join(book.parties)}"
        raise UnknownName(f"there is no party {wanted.party!r}", do=hint)


def _write(folder: Path, book: Book, made: Survey, *, dry_run: bool) -> None:
    from trueup.cli.book import landed
    from trueup.jobs.build import outlay
    from trueup.scorecard.put import put

    told = outlay(made, book.job_map(made.job_map).latest)
    place = None if dry_run else put(folder, made, "surveys", landed(folder))
    typer.echo(f"{made.title} ({made.id}, wave {made.waves[0].id})")
    for line in _said(told):
        typer.echo(f"  {line}")
    if place is None:
        typer.echo("Nothing was written: it is a dry run.")
    else:
        typer.echo(
            f"Written: {place}\nNext: trueup jobs form {folder} --survey {made.id}, or invite people on a server"
        )


def _said(told: Outlay) -> list[str]:
    parts = [f"{told.outcomes} outcomes"]
    if told.blocks:
        parts.append(
            f"{told.forms} forms of at most {told.see} ({told.blocks} blocks, two on each form): "
            f"{told.share:.0%} of the people rate each outcome"
        )
    else:
        parts.append("everybody is asked about all of them")
    whole = f", all of them would take {told.minutes_all:.0f}" if told.blocks else ""
    lines = ["; ".join(parts), f"about {told.minutes:.1f} minutes a person{whole}"]
    lines.append(
        f"{told.needed:,} people must answer ({told.needed_each:,} an outcome) for a typical opportunity to be known "
        f"within {told.half_width:g}"
    )
    if told.reached is not None and told.size is not None:
        lines.append(f"there are {told.size:,} to ask: if all of them answer, it is known within {told.reached:.1f}")
    return lines
