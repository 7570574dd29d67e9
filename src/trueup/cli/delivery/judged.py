"""`trueup delivery earned`, `quality` and `verdict`: what a plan says of itself, and what it makes of its parties."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trueup.cli.delivery.asking import (
    AsOf,
    AtGrade,
    Believe,
    BookFolder,
    Form,
    Grade,
    KnownAt,
    PlanId,
    assessed,
    show,
    told,
)

Written = Annotated[Form, typer.Option(help="How the answer is written.")]


def earned(
    book: BookFolder = Path("."),
    plan: PlanId = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    at_grade: Grade = AtGrade.reported,
    believe: Believe = None,
    format: Written = Form.table,
) -> None:
    """Show earned value and earned schedule of a plan, of each party's portion and of each scope item.

    The names are the standard's (EIA-748, ISO 21508); value is earned by the rule that each activity declares. SPI goes
    back to 1 when a late plan ends; SPI(t) does not.

    \b
    Examples:
      trueup delivery earned northwind claims-plan --as-of 2026-04-08
      trueup delivery earned northwind claims-plan --as-of 2026-04-08 --at-grade verified
    """
    with assessed(book, plan, as_of, known_at, at_grade, believe) as found:
        if format is Form.json:
            told(found, "earned")
            return
        from trueup.report.terminal.delivery.earned import Earned

        show(Earned(found, found.earned, found.roles.names))


def quality(
    book: BookFolder = Path("."),
    plan: PlanId = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    at_grade: Grade = AtGrade.reported,
    believe: Believe = None,
    format: Written = Form.table,
) -> None:
    """Check whether a schedule can carry a forecast, before anybody trusts one.

    Open ends, missing logic, hard constraints, negative float, stale status, progress out of sequence: a score, and the
    list of what to mend. Exits 1 where the schedule does not deserve trust.

    \b
    Examples:
      trueup delivery quality northwind claims-plan --as-of 2026-04-08
      trueup delivery quality northwind claims-plan --format json
    """
    with assessed(book, plan, as_of, known_at, at_grade, believe) as found:
        if format is Form.json:
            told(found, "quality")
        else:
            from trueup.report.terminal.delivery.quality import QualityTable

            show(QualityTable(found, found.quality))
        if not found.quality.trusted:
            raise typer.Exit(1)


def verdict(
    book: BookFolder = Path("."),
    plan: PlanId = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    at_grade: Grade = AtGrade.reported,
    believe: Believe = None,
    format: Written = Form.table,
) -> None:
    """Tell each provider what it may call the customer: satisfied, delighted or successful, and why.

    A provider that does its own portion has a satisfied customer, one that is early and cheaper a delighted one. The
    customer is successful only if the whole is kept, and a provider whose help made that possible has enabled it.
    Before the end there is a forecast, with its probability; where reports contradict each other, a verdict for each.

    \b
    Examples:
      trueup delivery verdict northwind policy-plan --as-of 2026-10-01
      trueup delivery verdict northwind policy-plan --as-of 2026-02-02 --at-grade verified
      trueup delivery verdict northwind claims-plan --format json
    """
    from trueup.scorecard.opened import open_book

    with open_book(book) as opened:
        grade = at_grade.value
        found = opened.delivery(plan, as_of, known_at=known_at, at_grade=grade, believe=believe)
        names = {party.id: party.name for party in opened.book.parties.values()}
    if format is Form.json:
        told(found, "verdict")
        return
    from trueup.report.terminal.delivery.verdicts import Verdicts

    show(Verdicts(found, names))
