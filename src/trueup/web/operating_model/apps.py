"""The Django application."""

from __future__ import annotations

import datetime as dt

from django.apps import AppConfig


class OperatingModelConfig(AppConfig):
    """Operating models, drawn and traced."""

    name = "trueup.web.operating_model"
    label = "operating_model"
    schedules = (("operating_model.refresh", "trueup.web.operating_model.tasks.refresh", dt.timedelta(hours=1)),)

    def ready(self) -> None:
        """Listen to what moves a book."""
        from trueup.web.operating_model import tasks

        assert tasks.on_acted is not None
