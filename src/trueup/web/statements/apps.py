"""The Django application."""

from __future__ import annotations

import datetime as dt

from django.apps import AppConfig


class StatementsConfig(AppConfig):
    """Settlement periods of agreements, and their statements."""

    name = "trueup.web.statements"
    label = "statements"
    schedules = (("statements.refresh", "trueup.web.statements.tasks.refresh", dt.timedelta(hours=1)),)

    def ready(self) -> None:
        """Listen to what moves a book."""
        from trueup.web.assessments.state import MOVES
        from trueup.web.ledger.acting import acted
        from trueup.web.site.later import listen

        listen(acted, "trueup.web.statements.tasks.on_moved", MOVES)
