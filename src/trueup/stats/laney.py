"""Laney p' and u' charts: rates whose denominators differ from period to period.

Source: Laney, Improved control charts for attributes, Quality Engineering 14 (2002) 531-537. A p chart of large
denominators signals on ordinary period-to-period variation; p' and u' measure that variation by the moving range of
the standardised rates and stretch the limits with it. A stretch of 1 gives the classic p or u chart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Bools, Floats, NoVariation, checked, frozen
from trueup.stats.xmr import D2, FEWEST, LOCK_AT, LOCK_FROM
from trueup.vocabulary import InputError, Insufficient, said

Kind = Literal["proportion", "rate"]


@dataclass(frozen=True, slots=True)
class LaneyLimits:
    """Limits per period, arrays of shape (time,), in the unit of count / size.

    `sigma` is one standard deviation at each period; `stretch` is Laney's sigma_z, 1 when the counts vary only by
    chance. Where a period is missing the limits are those of a period of the mean size.
    """

    centre: float
    sigma: Floats
    lower: Floats
    upper: Floats
    stretch: float
    baseline: int
    status: Literal["provisional", "locked"]
    clipped: tuple[str, ...]
    method: str


def laney(
    counts: npt.ArrayLike,
    sizes: npt.ArrayLike,
    present: npt.ArrayLike | None = None,
    *,
    kind: Kind = "proportion",
    lock: int = LOCK_AT,
) -> LaneyLimits | Insufficient | NoVariation:
    """Limits for counts out of sizes, both of shape (time,): p' for a proportion, u' for a rate of events per unit.

    The centre is the sum of counts over the sum of sizes, never a mean of rates. InputError for NaN, for a size of 0 or
    less, a negative count, or a proportion above 1.
    """
    events, mask = checked(counts, present, "counts")
    units, _ = checked(sizes, present, "sizes")
    _refuse(events, units, mask, kind)
    base = mask & (np.cumsum(mask) <= lock)
    points = int(base.sum())
    if points < FEWEST:
        return Insufficient(said("limits of a rate"), points, FEWEST)
    centre = float(events[base].sum() / units[base].sum())
    unit_sigma = np.sqrt(centre * (1 - centre) if kind == "proportion" else centre)
    if unit_sigma == 0:
        return NoVariation(said("the rate"), centre, points)
    spread = unit_sigma / np.sqrt(np.where(mask, units, units[base].mean()))
    stretch = _stretch((events / np.where(mask, units, 1.0) - centre) / spread, base)
    if isinstance(stretch, Insufficient):
        return stretch
    if stretch == 0:
        return NoVariation(said("neighbouring rates"), centre, points)
    return _limits(centre, spread * stretch, stretch, points, kind)


def _stretch(z: Floats, base: Bools) -> float | Insufficient:
    pairs = base[1:] & base[:-1]
    if pairs.sum() < FEWEST - 1:
        return Insufficient(said("limits of a rate: pairs of neighbouring periods"), int(pairs.sum()), FEWEST - 1)
    return float(np.abs(np.diff(z))[pairs].mean() / D2)


def _limits(centre: float, sigma: Floats, stretch: float, points: int, kind: Kind) -> LaneyLimits:
    ceiling = 1.0 if kind == "proportion" else np.inf
    lower, upper = np.maximum(centre - 3 * sigma, 0.0), np.minimum(centre + 3 * sigma, ceiling)
    moved = (("lower", (centre < 3 * sigma).any()), ("upper", (centre + 3 * sigma > ceiling).any()))
    return LaneyLimits(
        centre=centre,
        sigma=frozen(sigma),
        lower=frozen(lower),
        upper=frozen(upper),
        stretch=stretch,
        baseline=points,
        status="locked" if points >= LOCK_FROM else "provisional",
        clipped=tuple(name for name, was in moved if was),
        method="Laney p'" if kind == "proportion" else "Laney u'",
    )


def _refuse(events: Floats, units: Floats, mask: Bools, kind: Kind) -> None:
    wrong = mask & ((units <= 0) | (events < 0) | ((events > units) if kind == "proportion" else False))
    if wrong.any():
        row = int(np.argmax(wrong))
        raise InputError(f"{events[row]:g} out of {units[row]:g} is not a {kind}", where=f"counts, row {row}")
