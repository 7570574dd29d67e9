"""The Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ValueConfig(AppConfig):
    """The Value tab of an agreement."""

    name = "trueup.web.value"
    label = "value"
