"""The Django application."""

from __future__ import annotations

import datetime as dt

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Job maps and what customers say of them."""

    name = "trueup.web.jobs"
    label = "jobs"
    schedules = (("jobs.refresh", "trueup.web.jobs.tasks.refresh", dt.timedelta(hours=1)),)

    def ready(self) -> None:
        """Listen to what moves a book."""
        from trueup.web.assessments.state import MOVES
        from trueup.web.ledger.acting import acted
        from trueup.web.site.later import listen

        listen(acted, "trueup.web.jobs.tasks.on_moved", MOVES)
