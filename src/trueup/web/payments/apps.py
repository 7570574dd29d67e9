"""The Django application."""

from __future__ import annotations

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Payments under agreements."""

    name = "trueup.web.payments"
    label = "payments"
