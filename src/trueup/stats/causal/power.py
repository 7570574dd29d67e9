"""How large an effect a comparison could find at all: the chance that its interval would exclude nothing."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Floats, checked_line
from trueup.stats.causal.effect import Effect
from trueup.vocabulary import InputError


def power_curve(effect: Effect, sizes: npt.ArrayLike) -> Floats:
    """P(the interval of the average excludes zero) where the true average effect is each of `sizes`.

    Read from the method's own spread about its point, so from a placebo before the start it can be known beforehand.
    """
    true = checked_line(sizes, name="sizes")
    noise = np.sort(_noise(effect))
    low, high = effect.average.point - effect.average.low, effect.average.high - effect.average.point
    above = 1 - np.searchsorted(noise, low - true, side="right") / len(noise)
    below = np.searchsorted(noise, -high - true, side="left") / len(noise)
    return np.asarray(above + below)


def detectable(effect: Effect, power: float = 0.8) -> float:
    """The smallest average effect, either way, that is found with probability `power`; InputError outside (0, 1)."""
    if not 0 < power < 1:
        raise InputError(f"between 0 and 1, not {power}", where="power")
    noise = _noise(effect)
    up = effect.average.point - effect.average.low - float(np.quantile(noise, 1 - power))
    down = effect.average.high - effect.average.point + float(np.quantile(noise, power))
    return max(up, down)


def _noise(effect: Effect) -> Floats:
    share = effect.exposed / effect.exposed.sum()
    return np.asarray(effect.draws @ share - effect.average.point)
