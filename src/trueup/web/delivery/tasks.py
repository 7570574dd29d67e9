"""The frontier of a plan, and the reading of one that was uploaded: in the background."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django_tasks import task

from trueup.book.write import plain
from trueup.delivery.documents import Plan
from trueup.delivery.results import Frontier
from trueup.sources.plans.merge import merged
from trueup.vocabulary import TrueupError, in_parts
from trueup.web.assessments.state import state_now
from trueup.web.delivery.models import BroughtPlan, FrontierRun
from trueup.web.delivery.reading import read_apart
from trueup.web.delivery.reporting.rows import SAYS
from trueup.web.delivery.why import assessment
from trueup.web.documents.actions import save_draft
from trueup.web.documents.books import open_book
from trueup.web.parties.queries import actor
from trueup.web.work.claims import reason_of
from trueup.web.work.worker import progress

SECONDS = 60


@task()
def compute_frontier(book: str, run: int) -> None:
    """Search the sets of moves that contain a slip, and keep what was found."""
    row = FrontierRun.objects.filter(pk=run, ended_at=None).first()
    if row is None:  # it ended before, and only the queue does not know it
        return
    row.started_at, row.state = timezone.now(), state_now(book)
    row.save(update_fields=["started_at", "state"])
    try:
        _end(row, result=_found(row, book))
    except TrueupError as wrong:
        _end(row, problem=str(wrong))
    except Exception as error:
        _end(row, problem=reason_of(error))
        raise


def _found(row: FrontierRun, book: str) -> Frontier:
    found = assessment(book, row.plan)

    def told(doing: str, done: int, total: int) -> None:
        FrontierRun.objects.filter(pk=row.pk).update(doing=doing[:300], done=done, total=total)
        progress(doing, done, total)

    return found.frontier(
        deadline=row.deadline,
        budget=row.budget,
        time_limit=SECONDS,
        progressed=told,
    )


def _end(row: FrontierRun, *, result: Frontier | None = None, problem: str = "") -> None:
    row.ended_at, row.problem = timezone.now(), problem
    row.result = in_parts(result) if result else ""
    row.save(update_fields=["ended_at", "problem", "result"])


@task()
def read_brought(book: str, brought: int) -> None:
    """Read an upload: the plan becomes a draft of whoever uploaded it, the report says what was read and what not."""
    row = BroughtPlan.objects.select_related("member__party").filter(pk=brought, ended_at=None).first()
    if row is None or row.content is None:
        return
    try:
        progress("reading", 0, 1)
        found = read_apart(row.file, bytes(row.content), row.options)
        row.plan = found["plan"]["id"]
        save_draft(actor(row.member), book, "plan", row.plan, data=_drafted(book, found["plan"]))
        row.report, row.progress = json.dumps(found["report"]), _told(found["progress"])
    except TrueupError as wrong:
        row.problem = str(wrong)
    except Exception as error:
        row.problem = reason_of(error)
        raise
    finally:
        row.ended_at, row.content = timezone.now(), None
        row.save(update_fields=["ended_at", "content", "problem", "plan", "report", "progress"])


def _drafted(book: str, read: Mapping[str, Any]) -> dict[str, Any]:
    """The plan as read; of a plan that is in force, with what only the book says of it, as its next version."""
    new, versions = Plan.model_validate(read), open_book(book).book.plans.get(read["id"])
    whole: dict[str, Any] = plain(merged(versions.latest, new) if versions else new)
    said = {name: value for name, value in whole.items() if name != "agreed_at"}
    return said | {"version": versions.latest.version + 1 if versions else 1}


def _told(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What of each row a party reports; who reports it is who records it."""
    return [
        {name: row[name] for name in ("activity", "status_date", *SAYS) if row.get(name) is not None} for row in rows
    ]
