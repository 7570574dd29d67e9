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
        from trueup.web.assessments.state import MOVES
        from trueup.web.ledger.acting import acted
        from trueup.web.site.later import listen

        listen(acted, "trueup.web.operating_model.tasks.on_moved", MOVES)
