"""`trueup jobs form`: forms to ask with elsewhere."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.cli.jobs.asking import BookFolder, read_book, the_only

if TYPE_CHECKING:
    from trueup.book import Book
    from trueup.jobs.handout import Handout
    from trueup.jobs.job_map import JobMap
    from trueup.jobs.survey import Survey, Wave


class Form(StrEnum):
    """How the forms are written."""

    csv = "csv"
    xlsx = "xlsx"
    html = "html"
    txt = "txt"


def form(
    book: BookFolder = Path("."),
    survey: Annotated[
        str | None, typer.Option(metavar="ID", help="The survey; not needed where the book has only one.")
    ] = None,
    wave: Annotated[str | None, typer.Option(metavar="ID", help="The wave (default: the last).")] = None,
    people: Annotated[
        int | None, typer.Option(min=1, help="For how many (default: all there are to ask, or one of each form).")
    ] = None,
    language: Annotated[str | None, typer.Option(help="In which language (default: the survey's first).")] = None,
    format: Annotated[
        Form, typer.Option(help="csv, xlsx: a list to fill in; html: to print; txt: to send.")
    ] = Form.csv,
    seed: Annotated[int, typer.Option(min=0, help="Of the lot by which forms are drawn.")] = 0,
    to: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write it (default: the screen).")] = None,
) -> None:
    """Write the forms of a survey to ask with elsewhere: a list to fill in, pages to print, texts to send.

    Each person has a number, and the form that is drawn for them. A list that was filled in comes back with
    `trueup jobs import FILE --as long`, with --on for the day where none is written in it. The same seed gives the same
    forms: so write the list and the pages with the same one.

    \b
    Examples:
      trueup jobs form northwind --people 40 --format html --to forms.html
      trueup jobs form northwind --people 40 --format xlsx --to answers.xlsx
      trueup jobs form northwind --survey claims-panel --wave 2026-q4 --language de --format txt
    """
    from trueup.jobs.handout import handouts

    found = read_book(book)
    asked, job_map, round_ = _chosen(found, survey, wave)
    many = people or round_.size or asked.frame.size or _one_of_each(asked, job_map)
    spoken = language or asked.languages[0]
    made = handouts(asked, job_map, round_.id, int(many), spoken, seed)
    content = _written(format, asked, job_map, made, spoken)
    if to is None:
        if format is Form.xlsx:
            raise typer.BadParameter("say where to write it: --to FILE.xlsx", param_hint="--to")
        sys.stdout.buffer.write(content)
        return
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_bytes(content)
    typer.echo(f"{asked.id}, wave {round_.id}: {len(made):,} forms: {os.fspath(to.absolute())}")


def _chosen(book: Book, survey: str | None, wave: str | None) -> tuple[Survey, JobMap, Wave]:
    """The survey as the wave asks it, what it asks about, and the wave."""
    from trueup.jobs.asked import version_of_wave
    from trueup.vocabulary import InputError, UnknownName, did_you_mean

    versions = book.survey(survey) if survey else the_only("survey", book.surveys)
    waves = versions.latest.waves
    if not waves:
        raise InputError(
            f"the survey {versions.id} has no wave", do="add one: waves: [{id: ..., opens: ..., closes: ...}]"
        )
    name = wave or waves[-1].id
    asked, found = version_of_wave(versions.all, name), versions.latest.wave(name)
    if asked is None or found is None:
        known = [each.id for each in waves]
        raise UnknownName(
            f"the survey {versions.id} has no wave {name!r}",
            do=did_you_mean(name, known) or f"waves: {', '.join(known)}",
        )
    return asked, book.job_map(asked.job_map).latest, found


def _one_of_each(survey: Survey, job_map: JobMap) -> int:
    from trueup.jobs.forms import forms_of

    return len(forms_of(survey, job_map).forms)


def _written(format: Form, survey: Survey, job_map: JobMap, made: list[Handout], language: str) -> bytes:
    from trueup.jobs.handout import columns, rows, sheet
    from trueup.report.handouts import as_pages, as_text
    from trueup.report.tables import Table, as_csv
    from trueup.report.workbook import as_workbook
    from trueup.vocabulary.spreadsheet import marked

    if format is Form.html:
        return as_pages(sheet(survey, job_map, language), made).encode()
    if format is Form.txt:
        return as_text(sheet(survey, job_map, language), made).encode()
    table = Table(columns(survey), list(rows(made, survey)))
    return as_workbook(table) if format is Form.xlsx else as_csv(table, marked)
