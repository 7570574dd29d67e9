"""Experiments on small networks, for the tests that simulate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from trueup.stats.network.copula import Copula
from trueup.stats.network.draws import ThreePoint, draws
from trueup.stats.network.experiment import Experiment, Happenings, no_happenings
from trueup.stats.network.model import ELAPSED, FS, Link, network


def arrows(*pairs: tuple[int, int]) -> list[Link]:
    """Finish to start, without lags."""
    return [(before, after, FS, 0.0, ELAPSED) for before, after in pairs]


def experiment(
    points: Sequence[ThreePoint],
    links: Sequence[Link] = (),
    *,
    group: Sequence[int] | None = None,
    rate: Sequence[float] | None = None,
    fixed: Sequence[float] = (0.0,),
    happenings: Happenings | None = None,
    copula: Copula | None = None,
    stream: Sequence[int] | None = None,
    **columns: Any,
) -> Experiment:
    """Independent draws, no costs and no groups but what is given."""
    n = len(points)
    nobody = np.full(n, -1, dtype=np.int64)
    return Experiment(
        network=network(n, links, **columns),
        draws=draws(points),
        stream=np.arange(n) if stream is None else np.array(stream),
        copula=copula or Copula(nobody),
        happenings=happenings or no_happenings(),
        group=nobody if group is None else np.array(group),
        groups=len(fixed) - 1,
        fixed_cost=np.array(fixed),
        rate=np.zeros(n) if rate is None else np.array(rate),
    )
