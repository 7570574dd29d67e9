"""Calibration is computed in the background, and seldom: it looks back over all that was ever said."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django_tasks import task

from trueup.web.assessments.state import state_now, today
from trueup.web.calibration.computing import basis_of, compute
from trueup.web.calibration.models import Calibrated
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Version
from trueup.web.work.queue import put
from trueup.web.work.worker import progress

REST = dt.timedelta(hours=1)
"""A book that moves all day long is looked back over once an hour at most."""


@task()
def calibrate(book: str) -> int:
    """Hold every forecast and promise of a book against what came, for each of its seats."""
    return compute(book, progress)


def ask(book: str) -> None:
    """Have a book calibrated soon; while that waits, asking again is nothing new."""
    put(calibrate, key=f"calibration {book}", about="calibration", book=book)


@task()
def refresh() -> list[str]:
    """Ask for every book with an agreement that has moved since, or has a new day; return those."""
    found = [book for book in sorted(_promising()) if is_stale(book)]
    for book in found:
        ask(book)
    return found


def _promising() -> set[str]:
    rows = Version.objects.filter(kind__in=("agreement", "plan", "improvement"), state="in_force")
    return set(rows.values_list("book__slug", flat=True))


def is_stale(book: str) -> bool:
    """Whether what is kept is missing, or is an hour old and rests on another state than the book has now."""
    kept = Calibrated.objects.filter(book__slug=book).values_list("basis", "computed_at").first()
    if kept is None:
        return True
    basis, at = kept
    if timezone.now() - at < REST:
        return False
    day = today(open_book(book).book.definition.time_zone, timezone.now())
    return bool(basis != basis_of(state_now(book), day))
