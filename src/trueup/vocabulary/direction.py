"""Which way is better."""

from __future__ import annotations

from enum import StrEnum


class Direction(StrEnum):
    """`increase` and `decrease` have a better side; `maintain` has a range [low, high]."""

    increase = "increase"
    decrease = "decrease"
    maintain = "maintain"

    @property
    def sign(self) -> int:
        """+1 when more is better, -1 when less is; `maintain` has no side (ValueError)."""
        if self is Direction.maintain:
            raise ValueError("a KPI to maintain has a range, not a better side")
        return 1 if self is Direction.increase else -1
