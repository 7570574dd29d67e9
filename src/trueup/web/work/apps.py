"""The Django application."""

from __future__ import annotations

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """What runs in the background, and the page that shows it."""

    name = "trueup.web.work"
    label = "work"
