"""What draws of a net benefit say of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from trueup.stats.arrays import Floats, checked_line
from trueup.vocabulary import InputError

TAIL = 0.10


@dataclass(frozen=True, slots=True)
class Benefit:
    """Mean with its standard error by simulation, P(> 0), quantiles, and the mean of the worst tenth (CVaR 10)."""

    mean: float
    stderr: float
    p_positive: float
    p10: float
    p50: float
    p90: float
    cvar10: float
    n: int


def benefit(draws: Floats) -> Benefit:
    """Summarise draws (n,). InputError for none, or one that is not finite."""
    x = checked_line(draws, name="net benefit")
    if not len(x):
        raise InputError("no draws", where="net benefit")
    p10, p50, p90 = (float(value) for value in np.quantile(x, (0.1, 0.5, 0.9)))
    worst = np.sort(x)[: max(1, math.ceil(TAIL * len(x)))]
    spread = float(x.std(ddof=1)) if len(x) > 1 else 0.0
    return Benefit(
        mean=float(x.mean()),
        stderr=spread / math.sqrt(len(x)),
        p_positive=float((x > 0).mean()),
        p10=p10,
        p50=p50,
        p90=p90,
        cvar10=float(worst.mean()),
        n=len(x),
    )


def histogram(draws: Floats, bins: int = 40) -> tuple[Floats, Floats]:
    """Edges (bins + 1,) and shares (bins,) of draws, from the 0.5 % to the 99.5 % point; the ends take in the tails."""
    low, high = np.quantile(draws, (0.005, 0.995))
    if low == high:
        return np.array([low, high]), np.array([1.0])
    counts, edges = np.histogram(np.clip(draws, low, high), bins=bins, range=(float(low), float(high)))
    return edges, counts / len(draws)
