"""The probability that a target will be hit: four kinds of target, never mixed, all read from simulated paths.

`at`          the level in the due period lies within the bounds
`by`          the level lies within the bounds in some period up to the due one (first passage, at periods only)
`cumulative`  the sum over the window, what has been seen included, lies within the bounds
`sustained`   some `run` periods in a row, up to the due one, all lie within the bounds

Every series is read from the same draws, so an answer depends on its own series, its target and the seed, not on what
else is asked; each draw is used with its mirror image (antithetic), so a target and its mirror get the same answer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from trueup.stats.arrays import Bools, Floats
from trueup.stats.forecast.predictive import Predictive
from trueup.vocabulary import InputError, Insufficient, said

Kind = Literal["at", "by", "cumulative", "sustained"]
Gaps = Literal["refuse", "zero", "mean"]


@dataclass(frozen=True, slots=True)
class Target:
    """What must come true within the next `steps` periods; both bounds count as hit, in the unit of the series.

    To increase set `lower`, to decrease `upper`, to maintain both. `seen` are the periods of the objective's window so
    far, in order, None where one is missing: a missing period breaks a run, is no first passage, and in a sum is
    dealt with by `gaps`: refuse to say, count nothing, or draw it from the periods that were seen.
    """

    kind: Kind
    steps: int
    lower: float = -math.inf
    upper: float = math.inf
    run: int = 1
    seen: tuple[float | None, ...] = ()
    gaps: Gaps = "refuse"

    def __post_init__(self) -> None:
        if self.kind not in ("at", "by", "cumulative", "sustained"):
            raise InputError(f"{self.kind!r} is not a kind of target", where="target")
        if math.isnan(self.lower) or math.isnan(self.upper) or not self.lower <= self.upper:
            raise InputError(f"bounds {self.lower} to {self.upper}", where="target", do="lower must not exceed upper")
        if self.run < 1:
            raise InputError(f"a run of {self.run} periods", where="target", do="sustain at least 1 period")
        if self.steps < 1:
            raise InputError("the due period has been seen", where="target", do="this is a verdict, not a forecast")
        bad = [i for i, value in enumerate(self.seen) if value is not None and not math.isfinite(value)]
        if bad:
            raise InputError(f"{self.seen[bad[0]]} is not a finite number", where=f"seen, row {bad[0]}")

    def holds(self, values: Floats) -> Bools:
        """Where values lie within the bounds."""
        return (values >= self.lower) & (values <= self.upper)


@dataclass(frozen=True, slots=True)
class Hit:
    """P(hit) with its Monte Carlo standard error; `settled` when what was seen has already hit."""

    p: float
    se: float
    paths: int
    settled: bool = False


def hit(forecast: Predictive, target: Target, rng: np.random.Generator, *, paths: int = 4000) -> Hit | Insufficient:
    """P(hit) of one target; see `hit_many`."""
    return hit_many([forecast], [target], rng, paths=paths)[0]


def hit_many(
    forecasts: Sequence[Predictive], targets: Sequence[Target], rng: np.random.Generator, *, paths: int = 4000
) -> tuple[Hit | Insufficient, ...]:
    """P(hit) of each target on the forecast beside it, from `paths` (even) paths drawn with a seeded generator.

    InputError when a forecast does not reach its due period. A sum over missing periods gives Insufficient unless the
    target says how to deal with them.
    """
    if len(forecasts) != len(targets) or paths < 2 or paths % 2:
        raise InputError(f"{len(forecasts)} forecasts, {len(targets)} targets, {paths} paths", where="hit")
    draws = Draws(rng, max((target.steps for target in targets), default=0), paths)
    return tuple(_hit(each, target, draws) for each, target in zip(forecasts, targets, strict=True))


class Draws:
    """The randomness that all series share. Each step ahead, and each use, has its own stream or row."""

    def __init__(self, rng: np.random.Generator, steps: int, paths: int) -> None:
        normal, rank, variance, gap = rng.spawn(4)
        self.paths = paths
        half = paths // 2
        self._normal = _mirrored(normal.standard_normal((steps, half)))
        self._rank = rank.random((steps, half))
        self._variance = variance.random(half)
        self.gap = _mirrored(gap.standard_normal(half))
        self._scales: dict[float, Floats] = {}

    def noise(self, forecast: Predictive, steps: int) -> Floats:
        """Standardised innovations of each step, shape (steps, paths)."""
        if not forecast.heavy_tailed:
            return self._normal[:steps]
        ordered = np.sort(forecast.residuals)
        place = (self._rank[:steps] * len(ordered)).astype(np.int64)
        return np.concatenate([ordered[place], ordered[len(ordered) - 1 - place]], axis=1)

    def scale(self, df: float) -> Floats | float:
        """What the unknown variance makes of each path, shape (paths,)."""
        if math.isinf(df):
            return 1.0
        if df not in self._scales:
            from trueup.stats.special import gammaincinv

            half = np.sqrt(df / 2 / gammaincinv(df / 2, self._variance))
            self._scales[df] = np.concatenate([half, half])
        return self._scales[df]


def simulate(forecast: Predictive, rng: np.random.Generator, *, paths: int = 4000) -> Floats:
    """Paths of the values to come, shape (horizon, paths)."""
    draws = Draws(rng, forecast.horizon, paths)
    return _paths(forecast, forecast.horizon, draws)


def _mirrored(noise: Floats) -> Floats:
    return np.concatenate([noise, -noise], axis=-1)


def _paths(forecast: Predictive, steps: int, draws: Draws) -> Floats:
    noise = forecast.factor[:steps, :steps] @ draws.noise(forecast, steps)
    return np.asarray(forecast.mean[:steps, None] + noise * draws.scale(forecast.df))


def _hit(forecast: Predictive, target: Target, draws: Draws) -> Hit | Insufficient:
    if target.steps > forecast.horizon:
        raise InputError(
            f"due in {target.steps} periods, forecast for {forecast.horizon}", where="hit", do="forecast further"
        )
    if _settled(target):
        return Hit(1.0, 0.0, draws.paths, settled=True)
    if target.kind == "cumulative":
        return _cumulative(forecast, target, draws)
    if target.kind == "at":
        return _counted(target.holds(_combined(forecast, target.steps - 1, draws)), draws.paths)
    inside = target.holds(_paths(forecast, target.steps, draws))
    if target.kind == "by":
        return _counted(np.asarray(inside.any(axis=0)), draws.paths)
    return _counted(_sustained(inside, target), draws.paths)


def _settled(target: Target) -> bool:
    if target.kind == "by":
        return _longest_run(target) >= 1
    return target.kind == "sustained" and _longest_run(target) >= target.run


def _runs(target: Target) -> list[int]:
    """The length of the run of hits that ends at each seen period."""
    lengths: list[int] = []
    for value in target.seen:
        held = value is not None and target.lower <= value <= target.upper
        lengths.append((lengths[-1] if lengths else 0) + 1 if held else 0)
    return lengths


def _longest_run(target: Target) -> int:
    return max(_runs(target), default=0)


def _sustained(inside: Bools, target: Target) -> Bools:
    so_far = _runs(target)
    streak = np.full(inside.shape[1], so_far[-1] if so_far else 0)
    reached = np.zeros(inside.shape[1], dtype=bool)
    for step in inside:
        streak = (streak + 1) * step
        reached |= streak >= target.run
    return reached


def _combined(forecast: Predictive, step: int, draws: Draws) -> Floats:
    """One value of each path: only its own row of the factor is needed."""
    noise = forecast.factor[step, : step + 1] @ draws.noise(forecast, step + 1)
    return np.asarray(forecast.mean[step] + noise * draws.scale(forecast.df))


def _cumulative(forecast: Predictive, target: Target, draws: Draws) -> Hit | Insufficient:
    known = np.array([value for value in target.seen if value is not None], dtype=np.float64)
    missing = len(target.seen) - len(known)
    if missing and target.gaps == "refuse":
        return Insufficient(said("a sum over the window: periods seen"), len(known), len(target.seen))
    if missing and target.gaps == "mean" and len(known) < 3:
        return Insufficient(said("missing periods of a sum: periods seen"), len(known), 3)
    steps = target.steps
    noise = forecast.factor[:steps, :steps].sum(axis=0) @ draws.noise(forecast, steps)
    total = known.sum() + forecast.mean[:steps].sum() + noise * draws.scale(forecast.df)
    if missing and target.gaps == "mean":
        spread = math.sqrt(missing + missing**2 / len(known)) * known.std(ddof=1)
        total = total + missing * known.mean() + spread * draws.gap
    return _counted(target.holds(np.asarray(total)), draws.paths)


def _counted(reached: Bools, paths: int) -> Hit:
    """The share of paths that hit; its error from pairs of mirrored paths, never below one path in all."""
    half = paths // 2
    pairs = (reached[:half].astype(np.float64) + reached[half:]) / 2
    return Hit(float(pairs.mean()), max(float(pairs.std()) / math.sqrt(half), 1 / paths), paths)
