"""Named distributions, drawn by inverting them: a normal score in, a length out, so that a copula can join them.

`pert`        beta on [o, p] with alpha = 1 + 4 (m - o) / (p - o), beta = 6 - alpha: the mean is (o + 4 m + p) / 6
`triangular`  density rising from o to m and falling to p
`uniform`     all of [o, p] alike; m is not looked at
`lognormal`   o and p are its 5 % and 95 % points, above zero; m is not looked at
`fixed`       m, always

Each distinct shape is a table over normal scores of -8 to 8 in steps of 1/32, read by straight lines. A PERT table is
a blend of the two nearest of 65: its mean is exact, its quantiles are within 0.0001 of the range.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Floats, Ints, frozen
from trueup.stats.network.choose import worth_compiling
from trueup.vocabulary import InputError

Scores = npt.NDArray[np.floating[Any]]
"""Normal scores: they need not be as precise as what is made of them."""
Shape = Literal["pert", "triangular", "uniform", "lognormal", "fixed"]
REACH, PER_ONE = 8, 32
POINTS = 2 * REACH * PER_ONE + 1
NODES = 64
NORMAL_95 = 1.6448536269514722
"""The 95 % point of the standard normal distribution."""


@dataclass(frozen=True)
class ThreePoint:
    """Optimistic, most likely and pessimistic, in one unit, and the distribution they stand for."""

    low: float
    mode: float
    high: float
    shape: Shape = "pert"

    def __post_init__(self) -> None:
        if not all(map(math.isfinite, (self.low, self.mode, self.high))) or not self.low <= self.mode <= self.high:
            raise InputError(
                f"{self.low:g}, {self.mode:g}, {self.high:g} are not in order",
                where="three points",
                do="optimistic <= most likely <= pessimistic",
            )
        if self.shape == "lognormal" and self.low <= 0:
            raise InputError(f"a lognormal that begins at {self.low:g}", where="three points", do="begin above zero")


@dataclass(frozen=True)
class Draws:
    """What turns normal scores (n, futures) into lengths: low + span x table[row]."""

    low: Floats  # (n,)
    span: Floats  # (n,)
    row: Ints  # (n,)
    tables: Floats  # (shapes, POINTS)

    def lengths(self, scores: Scores) -> Floats:
        """(n, futures), each never below 0."""
        if worth_compiling(scores.size):
            from trueup.stats.network.reading import read

            found = np.empty(scores.shape)
            read(scores, self.low, self.span, self.row, self.tables, REACH, PER_ONE, found)
            return found
        return self._read(scores)

    def _read(self, scores: Scores) -> Floats:
        place = (scores.astype(np.float64) + REACH) * PER_ONE
        at = np.clip(place, 0, POINTS - 2).astype(np.int64)
        part = np.clip(place - at, 0.0, 1.0)
        row = self.row[:, None]
        below = self.tables[row, at]
        unit = below + part * (self.tables[row, at + 1] - below)
        return np.asarray(np.maximum(self.low[:, None] + self.span[:, None] * unit, 0.0))


def draws(points: Sequence[ThreePoint]) -> Draws:
    """Prepare one draw for each."""
    shapes: dict[tuple[str, float], int] = {("fixed", 0.0): 0}
    found = [_placed(each) for each in points]
    row = np.array([shapes.setdefault(key, len(shapes)) for _, _, key in found], dtype=np.int64)
    tables = np.stack([table(*key) for key in shapes])
    low, span = (np.array([each[column] for each in found], dtype=np.float64) for column in (0, 1))
    return Draws(frozen(low), frozen(span), frozen(row), frozen(tables))


def _placed(point: ThreePoint) -> tuple[float, float, tuple[str, float]]:
    """Low, span and the key of the table."""
    low, mode, high, shape = point.low, point.mode, point.high, point.shape
    if shape == "fixed" or low == high:
        return mode, 0.0, ("fixed", 0.0)
    if shape == "lognormal":
        sigma = math.log(high / low) / (2 * NORMAL_95)
        return 0.0, math.sqrt(low * high), (shape, sigma)
    return low, high - low, (shape, 0.0 if shape == "uniform" else (mode - low) / (high - low))


@cache
def table(shape: str, place: float) -> Floats:
    """The quantiles at the normal scores; `place` is where the mode is in the range, or a lognormal's sigma."""
    make = {"pert": _pert, "triangular": _triangular, "uniform": _uniform, "lognormal": _lognormal}
    return frozen(make[shape](place) if shape in make else np.zeros(POINTS))


@cache
def _chances() -> Floats:
    from trueup.stats.special import ndtr

    return frozen(ndtr(_scores()))


def _scores() -> Floats:
    return np.linspace(-REACH, REACH, POINTS)


def _pert(mode: float) -> Floats:
    node = min(int(mode * NODES), NODES - 1)
    part = mode * NODES - node
    return (1 - part) * _pert_node(node) + part * _pert_node(node + 1) if part else _pert_node(node)


@cache
def _pert_node(node: int) -> Floats:
    from trueup.stats.special import betaincinv

    alpha = 1 + 4 * node / NODES
    return frozen(betaincinv(alpha, 6 - alpha, _chances()))


def _triangular(mode: float) -> Floats:
    u = _chances()
    return np.where(u <= mode, np.sqrt(u * mode), 1 - np.sqrt((1 - u) * (1 - mode)))


def _uniform(_: float) -> Floats:
    return _chances()


def _lognormal(sigma: float) -> Floats:
    return np.exp(sigma * _scores())
