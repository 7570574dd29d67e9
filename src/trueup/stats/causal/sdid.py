"""Synthetic difference in differences: a mix of controls that moves like the treated, against weighted earlier periods.

Source: Arkhangelsky, Athey, Hirshberg, Imbens and Wager, AER 111 (2021): algorithm 1 (weights and effect), 4 (placebo
variance) and 3 (jackknife with the weights kept). The weights are exact minima on the simplex, not Frank-Wolfe ones.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from math import comb
from typing import Literal

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Floats, Ints
from trueup.stats.causal.effect import Check, Effect, Parameter, Span, effect_of
from trueup.stats.causal.panel import Panel, panel
from trueup.stats.causal.simplex import closest_mix
from trueup.stats.causal.student import student_draws
from trueup.vocabulary import Figure, Insufficient, said

FEWEST_CONTROLS = 5
PLACEBOS = 100
"""Sets of controls taken as if treated, where there are more sets than that."""


@dataclass(frozen=True, slots=True)
class Weighted:
    """Unit weights (controls,), time weights (n_pre,), and the gap less its weighted past: before and after."""

    units: Floats
    times: Floats
    pre: Floats
    post: Floats


def synthetic_did(
    values: npt.ArrayLike,
    treated: Sequence[int],
    t0: int,
    rng: np.random.Generator,
    *,
    controls: Sequence[int] | None = None,
    pre: tuple[int, int] | None = None,
    spread: Literal["placebo", "jackknife"] = "placebo",
    level: float = 0.95,
) -> Effect | Insufficient:
    """The effect a treated unit a period; arguments as in `panel`. Fewer than 5 controls give Insufficient.

    `spread` says where the interval comes from: controls taken as if treated (one treated unit or more), or leaving out
    a unit at a time with the weights kept (two treated units or more, else Insufficient).
    """
    given = panel(values, treated, t0, controls=controls, pre=pre, fewest_controls=FEWEST_CONTROLS)
    if isinstance(given, Insufficient):
        return given
    many = len(given.treated)
    if spread == "jackknife" and many < 2:
        return Insufficient(said("a jackknife: treated units"), many, 2)
    if spread == "placebo" and len(given.controls) <= many:
        return Insufficient(said("placebos: controls"), len(given.controls), many + 1)
    own = _weighted(given, given.treated, given.controls)
    placebos = _placebos(given, rng) if spread == "placebo" else np.empty((0, given.n_post))
    deviations, df = _scaled(placebos, len(given.controls)) if spread == "placebo" else _jackknife(given, own)
    found = own.post.mean()
    return effect_of(
        "synthetic_did",
        own.post,
        student_draws(own.post, deviations, df, rng),
        given.mean(given.treated)[1] - own.post,
        given.n_pre,
        level,
        n_controls=len(given.controls),
        exposed=np.full(given.n_post, float(many)),
        p_placebo=_rank(float(found), placebos),
        pre_rmse=math.sqrt(float((own.pre**2).mean())),
        weights=own.units.tolist(),
        checks=[_pre_fit(own, given)],
        parameters=[_error(float(found), deviations)],
    )


def _noise(given: Panel, pool: Ints) -> float:
    """Standard deviation of the changes of the controls from one period to the next, before the start."""
    return float(np.diff(given.pre[pool], axis=1).std(ddof=1))


def _weighted(given: Panel, treated: Ints, pool: Ints) -> Weighted:
    """Weights and gaps for some rows as treated against some others, on what lies before the start alone."""
    before, after = given.mean(treated)
    ridge = math.sqrt(len(treated) * given.n_post) * _noise(given, pool) ** 2 * given.n_pre
    series = given.pre[pool]
    units = closest_mix(series - series.mean(axis=1, keepdims=True), before - before.mean(), ridge)
    times = _time_weights(series, given.post[pool].mean(axis=1), _noise(given, pool))
    gap_before, gap_after = before - units @ series, after - units @ given.post[pool]
    past = float(times @ gap_before)
    return Weighted(units, times, gap_before - gap_before.mean(), gap_after - past)


def _time_weights(series: Floats, later: Floats, noise: float) -> Floats:
    """Earlier periods mixed so that controls look as they do later, up to one common shift.

    The ridge is a trace that makes the minimum single: (1e-6 noise)^2 a unit, as the authors' own program has it.
    """
    return closest_mix((series - series.mean(axis=0)).T, later - later.mean(), (1e-6 * noise) ** 2 * len(series))


def _placebos(given: Panel, rng: np.random.Generator) -> Floats:
    """The effects found where as many controls as were treated are taken as if treated; shape (placebos, n_post)."""
    return np.array([_placebo(given, chosen) for chosen in _sets(given.controls, len(given.treated), rng)])


def _placebo(given: Panel, chosen: Ints) -> Floats:
    return _weighted(given, chosen, np.setdiff1d(given.controls, chosen)).post


def _sets(controls: Ints, many: int, rng: np.random.Generator) -> list[Ints]:
    if many == 1:
        return [controls[[at]] for at in range(len(controls))]
    count = min(PLACEBOS, comb(len(controls), many))
    return [np.sort(rng.choice(controls, size=many, replace=False)) for _ in range(count)]


def _scaled(placebos: Floats, controls: int) -> tuple[Floats, float]:
    return placebos / math.sqrt(len(placebos)), float(controls - 1)


def _jackknife(given: Panel, own: Weighted) -> tuple[Floats, float]:
    """Effects with one unit left out at a time and the weights kept, scaled to their covariance."""
    past = np.concatenate([given.pre @ own.times])
    apart = given.post - past[:, None]
    n = len(given.treated) + len(given.controls)
    paths = [
        apart[np.delete(given.treated, at)].mean(axis=0) - own.units @ apart[given.controls]
        for at in range(len(given.treated))
    ]
    mean = apart[given.treated].mean(axis=0)
    for at, weight in enumerate(own.units):
        if weight < 1:
            left = np.delete(own.units, at) / (1 - weight)
            paths.append(mean - left @ apart[np.delete(given.controls, at)])
    found = np.array(paths)
    return (found - found.mean(axis=0)) * math.sqrt((n - 1) / n), float(
        min(len(given.treated), len(given.controls)) - 1
    )


def _rank(found: float, placebos: Floats) -> float | None:
    if not len(placebos):
        return None
    return float(1 + (np.abs(placebos.mean(axis=1)) >= abs(found)).sum()) / (1 + len(placebos))


def _error(found: float, deviations: Floats) -> Parameter:
    """The average with its standard error either side: what papers print."""
    se = math.sqrt(float((deviations.mean(axis=1) ** 2).sum()))
    return Parameter("standard_error", Span(found, found - se, found + se))


def _pre_fit(own: Weighted, given: Panel) -> Check:
    """Does the mix move like the treated? The gap about its mean against how much the treated itself moves."""
    moves = float(given.mean(given.treated)[0].std())
    gap = math.sqrt(float((own.pre**2).mean()))
    share = gap / moves if moves > 0 else math.inf * bool(gap)
    words = said(
        "before the start the gap moves by {share} of the treated's own standard deviation",
        share=Figure(f"{share:.0%}"),
    )
    return Check("pre_fit", share <= 0.5, share, words)
