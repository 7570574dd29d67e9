"""The Django application."""

from __future__ import annotations

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """Plans: their verdicts, progress and containments."""

    name = "trueup.web.delivery"
    label = "delivery"

    def ready(self) -> None:
        """Listen to what is assessed."""
        from trueup.web.assessments.signals import assessed
        from trueup.web.site.later import listen

        listen(assessed, "trueup.web.delivery.keeping.keep")
