"""The Django application."""

from __future__ import annotations

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """Connections to systems of record, their schedules and load reports."""

    name = "trueup.web.sources"
    label = "sources"
