"""The money side is computed in the background, once for many changes: pages never wait for it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django_tasks import task

from trueup.web.documents.books import open_book
from trueup.web.documents.models import Version
from trueup.web.value.computing import basis_of, compute
from trueup.web.value.models import Told
from trueup.web.work.queue import put
from trueup.web.work.worker import progress

GATHER = dt.timedelta(seconds=3)
"""How long changes are gathered before anything is computed anew."""


@task()
def compute_values(book: str) -> int:
    """What each agreement of a book caused, against what would have happened anyway."""
    return compute(book, progressed=progress)


def ask(book: str) -> None:
    """Have the money side of a book computed soon; while that waits, asking again is nothing new."""
    put(compute_values, key=f"value {book}", about="value", after=timezone.now() + GATHER, book=book)


@task()
def refresh() -> list[str]:
    """Ask for every book whose money side was computed from another state or for another day; return those."""
    books = Version.objects.filter(kind="agreement", state="in_force").values_list("book__slug", flat=True)
    found = [book for book in sorted(set(books)) if _is_stale(book)]
    for book in found:
        ask(book)
    return found


def _is_stale(book: str) -> bool:
    basis, _ = basis_of(book, open_book(book).book.definition.time_zone)
    return not Told.objects.filter(book__slug=book, basis=basis).exists()


def on_moved(*, book: str, **_: Any) -> None:
    """A leaf was written: where it moves a book with an agreement in force, ask for new figures."""
    if book and Version.objects.filter(book__slug=book, kind="agreement", state="in_force").exists():
        ask(book)
