"""The Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ExploreConfig(AppConfig):
    """The cube, and views of it that somebody kept."""

    name = "trueup.web.explore"
    label = "explore"
