"""Which inputs a net benefit hangs on: one at a time (tornado), and each one's share of its variance (Sobol)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from trueup.stats.arrays import Floats
from trueup.stats.decision.shapes import Shape
from trueup.stats.decision.smooth import smoother

SCORE_90 = 1.2815515655446004
"""The normal score of the 90 % point."""
Net = Callable[[Mapping[str, Floats]], Floats]
"""A net benefit (draws,) of inputs by name, each (draws,)."""


@dataclass(frozen=True, slots=True)
class Bar:
    """The net benefit with one input at its 10 % and at its 90 % point and all others at their medians."""

    name: str
    at_low: float
    at_high: float

    @property
    def swing(self) -> float:
        """How much the input moves it: NB(P90) - NB(P10)."""
        return self.at_high - self.at_low


def tornado(net: Net, shapes: Mapping[str, Shape]) -> tuple[float, tuple[Bar, ...]]:
    """The net benefit at all medians, and a bar for each input that moves it: the widest first, ties by name."""
    names = list(shapes)
    points = {name: shape.quantiles(np.array([-SCORE_90, 0.0, SCORE_90])) for name, shape in shapes.items()}
    cases = {name: np.full(2 * len(names) + 1, points[name][1]) for name in names}
    for row, name in enumerate(names):
        cases[name][2 * row + 1], cases[name][2 * row + 2] = points[name][0], points[name][2]
    found = net(cases)
    bars = [Bar(name, float(found[2 * row + 1]), float(found[2 * row + 2])) for row, name in enumerate(names)]
    moving = sorted((bar for bar in bars if bar.swing), key=lambda bar: (-abs(bar.swing), bar.name))
    return float(found[0]), tuple(moving)


def first_order(net: Floats, known: Sequence[Floats]) -> tuple[float, ...]:
    """Var(E[NB|x]) / Var(NB) for each input x (draws,): its own share, 0 to 1; what is missing to 1 are interactions.

    With correlated inputs a share holds what comes with the input, too, and the sum may exceed 1.
    """
    spread = float(net.var())
    return tuple(_share(net, each, spread) for each in known)


def _share(net: Floats, known: Floats, spread: float) -> float:
    smooth = smoother(known, net[:, None]) if spread else None
    return min(1.0, float(smooth.fitted[:, 0].var()) / spread) if smooth is not None else 0.0
