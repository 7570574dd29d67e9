"""Work in the background: completing the batches that a killed server left half recorded."""

from __future__ import annotations

from django_tasks import task

from trueup.web.evidence.actions.land import reconcile


@task()
def complete() -> int:
    """Give leaves to batches that are in the facts without one; return how many."""
    return reconcile()
