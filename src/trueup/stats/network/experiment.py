"""What is simulated: a network whose lengths are drawn, what can go wrong once, and what it costs.

Futures are drawn in blocks of 256, each from generators of its own that are spawned from the seed and the number of
the block. So the same seed gives the same futures however many are asked for and however they are batched.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from trueup.stats.arrays import Bools, Floats, Ints
from trueup.stats.network.copula import Copula
from trueup.stats.network.draws import Draws
from trueup.stats.network.model import Network
from trueup.vocabulary import InputError

BLOCK = 256


@dataclass(frozen=True)
class Happenings:
    """Events that may happen once in a future. Each adds a drawn length to its activities, and a cost to a group."""

    chance: Floats  # (events,) 0 to 1
    impact: Draws  # a row an event, in the unit of the activities' lengths
    hits: tuple[Ints, ...]  # the activities that each event hits
    cost: Floats  # (events,)
    group: Ints  # (events,) whose cost it is; -1: nobody's


@dataclass(frozen=True)
class Experiment:
    """A network (n activities) with drawn lengths. Each activity may belong to a group.

    `stream` (n,) says which row of the draws an activity takes: two networks that share activities share their
    futures when they give those the same rows. What is done draws, and takes no time.
    """

    network: Network
    draws: Draws
    stream: Ints
    copula: Copula
    happenings: Happenings
    group: Ints  # (n,) -1: none
    groups: int
    fixed_cost: Floats  # (groups + 1,) whatever happens; the last for what belongs to no group
    rate: Floats  # (n,) for each working day that is left

    def __post_init__(self) -> None:
        n = self.network.n
        for name in ("stream", "group", "rate"):
            if getattr(self, name).shape != (n,):
                raise InputError(f"{getattr(self, name).shape[0]} rows for {n} activities", where=name)
        if len(self.draws.low) != n:
            raise InputError(f"{len(self.draws.low)} draws for {n} activities", where="draws")

    @property
    def streams(self) -> int:
        """How many rows of independent draws there are."""
        return int(self.stream.max(initial=-1)) + 1


@dataclass(frozen=True)
class Block:
    """Some futures: how long each activity takes, and which events happen."""

    duration: Floats  # (n, futures) working days of what is left
    happens: Bools  # (events, futures)


def draw_block(experiment: Experiment, seed: int, number: int, futures: int = BLOCK) -> Block:
    """The first `futures` of a block."""
    own, shared, events = (
        np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(number, part))) for part in range(3)
    )
    scores = own.standard_normal((experiment.streams, BLOCK), dtype=np.float32)
    if experiment.streams != experiment.network.n or (np.diff(experiment.stream) != 1).any():
        scores = scores[experiment.stream]
    joined = experiment.copula.join(scores, shared.standard_normal((experiment.copula.factors, BLOCK)))
    duration = experiment.draws.lengths(np.ascontiguousarray(joined[:, :futures]))
    happens = _happen(experiment, events, duration)
    duration[experiment.network.done] = 0.0
    return Block(duration, happens)


def _happen(experiment: Experiment, rng: np.random.Generator, duration: Floats) -> Bools:
    """Which events happen; adds what they do to the lengths."""
    what = experiment.happenings
    shape = (len(what.chance), BLOCK)
    futures = duration.shape[1]
    happens = np.asarray((rng.random(shape) < what.chance[:, None])[:, :futures])
    impact = what.impact.lengths(rng.standard_normal(shape)[:, :futures]) if len(what.chance) else np.zeros(shape)
    for event, activities in enumerate(what.hits):
        duration[activities] += impact[event] * happens[event]
    return happens


def cost_of(experiment: Experiment, block: Block) -> Floats:
    """(groups + 1, futures): what each group's part costs, the last for what belongs to no group."""
    groups, n = experiment.groups, experiment.network.n
    rates = np.zeros((groups + 1, n))
    rates[experiment.group, np.arange(n)] = experiment.rate
    cost = rates @ block.duration + experiment.fixed_cost[:, None]
    what = experiment.happenings
    for event in range(len(what.chance)):
        cost[what.group[event]] += what.cost[event] * block.happens[event]
    return np.asarray(cost)


def no_happenings() -> Happenings:
    """Nothing can go wrong."""
    nothing = np.zeros(0)
    empty = Draws(nothing, nothing, np.zeros(0, dtype=np.int64), np.zeros((1, 2)))
    return Happenings(nothing, empty, (), nothing, np.zeros(0, dtype=np.int64))
