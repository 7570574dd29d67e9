"""How much of the expected slip against the baseline each party's portion explains.

The slip is E(finish) minus the baseline's finish, in calendar days. A party's share is its Shapley value in the game
whose coalitions' worlds stats/network/explain.py describes, over the same futures as the simulation. Shares add up:

- Shapley values add up to what all portions explain together;
- where not all futures are decomposed, each share is moved by its regression on the finish times what the mean of all
  futures differs from the mean of those (a control variate): the slopes add up to 1, because the shares do;
- what no portion explains (activities that the plan no longer has, a last finish on a day off) is nobody's;
- last, slip and shares are whole 1/1024 days, rounded so that they add up (largest remainder), which binary and decimal
  numbers hold exactly.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from trueup.delivery.documents import Planned
from trueup.delivery.network import PlanNetwork
from trueup.delivery.results import Share
from trueup.delivery.schedule import Schedule, schedule
from trueup.delivery.uncertainty import Uncertain
from trueup.stats.arrays import Floats
from trueup.stats.network.choose import passes_over
from trueup.stats.network.experiment import BLOCK, draw_block
from trueup.stats.network.explain import World, Worlds
from trueup.stats.network.passes import forward
from trueup.stats.network.shapley import EXACT, Value, drawn, exact
from trueup.stats.network.simulate import Futures

UNOWNED = "unowned"
GRAIN = 1024
WORK, PAIRS = 100_000_000, 2
"""Activities x futures x coalitions at most; drawn orders (each also backwards) for each block of futures."""


@dataclass(frozen=True)
class Slip:
    """Expected calendar days of slip, and whose they are: `shares` add up to `days`."""

    days: float
    shares: tuple[Share, ...]


def slip_of(given: Uncertain, found: Futures, baseline: Mapping[str, Planned]) -> Slip:
    """Decompose the slip of what was simulated. Activities that the baseline does not have were to take no time."""
    meant = Meant(given.compiled, baseline)
    days = float(found.finish.mean()) - meant.finish
    shares = _Game(given, found, meant).shares()
    return _rounded(given.parties, days, shares)


class Meant:
    """A baseline as moments. Days that are those of the plan's own schedule stand for that schedule's very moments."""

    def __init__(self, compiled: PlanNetwork, baseline: Mapping[str, Planned]) -> None:
        self.compiled, self.baseline = compiled, baseline
        own = schedule(compiled.plan)
        n = compiled.network.n
        self.start, self.end = np.full(n, np.nan), np.full(n, np.nan)
        for at, name in enumerate(compiled.ids):
            if name in baseline:
                self.start[at], self.end[at] = self._moments(own, at, baseline[name])
        gone = [compiled.axis.end_of(baseline[name].finish) for name in baseline if name not in compiled.index]
        self.finish = float(max([*gone, *self.end[np.isfinite(self.end)]], default=0.0))

    def _moments(self, own: Schedule, at: int, planned: Planned) -> tuple[float, float]:
        if (own.start_day(at), own.finish_day(at)) == (planned.start, planned.finish):
            return float(own.early.start[at]), float(own.early.finish[at])
        axis = self.compiled.axis
        end = axis.end_of(planned.finish)
        milestone = self.compiled.plan.activities[at].duration.amount == 0
        return (end if milestone else axis.begin_of(planned.start)), end

    def world(self, worlds: Worlds) -> World:
        """One future, in which all is as it was meant; what was not meant takes no time where the network has it."""
        net = replace(worlds.net, started=self.start, finished=self.end)
        times = forward(net, np.zeros(net.n))
        return worlds.world(times.start[:, None], times.finish[:, None])


class _Game:
    """The parties as players, and one more for activities that nobody owns."""

    def __init__(self, given: Uncertain, found: Futures, meant: Meant) -> None:
        self.given, self.found = given, found
        experiment = given.experiment
        unowned = bool((experiment.group < 0).any())
        self.players = len(given.parties) + unowned
        self.player = np.where(experiment.group < 0, len(given.parties), experiment.group)
        self.coalitions = 2**self.players if self.players <= EXACT else 2 * PAIRS * (self.players + 1)
        self.futures = self._affordable()
        self.worlds = Worlds(experiment.network, experiment.network.n * self.futures * self.coalitions)
        self.passes = passes_over(experiment.network, self.futures)
        self.meant = meant.world(self.worlds)

    def _affordable(self) -> int:
        blocks = WORK // (max(self.given.experiment.network.n, 1) * self.coalitions * BLOCK)
        return min(max(blocks, 4) * BLOCK, self.found.iterations)

    def shares(self) -> tuple[Floats, Floats]:
        """Each player's expected days and their standard errors."""
        blocks = [self._block(number) for number in range(math.ceil(self.futures / BLOCK))]
        each = np.concatenate(blocks, axis=1)
        finish = self.found.finish[: self.futures]
        moved = _slopes(each, finish) * (float(self.found.finish.mean()) - float(finish.mean()))
        units = each if self.players <= EXACT or len(blocks) < 4 else np.stack([b.mean(axis=1) for b in blocks], axis=1)
        return each.mean(axis=1) + moved, units.std(axis=1, ddof=1) / math.sqrt(units.shape[1])

    def _block(self, number: int) -> Floats:
        """(players, futures of the block)."""
        futures = min(BLOCK, self.futures - number * BLOCK)
        comes = self._comes(draw_block(self.given.experiment, self.found.seed, number, futures).duration)
        value: Value = lambda coalitions: self.worlds.finishes(self.meant, comes, self.player, coalitions)  # noqa: E731
        if self.players <= EXACT:
            return exact(value, self.players)
        seed = np.random.SeedSequence(self.found.seed, spawn_key=(number, 3))
        return drawn(value, self.players, np.random.default_rng(seed), pairs=PAIRS)

    def _comes(self, duration: Floats) -> World:
        begin, finish = self.passes.forward(duration)
        net = self.given.experiment.network
        start = np.where(net.under_way[:, None], net.started[:, None], begin)
        return self.worlds.world(start, finish)


