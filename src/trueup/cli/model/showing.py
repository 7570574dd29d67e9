"""`trueup model show`, `trace`, `gaps`, `what-if` and `seven-s`: questions to an operating model."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from trueup.cli.model.asking import Form, Format, ModelId, answer
from trueup.cli.moments import AsOf, BookFolder, KnownAt


class By(StrEnum):
    """What a model may be cut by."""

    stage = "stage"
    project = "project"
    provider = "provider"


def show(
    book: BookFolder = Path("."),
    model: ModelId = None,
    by: Annotated[By | None, typer.Option(help="Cut it by this: the slices add up to the whole.")] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format: Format = Form.table,
) -> None:
    """Show an operating model: what lies in each layer, what is complete, what is missing, what is measured.

    The table has a line a kind; csv has a row an element, with its latest actual and its failed touchpoints.

    \b
    Examples:
      trueup model show mortgage
      trueup model show mortgage --by provider
      trueup model show mortgage --format csv
    """
    from trueup.report.model_table import (
        cash_table,
        element_table,
        kind_table,
        measured_table,
        party_table,
        slice_table,
    )
    from trueup.scorecard.opened import open_book

    with open_book(book) as opened, opened.models(as_of, known_at=known_at) as models:
        if by is not None:
            cut = models.slices(model, by.value)
            table = slice_table(cut)
            answer(cut, format, f"{models.model(model).name} by {by}", (), [("Slices", table)], rows=table)
            return
        found = models.map(model)
    elements = element_table(found)
    tables = [
        ("Layers", kind_table(found)),
        ("Interactions by party", party_table(found)),
        ("Measured", measured_table(found)),
        ("Cash", cash_table([("all", found.cash)])),
    ]
    answer(found, format, f"{found.title}, as of {found.as_of}", found.sentences, tables, rows=elements)


def trace(
    book: BookFolder = Path("."),
    element: Annotated[
        str | None, typer.Argument(metavar="ELEMENT", help="An element, by its id or name; left out, every job.")
    ] = None,
    model: ModelId = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format: Format = Form.table,
) -> None:
    """Trace every job down to the money, or one element up and down.

    A path is complete where links lead from a job over an interaction, a decision, a component and a capability to a
    cash flow. Paths are counted, not listed: there may be millions.

    \b
    Examples:
      trueup model trace mortgage
      trueup model trace mortgage "Ask for an offer"
      trueup model trace mortgage credit-scoring --format json
    """
    from trueup.report.model_table import job_table, trace_table
    from trueup.scorecard.opened import open_book

    with open_book(book) as opened, opened.models(as_of, known_at=known_at) as models:
        if element is None:
            jobs, covered = models.traces(model), models.map(model).sentences[:1]
            table = job_table(jobs)
            answer(jobs, format, models.model(model).name, covered, [("Jobs", table)], rows=table)
            return
        found = models.trace(model, element)
    table = trace_table(found)
    example = [f"The shortest: {' > '.join(found.example)}"] if found.example else []
    answer(found, format, found.element.name, [*found.sentences, *example], [("Trace", table)], rows=table)


def gaps(
    book: BookFolder = Path("."),
    model: ModelId = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format: Format = Form.table,
) -> None:
    """List what is missing: jobs with no interaction, and so on down to cash flows with no job.

    Six kinds, each with its exact list. Leave with --format csv to work it off in a spreadsheet.

    \b
    Examples:
      trueup model gaps mortgage
      trueup model gaps mortgage --format csv
    """
    from trueup.report.model_table import gap_table
    from trueup.scorecard.opened import open_book

    with open_book(book) as opened, opened.models(as_of, known_at=known_at) as models:
        found, name = models.gaps(model), models.model(model).name
    words = [f"{gap.says}: {len(gap.elements)} of {gap.of}" for gap in found.kinds]
    table = gap_table(found)
    answer(found, format, f"{name}: {found.total} gaps", words, [("Gaps", table)], rows=table)


def what_if(
    book: BookFolder,
    of: Annotated[str, typer.Argument(metavar="OF", help="An element or a party, by its id or name.")],
    model: ModelId = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format: Format = Form.table,
) -> None:
    """Say which jobs and how much cash hang on a capability, a provider, or anything else, and what is cut off.

    Touched is what lies on a path through it; cut off is what has no complete path without it. With an element go its
    parts; with a party goes all that is with it, provided or owned by it.

    \b
    Examples:
      trueup model what-if mortgage credit-scoring
      trueup model what-if mortgage "Land registry" --format json
    """
    from trueup.report.model_table import cash_table, hanging_table
    from trueup.scorecard.opened import open_book

    with open_book(book) as opened, opened.models(as_of, known_at=known_at) as models:
        found = models.hangs(model, of)
    table = hanging_table(found)
    cash = cash_table([("touched", found.touched.cash), ("cut off", found.cut_off.cash)])
    tables = [("Cash", cash), ("Touched", table)]
    answer(found, format, f"Without {found.name}", found.sentences, tables, rows=table)


def seven_s(
    book: BookFolder = Path("."),
    model: ModelId = None,
    party: Annotated[str | None, typer.Option(metavar="ID", help="Only this party.")] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format: Format = Form.table,
) -> None:
    """Show the 7-S check of each party: strategy, structure, systems, shared values, skills, style, staff.

    The latest score of each, with its day. The seven are never averaged; what nobody looked at is said to be missing.

    \b
    Examples:
      trueup model seven-s mortgage
      trueup model seven-s mortgage --party homeward --format csv
    """
    from trueup.report.model_table import seven_table
    from trueup.scorecard.opened import open_book
    from trueup.vocabulary import UnknownName, did_you_mean

    with open_book(book) as opened, opened.models(as_of, known_at=known_at) as models:
        every, name = models.seven_s(model), models.model(model).name
    found = [each for each in every if party in (None, each.party, each.name)]
    if party is not None and not found:
        known = [each.party for each in every]
        some = f"there are: {', '.join(known)}" if known else "nobody was looked at yet"
        raise UnknownName(f"there is no 7-S check of {party!r}", do=did_you_mean(party, known) or some)
    missing = [f"{each.name}: {item.insufficient}" for each in found for item in each.items if item.insufficient]
    table = seven_table(found)
    words = missing or ([] if found else ["Nobody was looked at yet."])
    answer(found, format, f"{name}: 7-S", words, [("Scores", table)], rows=table)
