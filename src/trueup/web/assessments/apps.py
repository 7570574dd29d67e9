"""The Django application."""

from __future__ import annotations

import datetime as dt

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """Scorecards kept, so that pages read them instead of computing them."""

    name = "trueup.web.assessments"
    label = "assessments"
    schedules = (("assessments", "trueup.web.assessments.tasks.refresh", dt.timedelta(minutes=5)),)

    def ready(self) -> None:
        """Listen to what moves a book."""
        from trueup.web.assessments.state import MOVES
        from trueup.web.ledger.acting import acted
        from trueup.web.site.later import listen

        listen(acted, "trueup.web.assessments.tasks.on_moved", MOVES)