def _slopes(shares: Floats, finish: Floats) -> Floats:
    """How each share moves with the finish: they add up to 1; equal where the finish does not vary."""
    apart = finish - finish.mean()
    spread = float(apart @ apart)
    if spread <= 1e-12:
        return np.full(len(shares), 1 / len(shares))
    return np.asarray((shares - shares.mean(axis=1, keepdims=True)) @ apart / spread)


def _rounded(parties: tuple[str, ...], days: float, shares: tuple[Floats, Floats]) -> Slip:
    """Whole 1/1024 days that add up; what no portion explains goes to nobody."""
    mean, error = shares
    names = list(parties)
    rest = days - float(mean.sum())
    if len(mean) == len(parties) and abs(rest) >= 0.5 / GRAIN:
        mean, error = np.append(mean, 0.0), np.append(error, 0.0)
    if len(mean) > len(parties):
        names.append(UNOWNED)
    mean[-1] += rest
    total = round(days * GRAIN)
    grains = _adding_up(mean * GRAIN, total)
    return Slip(total / GRAIN, tuple(_share(*each, total) for each in zip(names, grains, error, strict=True)))


def _adding_up(values: Floats, total: int) -> list[int]:
    """Each rounded down or up, those with the largest rest up, so that they add up to `total`."""
    low = np.floor(values).astype(int)
    missing = total - int(low.sum())
    for at in np.argsort(low - values, kind="stable")[:missing]:
        low[at] += 1
    return [int(each) for each in low]


def _share(party: str, grains: int, error: float, total: int) -> Share:
    part = round(grains / total, 6) if total else None
    return Share(party=party, days=grains / GRAIN, se=round(float(error), 6), share=part)
