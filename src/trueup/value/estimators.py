"""One method on one comparison: which estimator answers, and what it is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from trueup.agreements.attribution import Attribution, Method
from trueup.stats.causal.effect import Check, Effect
from trueup.value.comparison import Comparison
from trueup.vocabulary import Insufficient, said

Floats = NDArray[np.float64]
COMPARING: tuple[Method, ...] = ("control", "synthetic_control", "synthetic_did", "structural", "randomised")
"""The methods that need slices which the agreement never reaches."""
FEWEST_COVARIATE = 6
"""Units in the smaller group from which the level before is taken into account: it costs two of them."""


def estimate(
    method: Method, found: Comparison, values: Floats, said_: Attribution, season: int | None, rng: np.random.Generator
) -> Effect | Insufficient:
    """The effect by a method, in the unit of the KPI; `values` are those of the comparison, or of one side of disputes.

    Insufficient where there are too few periods, units or controls for it; InputError where an extra is not installed.
    """
    if method in COMPARING and not found.controls:
        return Insufficient(said("a comparison: controls"), 0, 1)
    return _METHODS[method](_Asked(found, values, found.t0, said_, season), rng)


def placebo(
    method: Method, found: Comparison, said_: Attribution, season: int | None, rng: np.random.Generator
) -> Check | None:
    """A start that did not take place, on what lies before the real one; None where units start by lot or in steps."""
    from trueup.stats.causal.placebo import placebo_in_time

    if method in ("none", "randomised", "stepped"):
        return None

    def tried(values: Floats, t0: int) -> Effect | Insufficient:
        return _METHODS[method](_Asked(found, values, t0, said_, season), rng)

    return placebo_in_time(found.values, found.t0, tried)


class _Asked:
    """One question to an estimator."""

    def __init__(self, found: Comparison, values: Floats, t0: int, said_: Attribution, season: int | None) -> None:
        self.found, self.values, self.t0, self.said, self.season = found, values, t0, said_, season

    @property
    def treated(self) -> list[int]:
        """The rows that are treated."""
        return list(range(self.found.treated))

    @property
    def controls(self) -> list[int]:
        """The rows that are not."""
        return list(range(self.found.treated, len(self.values)))

    @property
    def mean(self) -> Floats:
        """The mean series of the treated."""
        return np.asarray(self.values[self.treated].mean(axis=0))


def _before_after(asked: _Asked, rng: np.random.Generator) -> Effect | Insufficient:
    from trueup.stats.causal.before_after import before_after

    return before_after(asked.mean, asked.t0, rng)


def _interrupted(asked: _Asked, rng: np.random.Generator) -> Effect | Insufficient:
    from trueup.stats.causal.interrupted import ImpactModel, interrupted_series

    season = asked.season if asked.season and asked.t0 >= 2 * asked.season else None
    model = ImpactModel(impact=asked.said.impact, season=season)
    return interrupted_series(asked.mean, asked.t0, rng, model=model)


def _differences(asked: _Asked, rng: np.random.Generator) -> Effect | Insufficient:
    from trueup.stats.causal.did import difference_in_differences

    return difference_in_differences(asked.values, asked.treated, asked.t0, rng, controls=asked.controls)


def _synthetic(asked: _Asked, rng: np.random.Generator) -> Effect | Insufficient:
    from trueup.stats.causal.synthetic import synthetic_control

    return synthetic_control(asked.values, asked.treated, asked.t0, rng, controls=asked.controls)


def _synthetic_did(asked: _Asked, rng: np.random.Generator) -> Effect | Insufficient:
    from trueup.stats.causal.sdid import synthetic_did

    return synthetic_did(asked.values, asked.treated, asked.t0, rng, controls=asked.controls)


def _structural(asked: _Asked, rng: np.random.Generator) -> Effect | Insufficient:
    from trueup.stats.causal.structural import structural

    season = asked.season if asked.season and asked.t0 >= 2 * asked.season else None
    return structural(asked.mean, asked.t0, rng, controls=asked.values[asked.controls], season=season)


def _stepped(asked: _Asked, rng: np.random.Generator) -> Effect | Insufficient:
    from trueup.stats.causal.staggered import staggered

    return staggered(asked.values, asked.found.entries, rng)


def _randomised(asked: _Asked, rng: np.random.Generator) -> Effect | Insufficient:
    from trueup.stats.causal.randomised import randomised

    smaller = min(len(asked.treated), len(asked.controls))
    before = asked.values[:, : asked.t0].mean(axis=1)[:, None]
    known = before if smaller >= FEWEST_COVARIATE and float(before.std()) > 0 else None
    return randomised(asked.values[:, asked.t0 :], asked.treated, rng, covariates=known)


_METHODS: Mapping[Method, Callable[[_Asked, np.random.Generator], Effect | Insufficient]] = {
    "none": _before_after,
    "interrupted_series": _interrupted,
    "control": _differences,
    "synthetic_control": _synthetic,
    "synthetic_did": _synthetic_did,
    "structural": _structural,
    "stepped": _stepped,
    "randomised": _randomised,
}
