"""Figures that nobody knows exactly, as people write them: one vocabulary for all of value.

`hours: 2` is known; `hours: {pert: [1, 2, 4]}` has a lowest, most likely and highest value. The distributions are those
of `stats.decision.shapes`.
"""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from trueup.stats.arrays import Floats
from trueup.value.improvement import Distribution, Quantity, shape_of

__all__ = ["Distribution", "Quantity", "central", "drawn", "ends"]

_FAR = 3.090232306167813
"""The 99.9 % point of the standard normal distribution: beyond it nothing is looked at."""


def central(figure: Decimal | Distribution) -> Decimal:
    """What a calculation without chance takes: the most likely value, where one is stated; otherwise the middle.

    The middle of a uniform, a normal and a discrete distribution is its mean, of a lognormal its median.
    """
    if isinstance(figure, Decimal):
        return figure
    peaked = figure.pert or figure.triangular
    if peaked is not None:
        return peaked[1]
    if figure.uniform is not None:
        return (figure.uniform[0] + figure.uniform[1]) / 2
    if figure.normal is not None:
        return figure.normal[0]
    if figure.discrete is not None:
        return sum((value * chance for value, chance in figure.discrete), Decimal(0))
    assert figure.lognormal is not None, "a distribution states one of its kinds"
    low, high = figure.lognormal
    return (low * high).sqrt()


def ends(figure: Decimal | Distribution) -> tuple[float, float]:
    """The lowest and highest value; of a distribution without ends, those that 1 in 1,000 draws lie beyond.

    InputError for points that are no distribution.
    """
    if isinstance(figure, Decimal):
        return float(figure), float(figure)
    points = figure.pert or figure.triangular or figure.uniform
    shape = figure.shape
    if points is not None:
        return float(points[0]), float(points[-1])
    if figure.discrete is not None:
        values = [float(value) for value, _ in figure.discrete]
        return min(values), max(values)
    low, high = shape.quantiles(np.array([-_FAR, _FAR])).tolist()
    return low, high


def drawn(figure: Decimal | Distribution, scores: Floats) -> Floats:
    """The figure at normal scores of any shape: its quantiles, so a draw for each."""
    return shape_of(figure).quantiles(scores)
