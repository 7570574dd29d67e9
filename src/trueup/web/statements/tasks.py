"""Settlement periods are reckoned in the background, once for many changes: pages never wait for it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django_tasks import task

from trueup.web.documents.models import Version
from trueup.web.statements.computing import compute, is_stale
from trueup.web.statements.models import Reckoned
from trueup.web.work.queue import put
from trueup.web.work.worker import progress

GATHER = dt.timedelta(seconds=2)
"""How long changes are gathered before periods are reckoned anew."""


@task()
def reckon_periods(book: str) -> int:
    """Reckon every priced agreement of a book that is of another state."""
    return compute(book, progress)


def ask(book: str) -> None:
    """Have the settlement periods of a book reckoned soon; while that waits, asking again is nothing new."""
    put(reckon_periods, key=f"statements {book}", about="statements", after=timezone.now() + GATHER, book=book)


@task()
def refresh() -> list[str]:
    """Ask for every book whose periods were reckoned in another state than it has, or never; return those."""
    found = [book for book in sorted(_priced_books()) if is_stale(book, _kept(book))]
    for book in found:
        ask(book)
    return found


def _kept(book: str) -> list[tuple[str, str]]:
    return list(Reckoned.objects.filter(book__slug=book).values_list("agreement", "basis"))


def _priced_books() -> set[str]:
    rows = Version.objects.filter(kind="agreement", state="in_force", body__contains='"pricing"')
    return set(rows.values_list("book__slug", flat=True)) | set(
        Reckoned.objects.values_list("book__slug", flat=True).distinct()
    )


def on_moved(*, book: str, **_: Any) -> None:
    """A leaf was written: where it moves a book with priced agreements, ask for new figures."""
    if book and book in _priced_books():
        ask(book)
