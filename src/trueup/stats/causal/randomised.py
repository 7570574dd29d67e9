"""Units drawn by lot: the difference of means, or of means adjusted for what was known beforehand.

Source: Neyman (1923) for the interval, Fisher (1935) for the permutation p, Lin, Annals of Applied Statistics 7 (2013)
for the adjustment: a regression in each group on the centred covariates, which cannot hurt in large samples, with the
HC2 variance, which without covariates is Neyman's.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Floats, checked
from trueup.stats.causal.effect import Check, Effect, effect_of
from trueup.stats.causal.permutation import permuted_p
from trueup.stats.causal.student import student_draws, t_two_sided
from trueup.vocabulary import Figure, InputError, Insufficient, said

FEWEST = 4
"""Units in the smaller group: with 4 against 4 a permutation can reach p = 2/70."""


def randomised(
    outcomes: npt.ArrayLike,
    treated: Sequence[int],
    rng: np.random.Generator,
    *,
    covariates: npt.ArrayLike | None = None,
    level: float = 0.95,
) -> Effect | Insufficient:
    """The effect a treated unit a period; `outcomes` (units,) or (units, periods after the start).

    `covariates` (units, k) were known before the lot was drawn, as the mean of the outcome then. Fewer than 4 units in
    a group, or than 2 a covariate beyond that, give Insufficient; InputError for NaN and rows that are not there.
    """
    y, _ = checked(outcomes, name="outcomes")
    y = y[:, None] if y.ndim == 1 else y
    x = _covariates(covariates, len(y))
    chosen = _mask(treated, len(y))
    smaller, need = int(min(chosen.sum(), (~chosen).sum())), FEWEST + 2 * x.shape[1]
    if smaller < need:
        return Insufficient(said("a randomised comparison: units in the smaller group"), smaller, need)
    groups = [_adjusted(y[rows], (x - x.mean(axis=0))[rows]) for rows in (chosen, ~chosen)]
    point = groups[0][0] - groups[1][0]
    df = _welch_df([deviations for _, deviations in groups], x.shape[1])
    return effect_of(
        "randomised",
        point,
        student_draws(point, np.concatenate([deviations for _, deviations in groups]), df, rng),
        y[chosen].mean(axis=0) - point,
        0,
        level,
        n_controls=int((~chosen).sum()),
        exposed=np.full(y.shape[1], float(chosen.sum())),
        p_placebo=_p(y.mean(axis=1), x, chosen, rng),
        checks=_balance(x, chosen),
    )


def _covariates(given: npt.ArrayLike | None, units: int) -> Floats:
    if given is None:
        return np.zeros((units, 0))
    x, _ = checked(given, name="covariates")
    x = x[:, None] if x.ndim == 1 else x
    if len(x) != units:
        raise InputError(f"{len(x)} rows for {units} units", where="covariates")
    return x


def _mask(treated: Sequence[int], units: int) -> npt.NDArray[np.bool_]:
    rows = np.asarray(treated, dtype=np.int64).reshape(-1)
    if ((rows < 0) | (rows >= units)).any():
        raise InputError(f"a row outside the {units} of the data", where="treated")
    mask = np.zeros(units, dtype=np.bool_)
    mask[rows] = True
    return mask


def _adjusted(y: Floats, x: Floats) -> tuple[Floats, Floats]:
    """The mean of a group where the covariates are at their overall mean, and its HC2 deviations (units, periods)."""
    design = np.concatenate([np.ones((len(y), 1)), x], axis=1)
    inverse = np.linalg.pinv(design)
    left = y - design @ (inverse @ y)
    leverage = np.minimum(np.einsum("ij,ji->i", design, inverse), 1 - 1e-9)
    return (inverse @ y)[0], inverse[0][:, None] * left / np.sqrt(1 - leverage)[:, None]


def _welch_df(groups: Sequence[Floats], covariates: int) -> float:
    """Welch and Satterthwaite's degrees of freedom, each covariate costing one in each group."""
    parts = [float((each.mean(axis=1) ** 2).sum()) for each in groups]
    below = sum(part**2 / (len(each) - 1 - covariates) for part, each in zip(parts, groups, strict=True))
    return sum(parts) ** 2 / below if below > 0 else float(sum(len(each) for each in groups) - 2)


def _p(y: Floats, x: Floats, chosen: npt.NDArray[np.bool_], rng: np.random.Generator) -> float | None:
    """Permutation of what the covariates leave over: exact where the treatment did nothing to anyone."""
    design = np.concatenate([np.ones((len(y), 1)), x], axis=1)
    left = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
    return permuted_p(np.concatenate([left[chosen], left[~chosen]]), int(chosen.sum()), rng)


def _balance(x: Floats, chosen: npt.NDArray[np.bool_]) -> list[Check]:
    """Were the groups alike beforehand? The largest difference of a covariate against its error, all k allowed for."""
    if not x.shape[1]:
        return []
    n1, n0 = int(chosen.sum()), int((~chosen).sum())
    error = np.sqrt(x[chosen].var(axis=0, ddof=1) / n1 + x[~chosen].var(axis=0, ddof=1) / n0)
    apart = np.abs(x[chosen].mean(axis=0) - x[~chosen].mean(axis=0))
    worst = float(np.max(np.divide(apart, error, out=np.zeros_like(apart), where=error > 0)))
    p = min(1.0, x.shape[1] * t_two_sided(worst, n1 + n0 - 2))
    words = said(
        "the largest difference of a covariate between the groups is {errors} standard errors (p {p})",
        errors=Figure(f"{worst:.1f}"),
        p=Figure(f"{p:.3f}"),
    )
    return [Check("balance", p >= 0.05, p, words)]
