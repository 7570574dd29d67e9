"""The Django application."""

from __future__ import annotations

import datetime as dt

from django.apps import AppConfig


class ValueConfig(AppConfig):
    """The Value tab of an agreement."""

    name = "trueup.web.value"
    label = "value"
    schedules = (("value.refresh", "trueup.web.value.tasks.refresh", dt.timedelta(hours=1)),)

    def ready(self) -> None:
        """Listen to what moves a book."""
        from trueup.web.assessments.state import MOVES
        from trueup.web.ledger.acting import acted
        from trueup.web.site.later import listen

        listen(acted, "trueup.web.value.tasks.on_moved", MOVES)
