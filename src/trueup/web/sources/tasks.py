"""Loading in the background."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django_tasks import task

from trueup.web.sources.loading import LoadFailed, failed, run
from trueup.web.sources.models import LoadReport
from trueup.web.work.claims import reason_of
from trueup.web.work.retrying import policy_of, retrying

FIRST = dt.timedelta(minutes=1)


@task()
@retrying(times=5, first=FIRST, most=dt.timedelta(minutes=30))
def load_source(book: str, load: int) -> None:
    """Do what a LoadReport asks for. A try that fails is written down; the last one is told."""
    wanted = LoadReport.objects.select_related("book", "asked_by__party").filter(pk=load, ended_at=None).first()
    if wanted is None:  # it ended before, and only the queue does not know it
        return
    try:
        run(wanted)
    except LoadFailed as error:
        again = policy_of(load_source.func).again(error, wanted.tries)
        failed(wanted, error.what, timezone.now() + FIRST if again else None)
        raise
    except Exception as error:
        failed(wanted, reason_of(error), None)
        raise
