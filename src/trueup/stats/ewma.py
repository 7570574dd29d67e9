"""EWMA charts: a weighted memory of the past that sees small, lasting shifts.

Source: Roberts, Technometrics 1 (1959); NIST/SEMATECH e-Handbook 6.3.2.4. z = weight·x + (1 - weight)·z, with limits
centre ± width·sigma·sqrt(weight / (2 - weight) · (1 - (1 - weight)^(2t))).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Bools, Floats, checked, frozen, positive
from trueup.stats.runs import Signal
from trueup.vocabulary import InputError


@dataclass(frozen=True, slots=True)
class Ewma:
    """The smoothed series and its limits per point, arrays of shape (time,), and the signals.

    A missing point leaves the memory as it was: no update, and the limits do not widen for it.
    """

    smoothed: Floats
    lower: Floats
    upper: Floats
    signals: tuple[Signal, ...]


def ewma(
    values: npt.ArrayLike,
    centre: float,
    sigma: float,
    present: npt.ArrayLike | None = None,
    *,
    weight: float = 0.2,
    width: float = 2.962,
    start: float | None = None,
) -> Ewma:
    """The EWMA chart of one series of shape (time,), in the unit of the values.

    `start` defaults to `centre`. Weight 0.2 with width 2.962 has an in-control ARL of 500. InputError for NaN, a weight
    outside (0, 1], or a sigma or width that is not above zero.
    """
    x, mask = checked(values, present)
    if not 0 < weight <= 1:
        raise InputError(f"must lie in (0, 1], not {weight}", where="weight")
    smoothed = _smooth(x, mask, weight, centre if start is None else start)
    age = np.cumsum(mask)
    reach = positive(width, "width") * positive(sigma, "sigma")
    half = reach * np.sqrt(weight / (2 - weight) * (1 - (1 - weight) ** (2.0 * age)))
    lower, upper = centre - half, centre + half
    return Ewma(frozen(smoothed), frozen(lower), frozen(upper), _signals(smoothed, lower, upper, mask))


def _smooth(x: Floats, mask: Bools, weight: float, start: float) -> Floats:
    smoothed, memory = np.empty(len(x)), float(start)
    for t, (value, there) in enumerate(zip(x.tolist(), mask.tolist(), strict=True)):
        memory = weight * value + (1 - weight) * memory if there else memory
        smoothed[t] = memory
    return smoothed


def _signals(smoothed: Floats, lower: Floats, upper: Floats, mask: Bools) -> tuple[Signal, ...]:
    above, below = smoothed > upper, smoothed < lower
    at = np.flatnonzero((above | below) & mask)
    return tuple(Signal("ewma", int(t), float(smoothed[t]), "above" if above[t] else "below") for t in at)
