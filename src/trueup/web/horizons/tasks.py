"""The five horizons are scored in the background, once for many changes: pages never wait for it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django_tasks import task

from trueup.web.documents.models import Version
from trueup.web.documents.relationships import KIND
from trueup.web.horizons.computing import compute, is_stale
from trueup.web.horizons.confidence import forget_stale
from trueup.web.work.queue import put
from trueup.web.work.worker import progress

GATHER = dt.timedelta(seconds=1)
"""How long changes are gathered before horizons are scored anew: who has answered waits for it."""


@task()
def score(book: str) -> int:
    """Score every relationship of a book whose ladder rests on another state."""
    return compute(book, progress)


def ask(book: str) -> None:
    """Have the horizons of a book scored soon; while that waits, asking again is nothing new."""
    put(score, key=f"horizons {book}", about="horizons", after=timezone.now() + GATHER, book=book)


@task()
def refresh() -> list[str]:
    """Ask for every book whose horizons were scored in another state than it has, or never; return those.

    A day is part of the state: answers grow stale although nothing happens.
    """
    found = [book for book in sorted(_with_horizons()) if is_stale(book)]
    for book in found:
        ask(book)
    return found


@task()
def forget() -> int:
    """Take out what was said in confidence, never landed, and no longer holds."""
    return forget_stale()


def _with_horizons() -> set[str]:
    rows = Version.objects.filter(kind=KIND, state="in_force")
    return set(rows.values_list("book__slug", flat=True))


def on_moved(*, book: str, **_: Any) -> None:
    """A leaf was written: where it moves a book that keeps its horizons, ask for new scores."""
    if book and Version.objects.filter(book__slug=book, kind=KIND, state="in_force").exists():
        ask(book)
