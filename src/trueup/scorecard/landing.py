"""A plan that was read from a file, brought into the book of a folder: whole, or not at all, or only tried."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from trueup.book.book import Book
from trueup.book.write import write
from trueup.facts import FactStore
from trueup.sources.plans.land import Landed, land_plan
from trueup.sources.plans.merge import merged
from trueup.vocabulary import DocumentError, Issue

if TYPE_CHECKING:
    from trueup.delivery.documents import Plan
    from trueup.sources.plans import PlanFile

Check = Callable[[Iterable[Mapping[str, Any]]], Sequence[Issue]]


def bring_in(
    book: Book, store: FactStore, read: PlanFile, check: Check, *, clock: Callable[[], dt.datetime], dry_run: bool
) -> Landed | None:
    """Land a plan beside the documents that are there; `check` says what is wrong with the book once more are in it.

    None: it was a dry run. Raises DocumentError or SourceError where the book would be broken, FactError for progress
    that may not enter.
    """
    known = book.plans.get(read.plan.id)
    versions = () if known is None else known.all
    if dry_run:
        _try(_next(versions, read.plan), check)
        return None
    assert book.folder is not None
    zone = book.definition.zone
    return land_plan(book.folder, read, store, write=write, zone=zone, versions=versions, check=check, clock=clock)


def _next(versions: Sequence[Plan], plan: Plan) -> Plan:
    if not versions:
        return plan
    return merged(versions[-1], plan).model_copy(update={"version": versions[-1].version + 1, "why": "a dry run"})


def _try(plan: Plan, check: Check) -> None:
    row = {"kind": "plan", "id": plan.id, "version": plan.version, "body": plan.body, "digest": plan.digest}
    errors = [issue for issue in check([row]) if issue.level == "error"]
    if errors:
        raise DocumentError(errors)
