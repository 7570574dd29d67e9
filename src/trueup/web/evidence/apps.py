"""The Django application."""

from __future__ import annotations

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """What happened: reported, verified, attested, disputed."""

    name = "trueup.web.evidence"
    label = "evidence"
