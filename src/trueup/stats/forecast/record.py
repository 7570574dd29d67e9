"""A forecast and the record of how often its like was right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Bools, Floats, Ints
from trueup.stats.forecast.predictive import Predictive
from trueup.stats.proportions import Proportion, wilson
from trueup.vocabulary import InputError, Insufficient, said

LEVELS = (0.80, 0.95)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often the central interval of `level` held what came, `step` periods ahead.

    `share` has a Wilson interval; forecasts of overlapping futures share their errors, so `trials` forecasts count as
    trials / step independent ones. `width` is the mean width of the interval, in the unit of the series: of two
    calibrated forecasts the narrower says more.
    """

    level: float
    step: int
    share: Proportion
    hits: int
    trials: int
    width: float

    @property
    def honest(self) -> bool:
        """Whether the level itself lies inside the interval of what was found."""
        return self.share.low <= self.level <= self.share.high


@dataclass(frozen=True, eq=False, slots=True)
class Backtest:
    """What the chosen method said at rolling origins, and what came; arrays of shape (horizon, origins).

    Each forecast is a Student t about `mean` with `scale` and `df`; only where `judged` is true is there an outcome.
    `rung` numbers the method that was chosen at each origin, shape (origins,), among the names `rungs`.
    """

    mean: Floats
    scale: Floats
    df: Floats
    actual: Floats
    judged: Bools
    rung: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    rungs: tuple[str, ...] = ()

    @property
    def steps(self) -> int:
        """The longest step ahead that was judged."""
        return len(self.mean)

    def coverage(self, level: float = 0.95) -> tuple[Coverage | Insufficient, ...]:
        """Coverage of the central interval for each step ahead."""
        return coverage([self], level)

    def held(self, level: float = 0.95) -> Bools:
        """Where the central interval of `level` held what came, shape (horizon, origins); False where nothing came."""
        return self.judged & (np.abs(self.actual - self.mean) <= self.half_widths(level))

    def half_widths(self, level: float) -> Floats:
        """Half the width of the central interval of `level`, shape (horizon, origins); 0 where nothing was judged."""
        widths = np.zeros(self.df.shape)
        widths[self.judged] = central(self.df[self.judged], level) * self.scale[self.judged]
        return widths

    def within(self, lower: float = -np.inf, upper: float = np.inf) -> tuple[Floats, Floats]:
        """P(lower <= value <= upper) as it was said, and 1 or 0 as it came, for every judged forecast."""
        at, actual = self.judged, self.actual[self.judged]
        said = told(self.mean[at], self.scale[at], self.df[at], lower, upper)
        return said, ((actual >= lower) & (actual <= upper)).astype(np.float64)


def coverage(backtests: Iterable[Backtest], level: float = 0.95) -> tuple[Coverage | Insufficient, ...]:
    """Coverage for each step ahead over the back-tests of one or many series, up to the longest step of any."""
    if not 0 < level < 1:
        raise InputError(f"must lie between 0 and 1, not {level}", where="level")
    tests = [(test, test.held(level), test.half_widths(level)) for test in backtests]
    longest = max((test.steps for test, _, _ in tests), default=0)
    return tuple(_coverage([each for each in tests if each[0].steps > h], level, h) for h in range(longest))


def _coverage(tests: list[tuple[Backtest, Bools, Floats]], level: float, h: int) -> Coverage | Insufficient:
    hits = sum(int(held[h].sum()) for _, held, _ in tests)
    trials = sum(int(test.judged[h].sum()) for test, _, _ in tests)
    width = sum(float(2 * half[h][test.judged[h]].sum()) for test, _, half in tests)
    if trials == 0:
        return Insufficient(said("coverage {n} periods ahead", n=h + 1), 0, 1)
    independent = max(1.0, trials / (h + 1))
    share = wilson(hits / trials * independent, independent)
    assert isinstance(share, Proportion)
    return Coverage(level, h + 1, share, hits, trials, width / trials)


def told(mean: Floats, scale: Floats, df: Floats, lower: float | Floats, upper: float | Floats) -> Floats:
    """P(lower <= value <= upper) of Student t forecasts; arrays broadcast."""
    from trueup.stats.special import stdtr

    return np.asarray(np.clip(stdtr(df, (upper - mean) / scale) - stdtr(df, (lower - mean) / scale), 0.0, 1.0))


def central(df: Floats, level: float) -> Floats:
    """Half the central interval of a standard Student t for each df: few occur, and each takes a search for a root."""
    from trueup.stats.special import stdtrit

    distinct, back = np.unique(df, return_inverse=True)
    return np.asarray(stdtrit(distinct, (1 + level) / 2)[back])


@dataclass(frozen=True, eq=False, slots=True)
class Forecast:
    """The next values of one series, the method that was chosen, and its back-test.

    `scores` is the mean rolling-origin CRPS of every method, in the unit of the series: what the choice rests on.
    `backtest` and its mean score `crps` belong to the whole procedure, which chose at each origin from what was known
    then; `crps_naive` is the score of the naive method on the same forecasts. They begin where half of the series was
    seen. With fewer than 12 points there is neither, and `wide` is true: the intervals are those of a random walk whose
    variance is hardly known. `parameters` names the estimated dynamics.
    """

    method: str
    n: int
    predictive: Predictive
    parameters: Mapping[str, float]
    scores: Mapping[str, float]
    crps: float | None
    crps_naive: float | None
    backtest: Backtest | None
    wide: bool

    @property
    def mean(self) -> Floats:
        """The middle of the forecast at each step."""
        return self.predictive.mean

    @property
    def sd(self) -> Floats:
        """Half the central 68.27 % interval at each step."""
        return self.predictive.sd

    @property
    def skill(self) -> float | None:
        """By what share choosing would have beaten the naive method: 1 - crps / crps_naive; may be below 0."""
        if self.crps is None or not self.crps_naive:
            return None
        return 1 - self.crps / self.crps_naive

    def quantiles(self, levels: npt.ArrayLike = (0.025, 0.1, 0.5, 0.9, 0.975)) -> Floats:
        """Quantiles at each step, shape (horizon, levels)."""
        return self.predictive.quantiles(levels)

    def calibration(self, level: float = 0.95) -> tuple[Coverage | Insufficient, ...]:
        """How often the interval of `level` held, for each step ahead that was back-tested."""
        if self.backtest is None:
            return (Insufficient(said("a back-test"), self.n, 12),)
        return self.backtest.coverage(level)
