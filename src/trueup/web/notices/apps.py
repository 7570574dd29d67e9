"""The Django application."""

from __future__ import annotations

import datetime as dt

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """What members are told, and over which channels."""

    name = "trueup.web.notices"
    label = "notices"
    schedules = (
        ("notices.tell", "trueup.web.notices.tasks.tell_news", dt.timedelta(minutes=1)),
        ("notices.verdicts", "trueup.web.notices.tasks.compare_verdicts", dt.timedelta(minutes=5)),
        ("notices.forget", "trueup.web.notices.tasks.forget", dt.timedelta(days=1)),
    )

    def ready(self) -> None:
        """Listen to what is done."""
        from trueup.web.notices import listening

        assert listening.on_acted is not None
