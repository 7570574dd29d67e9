"""How far to believe the next prediction: past options, predicted against realised (reference class forecasting).

After Flyvbjerg (2006): the factor is the mean of realised over predicted, with its t interval. It goes into the next
simulation with its own uncertainty, Student's t with n - 1 degrees of freedom.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np

from trueup.stats.decision.shapes import Shape
from trueup.value.results_worth import Followed, Optimism
from trueup.vocabulary import Figure, Said, said
from trueup.vocabulary.said import Piece

LEAST = 5
"""Past options below which no factor is taken."""
Of = Literal["effect", "cost"]


def optimism(followed: Sequence[Followed]) -> tuple[tuple[Optimism, ...], dict[str, Shape]]:
    """What the past says of effects and of costs, and the factors to draw where it says enough, by name."""
    found: list[Optimism] = []
    factors: dict[str, Shape] = {}
    kinds: tuple[tuple[Of, str], ...] = (("effect", "optimism"), ("cost", "overrun"))
    for of, name in kinds:
        told, shape = _factor(of, ratios(followed, of))
        found.append(told)
        if shape is not None:
            factors[name] = shape
    return tuple(found), factors


def ratios(followed: Sequence[Followed], of: Of) -> list[float]:
    """Realised over predicted, of each option for which both are known and the prediction is above 0."""
    if of == "effect":
        return [each.ratio for each in followed if each.ratio is not None]
    pairs = [(each.realised_cost, each.predicted_cost) for each in followed]
    return [float(realised / predicted) for realised, predicted in pairs if realised is not None and predicted > 0]


def _factor(of: Of, past: Sequence[float]) -> tuple[Optimism, Shape | None]:
    n = len(past)
    if n < LEAST:
        return Optimism(of=of, factor=None, low=None, high=None, n=n, need=LEAST, words=_too_few(of, n)), None
    from trueup.stats.special import stdtrit

    mean, error = float(np.mean(past)), float(np.std(past, ddof=1)) / math.sqrt(n)
    half = float(stdtrit(n - 1, 0.975)) * error
    words = _words(of, mean, mean - half, mean + half, n)
    told = Optimism(of=of, factor=mean, low=mean - half, high=mean + half, n=n, need=LEAST, words=words)
    return told, Shape("student", (mean, error, float(n - 1)))


def _too_few(of: Of, n: int) -> Said:
    if of == "effect":
        return said("{n} past effects were followed up: it takes {need} to say how optimistic predictions are",
                    n=n, need=LEAST)  # fmt: skip
    return said("{n} past costs were followed up: it takes {need} to say how optimistic predictions are",
                n=n, need=LEAST)  # fmt: skip


def _words(of: Of, factor: float, low: float, high: float, n: int) -> Said:
    figures: dict[str, Piece] = {
        "factor": Figure(f"{factor:.2f}"),
        "low": Figure(f"{low:.2f}"),
        "high": Figure(f"{high:.2f}"),
        "n": n,
    }
    if of == "effect":
        return said(
            "past options brought {factor} of the effect that was predicted ({low} to {high}, n = {n})", **figures
        )
    return said("past options cost {factor} of what was predicted ({low} to {high}, n = {n})", **figures)
