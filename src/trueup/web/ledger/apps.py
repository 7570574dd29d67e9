"""The Django application."""

from __future__ import annotations

import datetime as dt

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The server's Merkle log: every change that counts is a leaf of it."""

    name = "trueup.web.ledger"
    label = "ledger"
    schedules = (("checkpoint", "trueup.web.ledger.tasks.sign", dt.timedelta(seconds=30)),)
