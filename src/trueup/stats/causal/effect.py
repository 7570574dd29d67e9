"""What every estimator answers: the effect per period and in sum, with draws from which any window can be had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict, Unpack

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Floats, checked_line, frozen
from trueup.vocabulary import InputError

DRAWS = 8000
"""Draws of the effect, half of them mirrored: the ends of a 95 % interval lie within 3 % of its half-width."""


@dataclass(frozen=True, slots=True)
class Span:
    """One figure with its interval."""

    point: float
    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        """Whether the whole interval lies on one side of nothing."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Band:
    """A figure a period with its interval; arrays of shape (periods,)."""

    point: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class Check:
    """One assumption looked at: it holds (True), it does not (False), or the data cannot tell (None).

    `name` is stable: `parallel_trends`, `pre_fit`, `convex_hull`, `placebo_in_time`, `autocorrelation` ... `figure` is
    what the answer rests on, and `words` say which figure that is.
    """

    name: str
    passed: bool | None
    figure: float | None
    words: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A further figure of the method, such as the rate ratio of a segmented regression."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Effect:
    """Treated minus what it would have been, in the unit of the series.

    `post` is the effect a treated unit in each period from the start on, `counterfactual` the level without it
    (periods,), and `exposed` the number of treated units in each period. `total` sums over periods and treated units,
    `average` is a treated unit a period, `relative` is `average` as a share of the counterfactual (None where that is
    not above zero). Every interval is read from `draws` (draws, periods) at `level`.

    `p_placebo` is the share of placebos, the treated unit included, that are at least as extreme; None where the method
    has no placebo. `pre_rmse` is how closely the counterfactual follows the treated before the start; `weights` are
    those of the controls, in the order in which they were given; `leads` is the effect found *before* the start.
    """

    method: str
    post: Band
    average: Span
    total: Span
    relative: Span | None
    p_placebo: float | None
    pre_rmse: float | None
    weights: tuple[float, ...]
    checks: tuple[Check, ...]
    n_pre: int
    n_post: int
    n_controls: int
    counterfactual: Floats
    exposed: Floats
    draws: Floats
    level: float
    parameters: tuple[Parameter, ...] = ()
    leads: Band | None = None
    notes: tuple[str, ...] = ()

    def summed(self, weights: npt.ArrayLike) -> Span:
        """The interval of any weighted sum over the post periods and all treated units; `weights` (periods,).

        A settlement quarter in money: the worth of a unit in the periods of the quarter, nothing elsewhere; a period
        that lies partly inside counts by its share.
        """
        w = checked_line(weights, name="weights")
        if len(w) != self.n_post:
            raise InputError(f"{len(w)} weights for {self.n_post} periods after the start", where="weights")
        w = w * self.exposed
        return span_of(float(self.post.point @ w), self.draws @ w, self.level)


class Details(TypedDict, total=False):
    """What a method can say beyond its draws; names and meanings as in `Effect`."""

    exposed: Floats
    n_controls: int
    p_placebo: float | None
    pre_rmse: float | None
    weights: Sequence[float]
    checks: Sequence[Check]
    parameters: Sequence[Parameter]
    leads: Band | None
    notes: Sequence[str]


def effect_of(
    method: str,
    point: Floats,
    draws: Floats,
    counterfactual: Floats,
    n_pre: int,
    level: float,
    **details: Unpack[Details],
) -> Effect:
    """An Effect whose intervals are the quantiles of its draws."""
    units = np.array(details.get("exposed", np.ones(len(point))), dtype=np.float64)
    share = units / units.sum()
    average = span_of(float(point @ share), draws @ share, level)
    return Effect(
        method=method,
        post=band_of(point, draws, level),
        average=average,
        total=span_of(float(point @ units), draws @ units, level),
        relative=_relative(average, float(counterfactual @ share)),
        p_placebo=details.get("p_placebo"),
        pre_rmse=details.get("pre_rmse"),
        weights=tuple(float(each) for each in details.get("weights", ())),
        checks=tuple(details.get("checks", ())),
        n_pre=n_pre,
        n_post=len(point),
        n_controls=details.get("n_controls", 0),
        counterfactual=frozen(np.array(counterfactual, dtype=np.float64)),
        exposed=frozen(units),
        draws=frozen(draws),
        level=level,
        parameters=tuple(details.get("parameters", ())),
        leads=details.get("leads"),
        notes=tuple(details.get("notes", ())),
    )


def span_of(point: float, draws: Floats, level: float) -> Span:
    """A point with the central interval of its draws, shape (draws,)."""
    low, high = np.quantile(draws, _tails(level))
    return Span(point, float(low), float(high))


def band_of(point: Floats, draws: Floats, level: float) -> Band:
    """Points (periods,) with the central interval of their draws (draws, periods), each period by itself."""
    low, high = np.quantile(np.ascontiguousarray(draws.T), _tails(level), axis=1)
    return Band(frozen(np.array(point)), frozen(low), frozen(high))


def _tails(level: float) -> tuple[float, float]:
    if not 0 < level < 1:
        raise InputError(f"between 0 and 1, not {level}", where="level")
    return (1 - level) / 2, (1 + level) / 2


def _relative(average: Span, counterfactual: float) -> Span | None:
    if counterfactual <= 0:
        return None
    return Span(average.point / counterfactual, average.low / counterfactual, average.high / counterfactual)
