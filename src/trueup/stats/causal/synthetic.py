"""Synthetic control: the weighted mix of controls that follows the treated before the start, carried on after it.

Source: Abadie, Diamond and Hainmueller, JASA 105 (2010), fitted on the outcome alone (V = I: no tuning, and nothing
after the start can enter); the rule that sets badly fitted placebos aside is theirs too. The interval is Student's t
on the placebo effects, each taken about nothing, which is what a placebo has.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Floats, Ints
from trueup.stats.causal.effect import Check, Effect, band_of, effect_of
from trueup.stats.causal.panel import Panel, panel
from trueup.stats.causal.simplex import closest_mix
from trueup.stats.causal.student import student_draws
from trueup.vocabulary import Figure, Insufficient, said

FEWEST_CONTROLS = 5
"""Controls below which placebos say nothing about a spread."""
WORST_FIT = 20.0
"""A placebo whose mean squared gap before the start is this many times that of the treated is set aside (ADH 2010)."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """Series less its mix of others, before (n_pre,) and after (n_post,) the start, and the weights of the mix."""

    pre: Floats
    post: Floats
    weights: Floats

    @property
    def misfit(self) -> float:
        """Mean squared gap before the start."""
        return float((self.pre**2).mean())

    @property
    def ratio(self) -> float:
        """How much wider the gap is after the start than before: the root of the ratio of mean squares."""
        after = float((self.post**2).mean())
        return math.sqrt(after / self.misfit) if self.misfit > 0 else math.inf * bool(after)


def synthetic_control(
    values: npt.ArrayLike,
    treated: Sequence[int],
    t0: int,
    rng: np.random.Generator,
    *,
    controls: Sequence[int] | None = None,
    pre: tuple[int, int] | None = None,
    level: float = 0.95,
) -> Effect | Insufficient:
    """The effect a treated unit a period against the closest mix of controls; arguments as in `panel`.

    Several treated units are followed as their mean. `p_placebo` is the rank of the treated among all units by the
    root of the ratio of mean squared gaps after and before. Fewer than 5 controls give Insufficient.
    """
    given = panel(values, treated, t0, controls=controls, pre=pre, fewest_controls=FEWEST_CONTROLS)
    if isinstance(given, Insufficient):
        return given
    own = _gaps(given.mean(given.treated), given, given.controls)
    placebos = [_placebo(given, row) for row in given.controls.tolist()]
    kept = [each for each in placebos if each.misfit <= WORST_FIT * own.misfit] or placebos
    return effect_of(
        "synthetic_control",
        own.post,
        _draws(own, kept, rng),
        given.mean(given.treated)[1] - own.post,
        given.n_pre,
        level,
        n_controls=len(given.controls),
        exposed=np.full(given.n_post, float(len(given.treated))),
        p_placebo=_rank(own, placebos),
        pre_rmse=math.sqrt(own.misfit),
        weights=own.weights.tolist(),
        checks=[_pre_fit(own, given), _hull(own, given)],
        leads=band_of(own.pre, student_draws(own.pre, _deviations([each.pre for each in kept]), _df(kept), rng), level),
        notes=_notes(len(kept), len(placebos)),
    )


def _gaps(target: tuple[Floats, Floats], given: Panel, pool: Ints) -> Gaps:
    weights = closest_mix(given.pre[pool], target[0])
    return Gaps(target[0] - weights @ given.pre[pool], target[1] - weights @ given.post[pool], weights)


def _placebo(given: Panel, row: int) -> Gaps:
    """A control judged as if it had been treated, against the other controls."""
    return _gaps((given.pre[row], given.post[row]), given, given.controls[given.controls != row])


def _rank(own: Gaps, placebos: Sequence[Gaps]) -> float:
    return (1 + sum(each.ratio >= own.ratio for each in placebos)) / (1 + len(placebos))


def _deviations(paths: Sequence[Floats]) -> Floats:
    return np.array(paths) / math.sqrt(len(paths))


def _df(kept: Sequence[Gaps]) -> float:
    """One less than placebos: they share their controls, so together they say a little less than so many would."""
    return float(max(1, len(kept) - 1))


def _draws(own: Gaps, kept: Sequence[Gaps], rng: np.random.Generator) -> Floats:
    return student_draws(own.post, _deviations([each.post for each in kept]), _df(kept), rng)


def _pre_fit(own: Gaps, given: Panel) -> Check:
    """Does the mix follow the treated? The gap before the start against how much the treated itself moves."""
    series = given.mean(given.treated)[0]
    moves = float(series.var())
    share = math.sqrt(own.misfit / moves) if moves > 0 else math.inf * bool(own.misfit)
    words = said(
        "before the start the gap is {share} of the treated's own standard deviation", share=Figure(f"{share:.0%}")
    )
    return Check("pre_fit", share <= 0.5, share, words)


def _hull(own: Gaps, given: Panel) -> Check:
    """Does the treated lie among its controls? A mix of them cannot reach beyond their range."""
    series, pool = given.mean(given.treated)[0], given.pre[given.controls]
    outside = float(((series < pool.min(axis=0)) | (series > pool.max(axis=0))).mean())
    words = said(
        "before the start the treated lies outside the range of its controls in {share} of the periods",
        share=Figure(f"{outside:.0%}"),
    )
    return Check("convex_hull", outside <= 0.05, outside, words)


def _notes(kept: int, placebos: int) -> list[str]:
    if kept == placebos:
        return []
    return [
        said(
            "{n} of {all} placebos are set aside: their own fit before the start is too poor",
            n=placebos - kept,
            all=placebos,
        )
    ]
