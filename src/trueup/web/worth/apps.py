"""The Django application."""

from __future__ import annotations

import datetime as dt

from django.apps import AppConfig


class WorthConfig(AppConfig):
    """Improvements, judged."""

    name = "trueup.web.worth"
    label = "worth"
    schedules = (("worth.refresh", "trueup.web.worth.tasks.refresh", dt.timedelta(hours=1)),)

    def ready(self) -> None:
        """Listen to what moves a book."""
        from trueup.web.worth import tasks

        assert tasks.on_acted is not None
