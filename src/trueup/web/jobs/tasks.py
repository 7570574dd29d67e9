"""What panels say is computed in the background, once for many changes: pages never wait for it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django_tasks import task

from trueup.web.assessments.state import state_now
from trueup.web.documents.books import store_of
from trueup.web.documents.models import Version
from trueup.web.jobs.computing import compute
from trueup.web.jobs.models import Told
from trueup.web.jobs.parts import basis_of
from trueup.web.work.queue import put
from trueup.web.work.worker import progress

GATHER = dt.timedelta(seconds=2)
"""How long changes are gathered before panels are computed anew."""


@task()
def compute_panels(book: str) -> int:
    """Scores, shifts and roadmaps of every wave; then have the segments found."""
    computed = compute(book, heavy=False, progressed=progress)
    put(find_segments, key=f"jobs.segments {book}", about="segments", book=book)
    return computed


@task()
def find_segments(book: str) -> int:
    """Segments of every wave whose answers are other than when they were found."""
    return compute(book, heavy=True, progressed=progress)


def ask(book: str) -> None:
    """Have the panels of a book computed soon; while that waits, asking again is nothing new."""
    put(compute_panels, key=f"jobs.panels {book}", about="panels", after=timezone.now() + GATHER, book=book)


@task()
def refresh() -> list[str]:
    """Ask for every book whose panels were computed from another state than it has, or never; return those."""
    found = [book for book in sorted(_asking()) if _is_stale(book)]
    for book in found:
        ask(book)
    return found


def _asking() -> set[str]:
    rows = Version.objects.filter(kind="survey", state="in_force")
    return set(rows.values_list("book__slug", flat=True))


def _is_stale(book: str) -> bool:
    kept = Told.objects.filter(book__slug=book, part="roadmap").values_list("basis", flat=True).first()
    return _has_answers(book) if kept is None else kept != basis_of(state_now(book))


def _has_answers(book: str) -> bool:
    with store_of(book).snapshot() as snapshot:
        return snapshot.has("responses")


def on_moved(*, book: str, **_: Any) -> None:
    """A leaf was written: where it moves a book that asks its customers, ask for new results."""
    if book and asks_customers(book):
        ask(book)


def asks_customers(book: str) -> bool:
    """Whether a survey of the book is in force."""
    return Version.objects.filter(book__slug=book, kind="survey", state="in_force").exists()
