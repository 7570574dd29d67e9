"""Background work of the ledger."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from trueup.web.ledger import checkpoints, witnesses
from trueup.web.ledger.models import Witness


@task()
def sign() -> int:
    """Sign a checkpoint if the log has grown, and have it cosigned; return its size. Runs every half minute."""
    now = timezone.now()
    try:
        row = checkpoints.current(now)
    finally:
        _ask_again()
    witnesses.ask_all(row, now)
    return row.size


def _ask_again() -> None:
    """A witness that once contradicted is asked again about the last checkpoint: a newer backup may be here now."""
    last = checkpoints.latest()
    if last is not None and Witness.objects.filter(stops=True).exists():
        witnesses.ask_all(last, timezone.now())
