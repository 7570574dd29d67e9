"""How many people rated both, one or neither of two questions with a top box: all that the figures need."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Bools, Floats
from trueup.vocabulary import InputError

TOP, OTHER, MISSING = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Tables:
    """Tables [..., 3, 3] of importance by satisfaction, each TOP, OTHER or MISSING.

    `people` counts people. `cells` are people by their weight, scaled so that they add up to the effective number
    (Kish, Survey Sampling, 1965: the squared sum of the weights over the sum of their squares).
    """

    people: Floats
    cells: Floats

    @property
    def both(self) -> Floats:
        """People who rated both."""
        return _all(self.people[..., :MISSING, :MISSING])

    @property
    def first(self) -> Floats:
        """People who rated the importance."""
        return _all(self.people[..., :MISSING, :])

    @property
    def second(self) -> Floats:
        """People who rated the satisfaction."""
        return _all(self.people[..., :MISSING])

    @property
    def any(self) -> Floats:
        """People who rated at least one."""
        return _all(self.people) - self.people[..., MISSING, MISSING]

    @property
    def known(self) -> Bools:
        """Whether somebody rated the importance, and somebody the satisfaction."""
        return (self.first > 0) & (self.second > 0)

    @property
    def shares(self) -> tuple[Floats, Floats]:
        """Shares of top boxes in all who rated the importance, and in all who rated the satisfaction; 0 for nobody."""
        first, second = self.effective
        return ratio(self.cells[..., TOP, :].sum(-1), first), ratio(self.cells[..., TOP].sum(-1), second)

    @property
    def effective(self) -> tuple[Floats, Floats]:
        """The effective numbers of people who rated the importance, and the satisfaction."""
        return _all(self.cells[..., :MISSING, :]), _all(self.cells[..., :MISSING])

    @property
    def variances(self) -> tuple[Floats, Floats, Floats]:
        """Variance of each share and their covariance (delta method, available cases); 0 for nobody."""
        (first, second), (n_first, n_second) = self.shares, self.effective
        shared = self.cells[..., :MISSING, :MISSING]
        n_both = _all(shared)
        together = shared[..., TOP, TOP] - first * shared[..., TOP].sum(-1) - second * shared[..., TOP, :].sum(-1)
        covariance = ratio(together + n_both * first * second, n_first * n_second)
        return ratio(first * (1 - first), n_first), ratio(second * (1 - second), n_second), covariance


def tabled(people: npt.ArrayLike, weight: npt.ArrayLike, square: npt.ArrayLike, points_below: int) -> Tables:
    """The tables of joint counts [..., points + 1, points + 1] whose last index is a missing rating.

    `points_below` is how many points of the scale are no top box. `weight` are the sums of the weights and `square`
    those of their squares. Raises InputError for counts that are no counts.
    """
    counts, weights, squares = (_gathered(given, points_below) for given in (people, weight, square))
    heard = [_all(each) - each[..., MISSING, MISSING] for each in (weights, squares)]
    return Tables(counts, weights * ratio(heard[0], heard[1])[..., None, None])


def _all(tables: Floats) -> Floats:
    found: Floats = tables.sum((-2, -1))
    return found


def _gathered(joint: npt.ArrayLike, points_below: int) -> Floats:
    counts = np.asarray(joint, dtype=np.float64)
    points = counts.shape[-1] - 1
    if counts.ndim < 2 or counts.shape[-2] != points + 1 or not 0 < points_below < points:
        raise InputError(f"joint counts of {points_below} points below the top cannot have the shape {counts.shape}")
    if not np.isfinite(counts).all() or (counts < 0).any():
        raise InputError("joint counts must be finite and cannot be negative")
    rows = [counts[..., points_below:points, :].sum(-2), counts[..., :points_below, :].sum(-2), counts[..., points, :]]
    halved = np.stack(rows, -2)
    columns = [halved[..., points_below:points].sum(-1), halved[..., :points_below].sum(-1), halved[..., points]]
    return np.stack(columns, -1)


def opportunity(first: npt.ArrayLike, second: npt.ArrayLike) -> Floats:
    """0 to 20 from two shares of top boxes."""
    importance, satisfaction = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    return 10 * (importance + np.maximum(importance - satisfaction, 0))


def finite(n: npt.ArrayLike, size: npt.ArrayLike | None) -> Floats:
    """By how much asking n of `size` people shrinks a standard error; 1 without a size, 0 where all were asked.

    sqrt((N - n) / (N - 1)) (Cochran, Sampling Techniques, 1977, section 2.6). InputError where n is over the size.
    """
    asked = np.asarray(n, dtype=np.float64)
    if size is None:
        return np.ones(asked.shape)
    whole = np.broadcast_to(np.asarray(size, dtype=np.float64), asked.shape)
    if (asked > whole).any():
        raise InputError(f"{asked.max():g} people cannot have answered of {whole.max():g}", where="size")
    return np.sqrt(ratio(whole - asked, np.maximum(whole - 1, 1)))


def ratio(part: Floats, whole: Floats) -> Floats:
    """part / whole, and 0 where the whole is 0."""
    found: Floats = np.divide(part, whole, out=np.zeros(np.broadcast(part, whole).shape), where=whole > 0)
    return found
