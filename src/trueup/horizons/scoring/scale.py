"""From a figure in its own unit to a score from 0 (worst) to 1 (best)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from trueup.horizons.results import HorizonScore


def clipped(value: float) -> float:
    """At least 0 and at most 1."""
    return min(1.0, max(0.0, value))


def on_scale(value: float, scale: Sequence[Decimal | float]) -> float:
    """Where a figure stands between the worst and the best, which may be the lower; not clipped."""
    worst, best = float(scale[0]), float(scale[1])
    return (value - worst) / (best - worst)


def scored(value: float, ends: tuple[float, float] | None, n: int, method: str) -> HorizonScore:
    """A score within 0 and 1 from figures that may lie beyond; `ends` in either order, None without error."""
    if ends is None:
        return HorizonScore(value=clipped(value), low=None, high=None, n=n, method=method)
    low, high = sorted(map(clipped, ends))
    held = clipped(value)
    return HorizonScore(value=held, low=min(low, held), high=max(high, held), n=n, method=method)
