"""The Django application."""

from __future__ import annotations

from django.apps import AppConfig


class WinsConfig(AppConfig):
    """What key individuals want, sealed."""

    name = "trueup.web.wins"
    label = "wins"
