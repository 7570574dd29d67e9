"""The Django application."""

from __future__ import annotations

import datetime as dt

from django.apps import AppConfig


class HorizonsConfig(AppConfig):
    """The five horizons, scored."""

    name = "trueup.web.horizons"
    label = "horizons"
    schedules = (
        ("horizons.refresh", "trueup.web.horizons.tasks.refresh", dt.timedelta(hours=1)),
        ("horizons.forget", "trueup.web.horizons.tasks.forget", dt.timedelta(hours=6)),
    )

    def ready(self) -> None:
        """Listen to what moves a book."""
        from trueup.web.horizons import tasks

        assert tasks.on_acted is not None
