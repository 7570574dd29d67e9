"""The local level model by maximum likelihood, for those who want its variances.

Source: Durbin and Koopman (2012), ch. 2: exact diffuse initialisation. The ladder uses the same filter, but divides by
the degrees of freedom and gives Student t intervals; this gives the plain maximum likelihood figures of the books.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Floats, NoVariation, checked, frozen
from trueup.stats.forecast.dynamics import LOCAL_LEVEL
from trueup.stats.forecast.refine import refined, run
from trueup.stats.forecast.state import project
from trueup.vocabulary import Insufficient, said


@dataclass(frozen=True, slots=True)
class LocalLevel:
    """Variances of noise and of level, log-likelihood, and the next values: `mean` and `sd` of shape (horizon,)."""

    noise: float
    level: float
    log_likelihood: float
    mean: Floats
    sd: Floats
    n: int


def local_level(
    values: npt.ArrayLike, present: npt.ArrayLike | None = None, *, horizon: int = 1
) -> LocalLevel | Insufficient | NoVariation:
    """Maximum likelihood of y = level + noise, level a random walk; one series of shape (time,)."""
    x, mask = checked(values, present)
    n = int(mask.sum())
    if n < 5:
        return Insufficient(said("a local level"), n, 5)
    if np.ptp(x[mask]) == 0:
        return NoVariation(said("the series"), float(x[mask][0]), n)
    origin = float(x[mask][0])
    y, there = (x - origin)[None], mask[None]
    grid = LOCAL_LEVEL.grid[:, None, :]
    best = LOCAL_LEVEL.grid[:, np.argmin(run(LOCAL_LEVEL, grid, y, there).deviance(), axis=1)]
    u = refined(LOCAL_LEVEL, best, y, there, rounds=40)
    fitted = run(LOCAL_LEVEL, u[:, :, None], y, there)
    state = fitted.state(np.zeros(1, dtype=np.int64))
    noise = float(state.square[0]) / (n - 1)
    means, variances = project(state, horizon)
    deviance = float(fitted.deviance()[0, 0]) + (n - 1) * (1 + math.log(2 * math.pi))
    return LocalLevel(
        noise=noise,
        level=noise * float(state.q1[0]),
        log_likelihood=-deviance / 2,
        mean=frozen(means[:, 0] + origin),
        sd=frozen(np.sqrt(noise * variances[:, 0])),
        n=n,
    )
