"""What others may listen to."""

from __future__ import annotations

from django.dispatch import Signal

assessed = Signal()
"""Sent within the transaction that keeps a scorecard, with the `assessment` and the `card`: others keep their part."""
