"""What a customer changes about its sources. Every one of these asks for the right `book.edit`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from trueup.vocabulary import InputError
from trueup.vocabulary.digest import digest
from trueup.web.documents.access import Place, book_place
from trueup.web.documents.books import open_book
from trueup.web.ledger.acting import action, record
from trueup.web.parties.access import Actor, NotFound
from trueup.web.sources import asking, files
from trueup.web.sources.models import LoadReport, Secret
from trueup.web.sources.repeating import Repeat, schedule_name
from trueup.web.sources.variables import NAME, sealed
from trueup.web.work.models import Schedule
from trueup.web.work.schedules import following

SHORTEST = dt.timedelta(minutes=5)


def load_now(actor: Actor | None, book: str, source: str, *, dry_run: bool = False) -> LoadReport:
    """Put a load of a source into the queue, or find the one that is there. What lands is recorded when it does."""
    place = _editing(actor, book, source)
    return asking.ask(place.book, source, asked_by=place.actor.member, dry_run=dry_run)


@action("source.schedule")
def set_schedule(actor: Actor | None, book: str, source: str, repeat: Repeat | None) -> None:
    """Load a source again and again, or (None) only when somebody asks."""
    place = _editing(actor, book, source)
    name, now = schedule_name(book, source), timezone.now()
    if repeat is None:
        Schedule.objects.filter(name=name).delete()
    else:
        if repeat.every is not None and repeat.every < SHORTEST:
            raise InputError(_("a source is loaded every five minutes at most"), do=_("choose a longer time"))
        row = Schedule(
            name=name, task="trueup.web.sources.asking.load_on_schedule", arguments={"book": book, "source": source}
        )
        row.book, row.about = book, f"source/{source}"
        row.every, row.at, row.weekday = repeat.every, repeat.at, repeat.weekday
        row.zone = open_book(book).book.definition.time_zone
        row.next_at = following(row, now)
        Schedule.objects.filter(name=name).delete()
        row.save()
    said = digest({"source": source, "repeat": repeat.said if repeat else "never"})
    record("schedule.changed", said, actor=place.actor.name, at=now, book=book, subject=f"source/{source}")


@action("file.upload")
def upload(actor: Actor | None, book: str, name: str, file: UploadedFile[Any], *, replace: bool = False) -> files.Kept:
    """Put a file into the book's folder. Raises InputError."""
    place = book_place(actor, book, "book.edit")
    kept = files.keep(book, name, file, replace=replace)
    said = digest({"file": kept.name, "sha256": kept.digest})
    record("file.uploaded", said, actor=place.actor.name, at=timezone.now(), book=book, subject=f"book/{book}")
    return kept


@action("secret.set")
def set_secret(actor: Actor | None, book: str, name: str, value: str) -> None:
    """What `${name}` stands for in the book's sources from now on; an empty value forgets it. Raises InputError."""
    place, now = book_place(actor, book, "book.edit"), timezone.now()
    if not NAME.fullmatch(name):
        raise InputError(_("this is not a name"), where=name[:60], do=_("write it like DATABASE_PASSWORD"))
    if value:
        Secret.objects.update_or_create(
            book=place.book, name=name, defaults={"sealed": sealed(place.book, name, value), "changed_at": now}
        )
    elif not Secret.objects.filter(book=place.book, name=name).delete()[0]:
        raise InputError(_("a secret without a value keeps nothing"), do=_("write its value"))
    said = digest({"secret": name, "kept": bool(value)})
    record("secret.changed", said, actor=place.actor.name, at=now, book=book, subject=f"book/{book}")


def _editing(actor: Actor | None, book: str, source: str) -> Place:
    place = book_place(actor, book, "book.edit")
    if source not in open_book(book).book.sources:
        raise NotFound(_("there is no source %(source)r in this book") % {"source": source[:200]})
    return place
