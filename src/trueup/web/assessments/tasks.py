"""Assessing a book anew in the background, once for many changes."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks import task

from trueup.vocabulary import TrueupError
from trueup.web.assessments.actions import compute
from trueup.web.assessments.models import Recomputation
from trueup.web.documents.models import Book

GATHER = dt.timedelta(seconds=2)
"""How long changes are gathered before a book is assessed anew."""
DEAD = dt.timedelta(minutes=30)
"""A recomputation that began so long ago and has not ended died with its process."""

log = logging.getLogger(__name__)


@task()
def recompute(book: str) -> None:
    """Assess a book anew at every grade. Changes from now on ask for another recomputation."""
    waiting = Recomputation.objects.filter(book__slug=book, started_at=None)
    waiting.update(started_at=timezone.now())
    try:
        compute(book)
    except TrueupError as wrong:
        log.warning("%s could not be assessed: %s", book, wrong)
        _settle(book, str(wrong))
        raise
    _settle(book, "")


def _settle(book: str, problem: str) -> None:
    """Nothing is at work any more; of failures the last is kept."""
    begun = Recomputation.objects.filter(book__slug=book).exclude(started_at=None)
    with transaction.atomic():
        last = begun.filter(problem="").order_by("-started_at").first() if problem else None
        if last is None:
            begun.delete()
            return
        begun.exclude(pk=last.pk).delete()
        begun.update(problem=problem)


def ask(book: str) -> bool:
    """Have a book assessed anew soon, unless that is on its way; return whether it was not."""
    row = Book.objects.filter(slug=book).first()
    if row is None:
        return False
    now = timezone.now()
    try:
        with transaction.atomic():
            Recomputation.objects.create(book=row, asked_at=now)
            recompute.using(run_after=now + GATHER).enqueue(book)
    except IntegrityError:  # one waits already
        return False
    return True


@task()
def refresh() -> list[str]:
    """Ask for every book whose kept assessments are out of date: a new day, a lost task; return those asked for."""
    from trueup.web.assessments.stored import stale_books

    Recomputation.objects.filter(problem="", started_at__lt=timezone.now() - DEAD).delete()
    return [book for book in stale_books() if ask(book)]


def on_moved(*, book: str, **_: Any) -> None:
    """A leaf was written: where it moves a book, ask for a new assessment."""
    if book:
        ask(book)
