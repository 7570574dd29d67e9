"""Work in the background: letters, reminders, answers on their way into the facts, waves that come to their end."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from trueup.vocabulary.digest import digest
from trueup.web.documents.actions import SERVER
from trueup.web.documents.books import open_book
from trueup.web.ledger.acting import action, record
from trueup.web.surveys import landing, letters
from trueup.web.surveys.models import Fielding
from trueup.web.surveys.waves import Times, times
from trueup.web.work.queue import put
from trueup.web.work.retrying import retrying


@task()
@retrying(times=5)
def post_letters() -> int:
    """Send every letter that is due; return how many."""
    sent = 0
    while some := letters.post():
        sent += some
    return sent


@task()
@retrying(times=10)
def land_answers(fielding: int) -> int:
    """Bring what is ready of a wave into the facts; return how many sheets."""
    return landing.land_ready(_fielding(fielding))


@task()
@retrying(times=10)
def end_wave(book: str, fielding: int) -> None:
    """Land what was begun, and cut what links people to anonymous answers."""
    landing.end(_fielding(fielding))


@task()
@retrying(times=3)
def tend() -> int:
    """Remind who is due, close what has come to its day, finish what a killed server left; how many waves needed it."""
    now, tended = timezone.now(), 0
    for fielding in Fielding.objects.filter(closed_at=None).select_related("book", "seat"):
        tended += _tend(fielding, now)
    for pk in landing.unlanded():
        row = _fielding(pk)
        if row.closed_at is None:
            put(land_answers, key=f"surveys.land {pk}", about=f"survey/{row.survey}", fielding=pk)
        else:
            put(end_wave, key=f"surveys.end {pk}", about=f"survey/{row.survey}", book=row.book.slug, fielding=pk)
    return tended


def _tend(fielding: Fielding, now: dt.datetime) -> bool:
    found = _times(fielding)
    if found is None:
        return False
    span, remind_after = found
    if span.state(now) == "closed":
        _close(fielding, now)
        return True
    if span.state(now) == "early":
        return False
    with transaction.atomic():
        return bool(letters.remind_due(fielding, remind_after, now))


def _times(fielding: Fielding) -> tuple[Times, tuple[int, ...]] | None:
    documents = open_book(fielding.book.slug).book
    versions = documents.surveys.get(fielding.survey)
    wave = versions.latest.wave(fielding.wave) if versions else None
    if versions is None or wave is None:
        return None
    return times(wave, documents.definition.time_zone), tuple(map(int, versions.latest.remind_after))


@action("survey.end")
def _close(fielding: Fielding, now: dt.datetime) -> None:
    """Its day has come."""
    Fielding.objects.filter(pk=fielding.pk, closed_at=None).update(closed_at=now)
    said = {"survey": fielding.survey, "wave": fielding.wave}
    record("survey.closed", digest(said), actor=SERVER, at=now, book=fielding.book.slug,
           subject=f"survey/{fielding.survey}")  # fmt: skip


def _fielding(pk: int) -> Fielding:
    return Fielding.objects.select_related("book", "seat").get(pk=pk)
