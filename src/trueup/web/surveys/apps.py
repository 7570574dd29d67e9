"""The Django application."""

from __future__ import annotations

import datetime as dt

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Surveys: invitations, letters, answers."""

    name = "trueup.web.surveys"
    label = "surveys"
    schedules = (
        ("surveys.post", "trueup.web.surveys.tasks.post_letters", dt.timedelta(minutes=1)),
        ("surveys.tend", "trueup.web.surveys.tasks.tend", dt.timedelta(minutes=10)),
    )
