"""The Django application."""

from __future__ import annotations

import datetime as dt

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """What happened: reported, verified, attested, disputed."""

    name = "trueup.web.evidence"
    label = "evidence"
    schedules = (
        ("evidence", "trueup.web.evidence.tasks.complete", dt.timedelta(minutes=2)),
        ("evidence.tidy", "trueup.web.evidence.tasks.tidy", dt.timedelta(minutes=10)),
    )
