"""Difference in differences: the change of the treated less the change of the controls.

Inference counts units, not rows: each unit is reduced to one change, so whatever resembles itself within a unit (trend,
season, autocorrelation) cannot shrink the interval (Bertrand, Duflo and Mullainathan, QJE 119, 2004). For changes of
balanced panels Welch's t is the clustered variance CR2 with its Bell-McCaffrey degrees of freedom; with one treated
unit the spread is that of the controls (Donald and Lang, REStat 89, 2007; Conley and Taber, REStat 93, 2011).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Floats, Ints, NoVariation
from trueup.stats.causal.autoregressive import fit
from trueup.stats.causal.effect import Band, Check, Effect, band_of, effect_of
from trueup.stats.causal.panel import Panel, panel
from trueup.stats.causal.permutation import permuted_p
from trueup.stats.causal.student import student_draws, t_two_sided
from trueup.stats.contrast import Contrast, welch
from trueup.vocabulary import Figure, InputError, Insufficient, said

FEWEST_UNITS = 5
"""Controls from which the spread among units carries the interval of a single treated unit; below it time does."""


def two_by_two(
    treated: tuple[npt.ArrayLike, npt.ArrayLike], controls: tuple[npt.ArrayLike, npt.ArrayLike], *, level: float = 0.95
) -> Contrast | Insufficient | NoVariation:
    """(treated after - before) - (controls after - before) of two periods; each pair is (before, after), units in rows.

    The same units before and after, so that each gives one change, compared by Welch's t. InputError for NaN and for
    units that are there only once.
    """
    return welch(_changes(treated, "treated"), _changes(controls, "controls"), level=level)


def _changes(pair: tuple[npt.ArrayLike, npt.ArrayLike], name: str) -> Floats:
    before, after = (np.asarray(each, dtype=np.float64) for each in pair)
    if before.shape != after.shape or before.ndim != 1:
        raise InputError(f"{before.shape} before and {after.shape} after are not the same units", where=name)
    return np.asarray(after - before)


def difference_in_differences(
    values: npt.ArrayLike,
    treated: Sequence[int],
    t0: int,
    rng: np.random.Generator,
    *,
    controls: Sequence[int] | None = None,
    pre: tuple[int, int] | None = None,
    level: float = 0.95,
) -> Effect | Insufficient:
    """The effect a treated unit a period; `values` (units, periods) and the rest as in `panel`.

    `p_placebo` permutes which units are treated; `leads` are the differences before the start, which should be nothing.
    With fewer than 5 controls of one treated unit, the interval comes from how the difference moves over time.
    """
    given = panel(values, treated, t0, controls=controls, pre=pre)
    if isinstance(given, Insufficient):
        return given
    over_time = _few(given)
    point = _gap(given, given.post)
    draws = _over_time(given, rng) if over_time else _over_units(given, point, rng)
    fitted = _gap(given, given.pre)
    return effect_of(
        "difference_in_differences",
        point,
        draws,
        given.mean(given.treated)[1] - point,
        given.n_pre,
        level,
        n_controls=len(given.controls),
        exposed=np.full(given.n_post, float(len(given.treated))),
        p_placebo=_p_placebo(given, rng),
        pre_rmse=float(np.sqrt((fitted**2).mean())),
        weights=[1 / len(given.controls)] * len(given.controls),
        checks=[_parallel(given, rng, over_time)],
        leads=_leads(given, fitted, rng, level) if not over_time else None,
        notes=_notes(given, over_time),
    )


def _few(given: Panel) -> bool:
    """Whether there are too few units to learn a spread among them."""
    smaller, larger = sorted((len(given.treated), len(given.controls)))
    return smaller == 1 and larger < FEWEST_UNITS


def _apart(given: Panel, part: Floats) -> Floats:
    """Each unit's values less its own mean before the start, shape (units, periods of `part`)."""
    return np.asarray(part - given.pre.mean(axis=1, keepdims=True))


def _gap(given: Panel, part: Floats) -> Floats:
    apart = _apart(given, part)
    return np.asarray(apart[given.treated].mean(axis=0) - apart[given.controls].mean(axis=0))


