"""The Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The REST API: everything a person can do, for programs."""

    name = "trueup.web.api"
    label = "api"
