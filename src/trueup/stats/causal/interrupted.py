"""Interrupted time series: the trend and season before the start, carried on, against the level and slope after it.

Source: Wagner et al. (2002); Lopez Bernal, Cummins and Gasparrini, IJE 46 (2017) for counts with an offset and
harmonics. The impact model (`level`, or `level_slope`) is chosen before looking. It rests on nothing else having
happened at the start: there is no control.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Floats, checked_line
from trueup.stats.causal.effect import Check, Effect, Parameter, effect_of, span_of
from trueup.stats.causal.errors import Coefficients, Errors, linear
from trueup.stats.causal.panel import cut
from trueup.stats.causal.segments import Impact, Segments, segments
from trueup.vocabulary import Figure, InputError, Insufficient, said

FEWEST_SIDE = 8
"""Periods on either side of the start."""
ROUNDS = 25

Link = Literal["identity", "log"]


@dataclass(frozen=True, slots=True)
class ImpactModel:
    """How the series would run and how it is expected to change: chosen before looking.

    `link` is `identity`, or `log` for counts and rates (quasi-Poisson). `impact` is a step (`level`) or a step and a
    new slope. `season` is the number of periods in a year, followed by up to `harmonics` pairs of waves.
    """

    link: Link = "identity"
    impact: Impact = "level_slope"
    season: int | None = None
    harmonics: int = 2


@dataclass(frozen=True, slots=True)
class _Model:
    """The series with its design; `offset` is added to the linear predictor (log link)."""

    y: Floats
    design: Segments
    offset: Floats
    link: Link


PLAIN = ImpactModel()


def interrupted_series(
    series: npt.ArrayLike,
    t0: int,
    rng: np.random.Generator,
    *,
    model: ImpactModel = PLAIN,
    offset: npt.ArrayLike | None = None,
    errors: Errors = "autoregressive",
    first: int = 0,
    level: float = 0.95,
) -> Effect | Insufficient:
    """The effect in each period from `t0` on: what the fitted change adds; `series` (periods,), complete.

    `offset` (periods,) is the exposure, above 0, where the link is `log`; periods before `first` are left out. `errors`
    are as in `linear`. Fewer than 8 points on either side, or fewer than a season before the start where there is one,
    give Insufficient. InputError for NaN, a start outside the data, and below-zero values with a log link.
    """
    y = checked_line(series, name="series")
    cut(len(y), t0, (first, t0) if first < t0 else None)
    exposure = np.ones(len(y)) if offset is None else checked_line(offset, name="offset")
    _refuse(y, exposure, model.link)
    y, exposure, start = y[first:], exposure[first:], t0 - first
    lack = _lack(len(y), start, model.season)
    if lack is not None:
        return lack
    design = segments(len(y), start, model.impact, model.season, model.harmonics)
    asked = _Model(y, design, np.log(exposure), model.link)
    found = _linear(asked, errors, rng) if model.link == "identity" else _log(asked, errors, rng)
    return _effect(asked, found, level)


def _refuse(y: Floats, exposure: Floats, link: Link) -> None:
    if exposure.shape != y.shape:
        raise InputError(f"{len(exposure)} exposures for {len(y)} periods", where="offset")
    if (exposure <= 0).any():
        raise InputError("an exposure is above zero", where=f"offset, row {int(np.argmax(exposure <= 0))}")
    if link == "log" and (y < 0).any():
        raise InputError("a log link needs values of 0 and above", where=f"series, row {int(np.argmax(y < 0))}")


def _lack(periods: int, start: int, season: int | None) -> Insufficient | None:
    smaller = min(start, periods - start)
    if smaller < FEWEST_SIDE:
        return Insufficient(said("an interrupted series: periods on either side of the start"), smaller, FEWEST_SIDE)
    if season and start < season:
        return Insufficient(said("the season: periods before the start"), start, season)
    return None


def _linear(model: _Model, errors: Errors, rng: np.random.Generator) -> Coefficients:
    return linear(model.design.whole, model.y, errors, rng)


def _log(model: _Model, errors: Errors, rng: np.random.Generator) -> Coefficients:
    """Poisson regression by weighted least squares until it settles; the errors are those of the Pearson residuals.

    The autocorrelation is first left out of the coefficients, then let in (the weights stay those of the settled fit).
    """
    design = model.design.whole
    mean = np.maximum(model.y, 0.5)
    for _ in range(ROUNDS):
        weighted, target = _working(model, design, mean)
        eta = design @ np.linalg.lstsq(weighted, target, rcond=None)[0] + model.offset
        before, mean = mean, np.exp(np.clip(eta, -700, 700))
        if np.allclose(before, mean, rtol=1e-12, atol=0):
            break
    return linear(*_working(model, design, mean), errors, rng)


def _working(model: _Model, design: Floats, mean: Floats) -> tuple[Floats, Floats]:
    """Design and response of one round of iteratively reweighted least squares, both times the root of the mean."""
    root = np.sqrt(mean)
    return design * root[:, None], (np.log(mean) - model.offset + (model.y - mean) / mean) * root


def _effect(model: _Model, found: Coefficients, level: float) -> Effect:
    start, base, change = model.design.t0, model.design.base, model.design.change
    k = base.shape[1]
    point, without = _paths(model, found.point[None, :], k)
    draws, _ = _paths(model, found.draws, k)
    fitted = base[:start] @ found.point[:k] + model.offset[:start]
    left = model.y[:start] - (fitted if model.link == "identity" else np.exp(fitted))
    names = ("level", "slope")[: change.shape[1]]
    scale = (1.0, float(len(model.y)))
    return effect_of(
        "interrupted_series",
        point[0],
        draws,
        without[0],
        start,
        level,
        pre_rmse=float(np.sqrt((left**2).mean())),
        checks=_checks(found),
        parameters=[_parameter(name, found, k + at, scale[at], model.link, level) for at, name in enumerate(names)],
    )


def _paths(model: _Model, coefficients: Floats, k: int) -> tuple[Floats, Floats]:
    """What the change adds, and the level without it, for each row of coefficients; shape (rows, n_post)."""
    after = slice(model.design.t0, None)
    without = coefficients[:, :k] @ model.design.base[after].T + model.offset[after]
    change = coefficients[:, k:] @ model.design.change[after].T
    if model.link == "identity":
        return change, without
    without = np.exp(without)
    return without * np.expm1(change), without


def _parameter(name: str, found: Coefficients, at: int, scale: float, link: Link, level: float) -> Parameter:
    """The change of level and of slope a period; as a ratio with a log link."""
    span = span_of(float(found.point[at]) / scale, found.draws[:, at] / scale, level)
    if link == "identity":
        return Parameter(name, span)
    return Parameter(f"{name}_ratio", type(span)(*np.exp([span.point, span.low, span.high]).tolist()))


def _checks(found: Coefficients) -> list[Check]:
    r = found.autocorrelation
    if r is None:
        words = said("neighbouring periods are taken to be independent, or only mildly alike")
        return [Check("autocorrelation", None, None, words)]
    words = said("neighbouring errors resemble each other by {r}; the interval allows for it", r=Figure(f"{r:.2f}"))
    return [Check("autocorrelation", r < 0.8, r, words)]
