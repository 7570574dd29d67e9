"""Figures that nobody knows exactly, as people write them: one vocabulary for all of value.

`hours: 2` is known; `hours: {pert: [1, 2, 4]}` has a lowest, most likely and highest value. The distributions are those
of `stats.decision.shapes`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, get_args

import numpy as np
from pydantic import Field

from trueup.stats.arrays import Floats
from trueup.stats.decision.shapes import Kind, Shape
from trueup.vocabulary import InputError, Number, Part

_FAR = 3.090232306167813
"""The 99.9 % point of the standard normal distribution: beyond it nothing is looked at."""


class Distribution(Part):
    """What an uncertain quantity may be: one of these.

    `triangular` and `pert` have the lowest, most likely and highest value, `uniform` the lowest and highest, `normal`
    its mean and standard deviation, `lognormal` its 5 % and 95 % points, `discrete` values with their probabilities.
    """

    triangular: tuple[Number, Number, Number] | None = None
    pert: tuple[Number, Number, Number] | None = None
    uniform: tuple[Number, Number] | None = None
    normal: tuple[Number, Number] | None = None
    lognormal: tuple[Number, Number] | None = None
    discrete: tuple[tuple[Number, Number], ...] | None = None

    @property
    def stated(self) -> tuple[str, ...]:
        """The distributions that are named: one, in a document that holds."""
        return tuple(name for name in type(self).model_fields if getattr(self, name) is not None)

    @property
    def shape(self) -> Shape:
        """The distribution to draw from. Raises InputError for points that are none, and where not one is stated."""
        if len(self.stated) != 1:
            raise InputError(
                f"{len(self.stated) or 'no'} distributions", do=f"say one: {', '.join(get_args(Kind)[1:7])}"
            )
        kind: Kind = self.stated[0]  # type: ignore[assignment]  # a field a kind
        points = getattr(self, kind)
        flat = [number for pair in points for number in pair] if kind == "discrete" else points
        return Shape(kind, tuple(float(number) for number in flat))


Quantity = Annotated[Number | Distribution, Field(union_mode="left_to_right")]
"""A number that is known, or what it may be."""


def shape_of(quantity: Decimal | Distribution) -> Shape:
    """What to draw it from. Raises InputError for points that are no distribution."""
    return quantity.shape if isinstance(quantity, Distribution) else Shape("fixed", (float(quantity),))


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
