"""The Django application."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """What people are told, where, and when."""

    name = "trueup.web.notices"
    label = "notices"
