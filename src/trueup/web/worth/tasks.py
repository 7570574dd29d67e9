"""Improvements are judged in the background, once for many changes: pages never wait for it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django_tasks import task

from trueup.web.documents import private
from trueup.web.documents.models import Version
from trueup.web.work.queue import put
from trueup.web.work.worker import progress
from trueup.web.worth.computing import compute, is_stale
from trueup.web.worth.models import Judged

GATHER = dt.timedelta(seconds=2)
"""How long changes are gathered before improvements are judged anew."""


@task()
def judge(slug: str) -> int:
    """Judge the improvements of a book. Not called `book`: whose work it is would tell that a party has any."""
    return compute(slug, progress)


def ask(slug: str) -> None:
    """Have the improvements of a book judged soon; while that waits, asking again is nothing new."""
    put(judge, key=f"worth {slug}", about=about(slug), after=timezone.now() + GATHER, slug=slug)


def about(slug: str) -> str:
    """What the job says of itself, to those who run the server."""
    return f"worth {slug}"


@task()
def refresh() -> list[str]:
    """Ask for every book whose improvements were judged in another state than it has, or never; return those."""
    found = [slug for slug in sorted(_with_improvements()) if is_stale(slug, _judged(slug))]
    for slug in found:
        ask(slug)
    return found


def _judged(slug: str) -> list[tuple[str, str]]:
    return list(Judged.objects.filter(book__slug=slug).values_list("party", "basis"))


def _with_improvements() -> set[str]:
    rows = Version.objects.filter(kind__in=private.KINDS, state="in_force")
    return set(rows.values_list("book__slug", flat=True))


def on_moved(*, book: str, **_: Any) -> None:
    """A leaf was written: where it moves a book that has improvements, ask for new judgements."""
    if book and Version.objects.filter(book__slug=book, kind__in=private.KINDS, state="in_force").exists():
        ask(book)
