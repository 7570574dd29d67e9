"""Monte Carlo over a network: when all is over, what it costs, and what drives it (Van Slyke 1963)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from trueup.stats.arrays import Bools, Floats
from trueup.stats.network.converge import FEWEST, MOST, STEP, still
from trueup.stats.network.experiment import BLOCK, Experiment, cost_of, draw_block
from trueup.stats.network.indices import Gathering, Indices
from trueup.stats.network.working import Player, player_over
from trueup.vocabulary import InputError

EXPECTED = 5_000
"""Futures that it usually takes: what the choice of the passes reckons with."""
Ask = Callable[[Floats, Floats], Bools]
"""Of when all is over (futures,) in elapsed days and what it costs (futures,): where something holds."""


@dataclass(frozen=True)
class Futures:
    """What `iterations` futures came to; `converged` says whether the estimates stand still (converge.py)."""

    seed: int
    iterations: int
    converged: bool
    finish: Floats  # (iterations,) elapsed days
    finish_by_group: Floats  # (groups, iterations) -inf: the group has no activity
    cost: Floats  # (iterations,)
    cost_by_group: Floats  # (groups + 1, iterations) the last for what belongs to no group
    holds: Mapping[str, Bools]  # what was asked, (iterations,) each
    indices: Indices


def simulate(
    experiment: Experiment, *, seed: int, iterations: int | None = None, asks: Mapping[str, Ask] | None = None
) -> Futures:
    """Draw futures until the estimates stand still, at most 20,000; or just as many as `iterations` says.

    The same seed gives the same futures. Memory holds a block of 256 futures, and four numbers and one a group of each
    future. Raises InputError for fewer than two iterations.
    """
    if iterations is not None and iterations < 2:
        raise InputError(f"{iterations} iterations", where="simulate", do="ask for at least 2; thousands tell more")
    run = _Run(experiment, player_over(experiment.network, iterations or EXPECTED), seed, asks or {})
    if iterations is not None:
        run.on_to(iterations)
        return run.futures()
    run.on_to(FEWEST)
    while not run.still and run.count < MOST:
        run.on_to(min(run.count + STEP, MOST))
    return run.futures()


@dataclass
class _Run:
    """A simulation under way."""

    experiment: Experiment
    player: Player
    seed: int
    asks: Mapping[str, Ask]
    parts: list[tuple[Floats, Floats, Floats]] = field(default_factory=list)  # total, by group, cost by group

    def __post_init__(self) -> None:
        self.gathering = Gathering(self.experiment.network.n)

    @property
    def count(self) -> int:
        return self.gathering.count

    def on_to(self, iterations: int) -> None:
        """Go on until there are so many futures. Only a last block may be a part of one."""
        while self.count < iterations:
            self._block(min(BLOCK, iterations - self.count))

    def _block(self, futures: int) -> None:
        experiment = self.experiment
        block = draw_block(experiment, self.seed, len(self.parts), futures)
        outcome = self.player.outcomes(block.duration, experiment.group, experiment.groups)
        self.gathering.add(block.duration, outcome, experiment.network.resume)
        self.parts.append((outcome.total, outcome.by_group, cost_of(experiment, block)))

    @property
    def still(self) -> bool:
        finish, _, costs = self._together()
        return still(finish, self._held(finish, costs).values())

    def _together(self) -> tuple[Floats, Floats, Floats]:
        total, by_group, cost = (np.concatenate(each, axis=-1) for each in zip(*self.parts, strict=True))
        return total, by_group, cost

    def _held(self, finish: Floats, costs: Floats) -> dict[str, Bools]:
        cost = costs.sum(axis=0)
        return {name: ask(finish, cost) for name, ask in self.asks.items()}

    def futures(self) -> Futures:
        finish, by_group, costs = self._together()
        holds = self._held(finish, costs)
        network = self.experiment.network
        return Futures(
            seed=self.seed,
            iterations=self.count,
            converged=still(finish, holds.values()),
            finish=finish,
            finish_by_group=by_group,
            cost=costs.sum(axis=0),
            cost_by_group=costs,
            holds=holds,
            indices=self.gathering.indices(finish, network.resume, network.done),
        )
