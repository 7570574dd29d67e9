"""The Django application."""

from __future__ import annotations

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Organisations, their members, their keys and tokens; who acts."""

    name = "trueup.web.parties"
    label = "parties"

    def ready(self) -> None:
        """Record what allauth changes."""
        from trueup.web.parties.listening import listen

        listen()
