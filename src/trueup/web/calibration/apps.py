"""The Django application."""

from __future__ import annotations

import datetime as dt

from django.apps import AppConfig


class CalibrationConfig(AppConfig):
    """Was Trueup right, and were the parties?"""

    name = "trueup.web.calibration"
    label = "calibration"
    schedules = (("calibration.refresh", "trueup.web.calibration.tasks.refresh", dt.timedelta(minutes=5)),)
