"""What owners of a book do about its jobs."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import get_date_max

from trueup.vocabulary import InputError
from trueup.vocabulary.digest import digest
from trueup.web.documents.access import book_place
from trueup.web.ledger.acting import action, record
from trueup.web.parties.access import Actor, NotFound
from trueup.web.work.backend import woken
from trueup.web.work.models import Job


@action("job.retry")
def retry(actor: Actor | None, job: UUID) -> None:
    """Try a failed job again, or one that waits for its next try at once. Raises InputError for one that runs."""
    found, who = _owned(actor, job)
    result = found.result
    if result.status not in (TaskResultStatus.FAILED, TaskResultStatus.READY):
        raise InputError(_("this job runs, or is done"), do=_("load the page again"))
    result.status, result.run_after, result.finished_at = TaskResultStatus.READY, get_date_max(), None
    result.save(update_fields=["status", "run_after", "finished_at"])
    found.tries = found.deaths = 0
    found.save(update_fields=["tries", "deaths"])
    _say("job.retried", found, who)
    woken.set()


@action("job.cancel")
def cancel(actor: Actor | None, job: UUID) -> None:
    """A job that waits is not run. Raises InputError for one that does not wait."""
    found, who = _owned(actor, job)
    if found.result.status != TaskResultStatus.READY:
        raise InputError(_("only a job that waits can be cancelled"), do=_("load the page again"))
    found.result.status, found.result.finished_at = TaskResultStatus.FAILED, timezone.now()
    found.result.save(update_fields=["status", "finished_at"])
    found.key, found.reason = None, _("cancelled by %(who)s") % {"who": who}
    found.save(update_fields=["key", "reason"])
    _say("job.cancelled", found, who)


def _owned(actor: Actor | None, job: UUID) -> tuple[Job, str]:
    """The job, locked, if the actor owns its book. Raises NotFound, Refused."""
    found = Job.objects.select_for_update(of=("self", "result")).select_related("result").filter(pk=job).first()
    if found is None or not found.book:
        raise NotFound(_("there is no such job"))
    return found, book_place(actor, found.book, "book.own").actor.name


def _say(type: str, job: Job, who: str) -> None:
    said = digest({"job": str(job.pk), "task": job.result.task_path})
    record(type, said, actor=who, at=timezone.now(), book=job.book, subject=job.about or f"book/{job.book}")
