"""Read a plan from a file: whole, or an error that says what is wrong with the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

from trueup.delivery.network import compile_plan
from trueup.sources.plans.build import build
from trueup.sources.plans.draft import Draft
from trueup.sources.plans.file import PlanFile
from trueup.sources.plans.formats import JAVA, MEGABYTE, Format, known, sniffed
from trueup.sources.plans.options import Dates, Options
from trueup.vocabulary import SourceError

_Reader = Callable[[Path, Options], Draft]


def read_plan(  # noqa: PLR0913 - each is something that a person may say about a file
    path: Path,
    *,
    format: str | None = None,
    id: str | None = None,
    title: str | None = None,
    party_from: str | None = None,
    parties: Mapping[str, str] | None = None,
    party: str | None = None,
    reported_by: str | None = None,
    dates: Dates = "keep",
    columns: Mapping[str, str] | None = None,
    agreement: str | None = None,
    start: dt.date | None = None,
    status_date: dt.date | None = None,
    days_per_point: Decimal | None = None,
    unestimated: str = "1d",
) -> PlanFile:
    """The plan, the progress and the report of a file; see `Options` for what may be said about it.

    `format` is one of `FORMATS` (default: known by the file's beginning and ending). Raises InputError for a format
    that cannot be read here (and what to install), SourceError for a file that is broken, cut short, too large or has
    no plan in it; DocumentError for links that make a cycle, with its path.
    """
    options = Options(
        id=id, title=title, party_from=party_from, parties=parties or {}, party=party, reported_by=reported_by,
        dates=dates, columns=columns or {}, agreement=agreement, start=start, status_date=status_date,
        days_per_point=days_per_point, unestimated=unestimated,
    )  # fmt: skip
    _look(path)
    chosen = known(format) if format else sniffed(path)
    _not_too_large(path, chosen)
    read = build(_reader(chosen)(path, options), path, options)
    if dates == "links":
        compile_plan(read.plan)
    return read


def _look(path: Path) -> None:
    if not path.is_file():
        what = "this is a folder" if path.is_dir() else "there is no such file"
        raise SourceError(what, where=str(path), do="name the file that holds the plan")
    if path.stat().st_size == 0:
        raise SourceError("the file is empty", where=path.name, do="export it again")


def _not_too_large(path: Path, chosen: Format) -> None:
    size = path.stat().st_size
    if size > chosen.largest:
        what = f"the file has {size / MEGABYTE:.0f} MB, a plan as {chosen.name} may have {chosen.largest // MEGABYTE}"
        raise SourceError(what, where=path.name, do="export only the project that you need")


def _reader(chosen: Format) -> _Reader:
    if chosen.name in JAVA:
        from trueup.sources.plans.java.read import read_java

        return lambda path, options: read_java(path, chosen.name, options)
    if chosen.name == "dslib":
        from trueup.sources.plans.workbook.read import read_workbook

        return read_workbook
    if chosen.name == "psplib":
        from trueup.sources.plans.psplib import read_psplib

        return read_psplib
    if chosen.name == "jira":
        from trueup.sources.plans.jira.read import read_jira

        return read_jira
    from trueup.sources.plans.table.read import read_table

    return read_table
