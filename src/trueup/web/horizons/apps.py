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
        from trueup.web.assessments.state import MOVES
        from trueup.web.ledger.acting import acted
        from trueup.web.site.later import listen

        listen(acted, "trueup.web.horizons.tasks.on_moved", MOVES)
