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
        """Listen to what is acted."""
        from trueup.web.assessments import tasks

        assert tasks.recompute is not None
