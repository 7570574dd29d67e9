"""Which rungs keep their place in a ladder: the pooled record of each over many series, from back-tests made anyway.

A record counts where it was earned: at each origin, the forecasts of the rung that would have been chosen there. A rung
loses its place where its intervals are credibly dishonest: the 80 % interval holds credibly less than 70 % or more than
90 %, or the 95 % interval credibly less than 90 %. "Credibly": p-values robust to series and periods (stats/clustered),
adjusted over all rungs and all three questions (Holm), at most 5 %. So among rungs that are off by less than that, the
chance that even one loses its place stays below 5 %. Fewer than 10 series or 60 forecasts judge no rung.

Small faults of every forecast from short series are no reason to go: the bounds leave room for them on purpose.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from trueup.stats.arrays import Floats, Ints
from trueup.stats.clustered import Share, Tally, p_above, p_below, share
from trueup.stats.forecast.record import Backtest
from trueup.stats.multiplicity import holm

ALPHA = 0.05
"""Chance that even one rung whose intervals are within the bounds loses its place."""
LEAST_SERIES = 10
LEAST_FORECASTS = 60
Fault = Literal["narrow", "wide"]

QUESTIONS: tuple[tuple[float, Fault, float], ...] = (
    (0.80, "narrow", 0.70),
    (0.80, "wide", 0.90),
    (0.95, "narrow", 0.90),
)
"""Level of the interval, what may be wrong with it, and the share beyond which it is."""


@dataclass(frozen=True, slots=True)
class Tried:
    """The back-test of one series: `end` numbers its last period, `grain` tells numbers of other grains apart.

    `ratio` is its mean score over that of the naive forecast, where both are known.
    """

    backtest: Backtest
    end: int
    grain: int = 0
    ratio: float | None = None


@dataclass(frozen=True, slots=True)
class Rung:
    """A rung and the pooled record it earned where it was chosen.

    `place`: kept, lost, or unjudged for want of data. Where it is lost, `fault` says of which `level` its intervals are
    too narrow or too wide. `p` is the smallest adjusted p-value. Shares are None with fewer than 2 series.
    """

    name: str
    series: int
    forecasts: int
    held_80: Share | None
    held_95: Share | None
    place: Literal["kept", "lost", "unjudged"]
    p: float | None = None
    fault: Fault | None = None
    level: float | None = None

    @property
    def held(self) -> Share | None:
        """The record at the level that cost it its place; of the 80 % interval where it was kept."""
        return self.held_95 if self.level == 0.95 else self.held_80


@dataclass(frozen=True, slots=True)
class Places:
    """Every rung that was ever chosen, in the order of their records; empty where nothing was back-tested.

    `ratio` is the geometric mean over series of the score (CRPS) over that of the naive forecast, with its 95 %
    interval: below 1, choosing a rung said more than "as last time". None with fewer than 10 series.
    """

    rungs: tuple[Rung, ...] = ()
    series: int = 0
    forecasts: int = 0
    ratio: tuple[float, float, float] | None = None

    @property
    def lost(self) -> frozenset[str]:
        """The names of the rungs that lost their place."""
        return frozenset(rung.name for rung in self.rungs if rung.place == "lost")

    @property
    def judged(self) -> bool:
        """Whether any rung had enough of a record to be judged."""
        return any(rung.place != "unjudged" for rung in self.rungs)


def places(tried: Iterable[Tried]) -> Places:
    """Judge every rung on the back-tests of many series; each series once."""
    records = [each for each in tried if each.backtest.judged.any() and each.backtest.rungs]
    if not records:
        return Places()
    rows = _rows(records)
    tallies = {name: rows.of(name) for name in rows.names if rows.has(name)}
    asked = [name for name, by in tallies.items() if _enough(by[0.80])]
    worst = _judged({name: tallies[name] for name in asked})
    rungs = [_rung(name, by, worst.get(name)) for name, by in tallies.items()]
    rungs.sort(key=lambda rung: (-rung.forecasts, rung.name))
    return Places(tuple(rungs), len(records), len(rows.series), _ratio(records))


def _ratio(records: Sequence[Tried]) -> tuple[float, float, float] | None:
    from trueup.stats.special import stdtrit

    logs = np.log([each.ratio for each in records if each.ratio])
    if len(logs) < LEAST_SERIES:
        return None
    middle = float(logs.mean())
    half = float(stdtrit(len(logs) - 1, 0.975) * logs.std(ddof=1) / np.sqrt(len(logs)))
    return float(np.exp(middle)), float(np.exp(middle - half)), float(np.exp(middle + half))


def _enough(tally: Tally) -> bool:
    return tally.clusters >= LEAST_SERIES and tally.n >= LEAST_FORECASTS


@dataclass(frozen=True, eq=False)
class _Rows:
    """Every judged forecast of every series in one line: whose, of which rung, for which period, and what it held."""

    names: tuple[str, ...]
    rung: Ints
    series: Ints
    period: Ints
    held: dict[float, Floats]

    def has(self, name: str) -> bool:
        return bool((self.rung == self.names.index(name)).any())

    def of(self, name: str) -> dict[float, Tally]:
        """The record of one rung at each level."""
        mine = self.rung == self.names.index(name)
        one = np.ones(int(mine.sum()))
        return {
            level: Tally(held[mine], one, self.series[mine], self.period[mine]) for level, held in self.held.items()
        }


def _rows(records: Sequence[Tried]) -> _Rows:
    names = tuple(dict.fromkeys(name for each in records for name in each.backtest.rungs))
    rung, series, period, z, df = [], [], [], [], []
    for number, each in enumerate(records):
        test, at = each.backtest, each.backtest.judged
        steps, origins = np.nonzero(at)
        index = np.array([names.index(name) for name in test.rungs], dtype=np.int64)
        rung.append(index[test.rung[origins]])
        series.append(np.full(len(steps), number))
        period.append(each.grain * 10**7 + each.end - (at.shape[1] - 1 - origins) + steps)
        z.append(np.abs(test.actual[at] - test.mean[at]) / test.scale[at])
        df.append(test.df[at])
    held = _held(np.concatenate(z), np.concatenate(df))
    return _Rows(names, np.concatenate(rung), np.concatenate(series), np.concatenate(period), held)


def _held(z: Floats, df: Floats) -> dict[float, Floats]:
    """1.0 where the central interval of a level held what came."""
    from trueup.stats.special import stdtrit

    distinct, back = np.unique(df, return_inverse=True)
    levels = {level for level, _, _ in QUESTIONS}
    return {level: (z <= stdtrit(distinct, (1 + level) / 2)[back]).astype(np.float64) for level in levels}


def _judged(tallies: dict[str, dict[float, Tally]]) -> dict[str, tuple[float, Fault, float]]:
    """The answer about each rung that is judged: adjusted p-value, fault and level.

    The first question whose answer is credible; else the one that came nearest to it.
    """
    asked = [(name, level, fault, bound) for name in tallies for level, fault, bound in QUESTIONS]
    p = [
        (p_below if fault == "narrow" else p_above)(tallies[name][level], bound) for name, level, fault, bound in asked
    ]
    worst: dict[str, tuple[float, Fault, float]] = {}
    for (name, level, fault, _), each in zip(asked, holm(np.array(p)).tolist() if p else [], strict=True):
        if name not in worst or (worst[name][0] > ALPHA and each < worst[name][0]):
            worst[name] = each, fault, level
    return worst


def _rung(name: str, by: dict[float, Tally], worst: tuple[float, Fault, float] | None) -> Rung:
    first = by[0.80]
    held = {level: found if isinstance(found := share(tally), Share) else None for level, tally in by.items()}
    record = name, first.clusters, first.n, held[0.80], held[0.95]
    if worst is None:
        return Rung(*record, "unjudged")
    p, fault, level = worst
    return Rung(*record, "lost", p, fault, level) if p <= ALPHA else Rung(*record, "kept", p)
