"""PERT as it was first done (Malcolm, Roseboom, Clark & Fazar 1959): normal along one critical path.

It takes the longest path for the only one that can be longest, so it promises too early a finish wherever paths merge:
simulate instead, and show this beside it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from trueup.stats.network.draws import ThreePoint
from trueup.stats.network.model import Network
from trueup.stats.network.passes import forward
from trueup.stats.network.slack import Drivers


@dataclass(frozen=True)
class Pert:
    """The mean and variance of the longest path, its activities in order, and from where it is reckoned."""

    mean: float
    variance: float
    path: tuple[int, ...]

    def chance(self, deadline: float) -> float:
        """P(finish <= deadline) by the normal approximation."""
        if self.variance == 0:
            return float(self.mean <= deadline)
        return 0.5 * math.erfc((self.mean - deadline) / math.sqrt(2 * self.variance))


def pert(net: Network, points: Sequence[ThreePoint]) -> Pert:
    """The classical estimate: means (o + 4 m + p) / 6, variances ((p - o) / 6)^2 summed along the driving path."""
    means = [(each.low + 4 * each.mode + each.high) / 6 for each in points]
    early = forward(net, means)
    path, drivers = [int(early.finish.argmax())] if net.n else [], Drivers(net, early)
    while path and (link := drivers.of(path[-1])) is not None:
        path.append(int(net.before[link]))
    variance = sum(((points[i].high - points[i].low) / 6) ** 2 for i in path)
    return Pert(float(early.finish.max(initial=net.resume)), variance, tuple(reversed(path)))