def _over_units(given: Panel, point: Floats, rng: np.random.Generator) -> Floats:
    deviations, df = spread(_apart(given, given.post), given.treated, given.controls)
    return student_draws(point, deviations, df, rng)


def spread(changes: Floats, treated: Ints, controls: Ints) -> tuple[Floats, float]:
    """Deviations whose cross-product is the covariance of a difference of two means, and its degrees of freedom.

    `changes` (units, periods). Of a group with one unit the spread is taken to be that of the other group.
    """
    groups = [changes[rows] - changes[rows].mean(axis=0) for rows in (treated, controls)]
    n1, n2 = len(treated), len(controls)
    if min(n1, n2) == 1:
        known, n = max(groups, key=len), max(n1, n2)
        return known / math.sqrt(n - 1) * math.sqrt(1 + 1 / n), float(n - 1)
    scaled = [group / math.sqrt(len(group) * (len(group) - 1)) for group in groups]
    parts = [float((group.mean(axis=1) ** 2).sum()) for group in scaled]
    below = sum(part**2 / (n - 1) for part, n in zip(parts, (n1, n2), strict=True))
    df = sum(parts) ** 2 / below if below > 0 else float(n1 + n2 - 2)
    return np.concatenate(scaled), df


def _over_time(given: Panel, rng: np.random.Generator) -> Floats:
    """The effect as a step of the difference between treated and controls, errors resembling their neighbours.

    What a period departs from the step by is noise of that period, not effect; the draws move all periods together.
    """
    gap = np.concatenate([_gap(given, given.pre), _gap(given, given.post)])
    step = np.concatenate([np.zeros(given.n_pre), np.ones(given.n_post)])
    found = fit(np.stack([np.ones(len(gap)), step], axis=1), gap, rng)
    point = gap[given.n_pre :]
    return np.asarray(point + (found.draws[:, 1] - found.draws[:, 1].mean())[:, None])


def _p_placebo(given: Panel, rng: np.random.Generator) -> float | None:
    rows = np.concatenate([given.treated, given.controls])
    changes = _apart(given, given.post).mean(axis=1)[rows]
    return permuted_p(changes, len(given.treated), rng)


def _slopes(given: Panel) -> Floats:
    """The slope of each unit before the start, a period, shape (units,)."""
    time = np.arange(given.n_pre) - (given.n_pre - 1) / 2
    return np.asarray(given.pre @ time / (time @ time))


def _parallel(given: Panel, rng: np.random.Generator, over_time: bool) -> Check:
    """Do treated and controls drift apart before the start already?"""
    slopes = _slopes(given)
    apart = float(slopes[given.treated].mean() - slopes[given.controls].mean())
    p = _drift_over_time(given, rng) if over_time else _drift_over_units(given, slopes, apart)
    words = said(
        "before the start the difference drifts by {slope} a period (p {p})",
        slope=Figure(f"{apart:.3g}"),
        p=Figure(f"{p:.3f}"),
    )
    return Check("parallel_trends", p >= 0.05, p, words)


def _drift_over_units(given: Panel, slopes: Floats, apart: float) -> float:
    deviations, df = spread(slopes[:, None], given.treated, given.controls)
    se = float(np.sqrt((deviations**2).sum()))
    return t_two_sided(apart / se, df) if se > 0 else float(apart == 0)


def _drift_over_time(given: Panel, rng: np.random.Generator) -> float:
    gap = _gap(given, given.pre)
    drawn = fit(np.stack([np.ones(len(gap)), np.arange(len(gap))], axis=1), gap, rng).draws[:, 1]
    return float(2 * min((drawn > 0).mean(), (drawn < 0).mean()))


def _leads(given: Panel, fitted: Floats, rng: np.random.Generator, level: float) -> Band:
    """The event study before the start: the same difference in each period, against its mean before the start."""
    deviations, df = spread(_apart(given, given.pre), given.treated, given.controls)
    return band_of(fitted, student_draws(fitted, deviations, df, rng), level)


def _notes(given: Panel, over_time: bool) -> list[str]:
    if over_time:
        return [said("too few units to compare units: the interval comes from how the difference moves over time")]
    if len(given.treated) == 1:
        return [said("one treated unit: its own change is taken to vary as those of the controls do")]
    return []
