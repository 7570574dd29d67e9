"""Each method on series in which nothing happened, as it would be used: what the false-positive rate is counted on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tests.stats.causal.simulated import SEASON, alike, alone, loaded
from trueup.stats.causal.before_after import before_after
from trueup.stats.causal.did import difference_in_differences
from trueup.stats.causal.effect import Effect
from trueup.stats.causal.interrupted import ImpactModel, interrupted_series
from trueup.stats.causal.randomised import randomised
from trueup.stats.causal.sdid import synthetic_did
from trueup.stats.causal.staggered import staggered
from trueup.stats.causal.structural import structural
from trueup.stats.causal.synthetic import synthetic_control

Run = Callable[[np.random.Generator], object]


@dataclass(frozen=True)
class Design:
    """A method on simulated data; `rung` says whether it holds a place on the ladder.

    `unit` is the standard deviation of the error of one period.
    """

    name: str
    run: Run
    rung: bool = True
    unit: float = 1.0


def _panel(make, method, units, periods, treated, t0, **options) -> Run:
    return lambda rng: method(make(rng, units, periods), range(treated), t0, rng, **options)


def _lot(units: int, adjusted: bool) -> Run:
    def run(rng: np.random.Generator) -> object:
        y = alike(rng, units, 36)
        chosen = rng.permutation(units)[: units // 2]
        return randomised(y[:, 24:], chosen, rng, covariates=y[:, :24].mean(axis=1) if adjusted else None)

    return run


def _stepped(single: bool, base: str) -> Run:
    starts = [24, 28, 32, 36, *[None] * 8] if single else [24] * 4 + [30] * 4 + [36] * 4 + [None] * 8

    def run(rng: np.random.Generator) -> object:
        y = alike(rng, len(starts), 48)
        return staggered(y, starts, rng, base=base, permutations=99)

    return run


def _series(periods: int, t0: int, r: float, **options) -> Run:
    model = ImpactModel(season=SEASON, impact=options.pop("impact", "level_slope"))
    return lambda rng: interrupted_series(alone(rng, periods, r), t0, rng, model=model, **options)


def _counts(periods: int, t0: int) -> Run:
    model = ImpactModel(link="log", impact="level", season=SEASON)

    def run(rng: np.random.Generator) -> object:
        rate = np.exp(4.5 + 0.02 * (alone(rng, periods) - 50))
        return interrupted_series(rng.poisson(rate), t0, rng, model=model)

    return run


def _structural(units: int, **options) -> Run:
    def run(rng: np.random.Generator) -> object:
        y = loaded(rng, units, 60)
        return structural(y[0], 48, rng, controls=y[1:], iterations=800, **options)

    return run


DESIGNS = [
    Design("randomised: 20 + 20 units", _lot(40, adjusted=False)),
    Design("randomised, adjusted: 20 + 20 units", _lot(40, adjusted=True)),
    Design("stepped, last: 3 groups of 4, 8 waiting", _stepped(single=False, base="last")),
    Design("stepped, all: 3 groups of 4, 8 waiting", _stepped(single=False, base="all")),
    Design("stepped, all: 4 single units, 8 waiting", _stepped(single=True, base="all")),
    Design("DiD: 1 + 19 units", _panel(alike, difference_in_differences, 20, 48, 1, 36)),
    Design("DiD: 4 + 8 units", _panel(alike, difference_in_differences, 12, 48, 4, 36)),
    Design("DiD: 1 + 1 units, over time", _panel(alike, difference_in_differences, 2, 60, 1, 36)),
    Design("synthetic control: 1 + 19 units", _panel(loaded, synthetic_control, 20, 48, 1, 36)),
    Design("synthetic control: 1 + 8 units", _panel(loaded, synthetic_control, 9, 60, 1, 48)),
    Design("synthetic DiD: 1 + 19 units", _panel(loaded, synthetic_did, 20, 48, 1, 36)),
    Design("synthetic DiD: 4 + 16 units", _panel(loaded, synthetic_did, 20, 48, 4, 36)),
    Design("synthetic DiD, jackknife: 6 + 14 units", _panel(loaded, synthetic_did, 20, 48, 6, 36, spread="jackknife")),
    Design("structural: 3 controls", _structural(4)),
    Design("structural: 1 control", _structural(2)),
    Design("structural, steps of 0.01: 1 control", _structural(2, level_sd=0.01), rung=False),
    Design("structural: no control", _structural(1), rung=False),
    Design("interrupted: 36 + 24, r 0.4", _series(60, 36, 0.4)),
    Design("interrupted: 24 + 12, r 0.2", _series(36, 24, 0.2)),
    Design("interrupted, step: 36 + 24, r 0.6", _series(60, 36, 0.6, impact="level")),
    Design("interrupted, counts: 36 + 24", _counts(60, 36), unit=10.0),
    Design("interrupted, Newey-West: 36 + 24, r 0.4", _series(60, 36, 0.4, errors="hac"), rung=False),
    Design("interrupted, independent: 36 + 24, r 0.4", _series(60, 36, 0.4, errors="quasi"), rung=False),
    Design("before-after: 36 + 24", lambda rng: before_after(alone(rng, 60), 36, rng), rung=False),
]


def intervals(design: Design, runs: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Ends of the interval of the average in each run (runs, 2), and the placebo p of each (NaN where none)."""
    ends, p = np.empty((runs, 2)), np.full(runs, np.nan)
    for run in range(runs):
        effect = design.run(np.random.default_rng([seed, run]))
        assert isinstance(effect, Effect), effect
        ends[run] = effect.average.low, effect.average.high
        p[run] = np.nan if effect.p_placebo is None else effect.p_placebo
    return ends, p


def rejected(ends: np.ndarray, true: float = 0.0) -> float:
    """The share of runs whose interval excludes zero, had the true average effect been `true`.

    Every estimator here moves by as much as the treated series is raised after the start.
    """
    return float(((ends + true)[:, 0] > 0).mean() + ((ends + true)[:, 1] < 0).mean())
