"""What notices listen to. What is missed here is caught up with by the schedules of the app.

What tells people is imported when there is something to tell: it rests on the engine and on the channels' clients.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from trueup.web.assessments.models import Assessment
from trueup.web.ledger.acting import acted
from trueup.web.sources.models import LoadReport
from trueup.web.sources.signals import load_ended
from trueup.web.work.queue import put


@receiver(acted, dispatch_uid="notices.acted")
def on_acted(*, type: str, **_: Any) -> None:
    """Something was done of which people are told."""
    from trueup.web.notices.events import BY_TYPE
    from trueup.web.notices.tasks import tell_news

    if type in BY_TYPE:
        put(tell_news, key="notices.tell")


@receiver(post_save, sender=Assessment, dispatch_uid="notices.assessed")
def on_assessed(*, created: bool, **_: Any) -> None:
    """A new assessment is being kept."""
    if created:
        from trueup.web.notices.tasks import compare_verdicts

        transaction.on_commit(partial(put, compare_verdicts, key="notices.verdicts"))


@receiver(load_ended, dispatch_uid="notices.loaded")
def on_load_ended(*, load: LoadReport, **_: Any) -> None:
    """A load failed for good, or rows were refused. Of a dry run nobody is told: who asked for it looks."""
    if load.dry_run or not (load.problem or load.refused):
        return
    from trueup.web.notices import recipients
    from trueup.web.notices.tell import News, tell

    book, path = load.book.slug, f"/sources/{load.book.slug}/loads/{load.pk}"
    told: dict[str, str | int] = {"title": load.source}
    if load.problem:
        told["reason"] = load.problem.splitlines()[0]
        news = News("load_failed", f"load {load.pk}", told, book, path=path)
    else:
        told |= {"refused": load.refused, "read": load.read}
        news = News("load_refused", f"load {load.pk}", told, book, path=path)
    tell(news, recipients.of_customer(book))
