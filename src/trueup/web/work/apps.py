"""The Django application."""

from __future__ import annotations

import datetime as dt

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """What runs in the background, and the page that shows it."""

    name = "trueup.web.work"
    label = "work"
    schedules = (("prune", "trueup.web.work.tasks.prune", dt.timedelta(days=1)),)
