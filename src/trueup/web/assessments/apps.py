"""The Django application."""

from __future__ import annotations

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """Scorecards kept, so that pages read them instead of computing them."""

    name = "trueup.web.assessments"
    label = "assessments"

    def ready(self) -> None:
        """Listen to what is acted."""
        from trueup.web.assessments import tasks

        assert tasks.recompute is not None
