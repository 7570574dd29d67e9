"""The simulated futures of a plan, kept, so that more can be asked of them: of a party's portion, of both together."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

import numpy as np

from trueup.delivery.axis import Axis
from trueup.delivery.results import Probability
from trueup.delivery.uncertainty import Uncertain
from trueup.stats.arrays import Bools, Floats
from trueup.stats.network.simulate import Futures as Simulated

# A hundredth of a currency unit and a tenth of a second: sums of fractions end a little beside what they mean.
CENT, MOMENT = 0.005, 1e-6


@dataclass(frozen=True)
class Futures:
    """The same futures for every question: row k of each answer is future k."""

    uncertain: Uncertain
    simulated: Simulated

    @property
    def axis(self) -> Axis:
        """Days as moments."""
        return self.uncertain.compiled.axis

    @property
    def finish(self) -> Floats:
        """(iterations,) when all is over, in elapsed days."""
        return self.simulated.finish

    @property
    def cost(self) -> Floats:
        """(iterations,) what it costs in all."""
        return self.simulated.cost

    def finish_of(self, party: str) -> Floats:
        """(iterations,) when a party's portion is over, in elapsed days; -inf where it has none."""
        if party not in self.uncertain.parties:
            return np.full(self.simulated.iterations, -np.inf)
        return np.asarray(self.simulated.finish_by_group[self.uncertain.parties.index(party)])

    def cost_of(self, party: str | None) -> Floats:
        """(iterations,) what a party's portion costs with the risks it owns; None: what nobody owns."""
        if party is None:
            return np.asarray(self.simulated.cost_by_group[-1])
        if party not in self.uncertain.parties:
            return np.zeros(self.simulated.iterations)
        return np.asarray(self.simulated.cost_by_group[self.uncertain.parties.index(party)])

    def by(self, finish: Floats, day: dt.date) -> Bools:
        """Where something is over by the end of a day."""
        return np.asarray(finish <= self.axis.end_of(day) + MOMENT)

    def within(self, cost: Floats, budget: float) -> Bools:
        """Where something costs no more than a budget."""
        return np.asarray(cost <= budget + CENT)

    def probability(self, holds: Bools) -> Probability:
        """The share of the futures in which something holds, with its Monte Carlo error."""
        return probability(holds)


def probability(holds: Bools) -> Probability:
    """A share and its standard error: of n futures none is ever quite certain, so it is never below 1 / (n + 2)."""
    n = len(holds)
    p = float(holds.mean())
    return Probability(p=round(p, 6), se=round(max(math.sqrt(p * (1 - p) / n), 1 / (n + 2)), 6))
