"""Which passes are used: compiled ones where numba is installed and the work is worth loading it, else numpy's.

Both give the same bits; the choice is about time alone.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib.util import find_spec
from typing import Protocol

from trueup.stats.arrays import Floats, Ints
from trueup.stats.network.model import Network
from trueup.stats.network.wide import Outcome, Wide

WORTH = 4_000_000
"""Activities times futures: numpy takes about half a second for so many, as long as numba takes to load."""


class Passes(Protocol):
    """What either kind computes; Wide says what each is."""

    def forward(self, duration: Floats, wait: Floats | None = None) -> tuple[Floats, Floats]:
        """Early begin and finish."""
        ...

    def backward(self, duration: Floats, end: Floats, *, hard: bool = True) -> tuple[Floats, Floats]:
        """Late begin and finish."""
        ...

    def last_finish(self, duration: Floats, wait: Floats | None = None) -> Floats:
        """When all is over."""
        ...

    def outcomes(self, duration: Floats, group: Ints, groups: int, *, shares: bool = True) -> Outcome:
        """What the futures come to."""
        ...

    def ready(self, start: Floats, finish: Floats, duration: Floats) -> Floats:
        """The work done before each could begin."""
        ...


def passes_over(net: Network, futures: int) -> Passes:
    """What computes the passes over a network, for so many futures in all."""
    if not worth_compiling(net.n * futures):
        return Wide(net)
    from trueup.stats.network.compiled import CompiledPasses

    return CompiledPasses(net)


def worth_compiling(work: int) -> bool:
    """Whether compiled code is at hand, and either loaded already or worth loading for so much work."""
    return _installed() and ("numba" in sys.modules or work >= WORTH)


@cache
def _installed() -> bool:
    return find_spec("numba") is not None
