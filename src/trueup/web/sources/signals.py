"""What others may listen to."""

from __future__ import annotations

from django.dispatch import Signal

load_ended = Signal()
"""Within the transaction that writes it down: `load` (LoadReport), after it landed, was refused or failed for good."""
