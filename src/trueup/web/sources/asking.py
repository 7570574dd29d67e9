"""Put a load into the queue: a report that waits, and the job that fills it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus, task

from trueup.web.documents.models import Book
from trueup.web.sources.loading import failed
from trueup.web.sources.models import LoadReport
from trueup.web.sources.tasks import load_source
from trueup.web.work.models import Job
from trueup.web.work.queue import put

UNFINISHED = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


def ask(book: Book, source: str, *, asked_by: int | None, dry_run: bool) -> LoadReport:
    """A load that is on its way: the one that is already, where it is of the same kind."""
    with transaction.atomic():
        Book.objects.select_for_update().get(pk=book.pk)
        under_way = LoadReport.objects.filter(book=book, source=source, dry_run=dry_run, ended_at=None)
        for load in under_way:
            if Job.objects.filter(pk=load.job, result__status__in=UNFINISHED).exists():
                return load
            failed(load, _("the job was cancelled, or its workers died"), None)
        load = LoadReport.objects.create(
            book=book, source=source, asked_by_id=asked_by, asked_at=timezone.now(), dry_run=dry_run
        )
        load.job = UUID(put(load_source, about=f"source/{source}", book=book.slug, load=load.pk))
        load.save(update_fields=["job"])
    return load


@task()
def load_on_schedule(book: str, source: str) -> None:
    """What a schedule of a source puts: a load of its own, with its own report and tries."""
    ask(Book.objects.get(slug=book), source, asked_by=None, dry_run=False)
