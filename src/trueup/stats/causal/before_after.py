"""After less before: shown, and labelled *not causal*. Whatever else changed is in it: a trend above all."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import checked_line
from trueup.stats.causal.autoregressive import fit
from trueup.stats.causal.effect import Check, Effect, effect_of
from trueup.stats.causal.panel import FEWEST_PRE, cut, too_short
from trueup.vocabulary import Figure, Insufficient, said


def before_after(
    series: npt.ArrayLike, t0: int, rng: np.random.Generator, *, pre: tuple[int, int] | None = None, level: float = 0.95
) -> Effect | Insufficient:
    """Each period from `t0` on less the mean before; `series` (periods,). The interval is that of the step.

    Fewer than 8 periods before the start give Insufficient; InputError for NaN and a start outside the data.
    """
    y = checked_line(series, name="series")
    first, end = cut(len(y), t0, pre)
    if end - first < FEWEST_PRE:
        return too_short(end - first)
    before, after = y[first:end], y[t0:]
    step = np.concatenate([np.zeros(len(before)), np.ones(len(after))])
    found = fit(np.stack([np.ones(len(step)), step], axis=1), np.concatenate([before, after]), rng)
    point = after - before.mean()
    return effect_of(
        "before_after",
        point,
        point + (found.draws[:, 1] - found.draws[:, 1].mean())[:, None],
        np.full(len(after), before.mean()),
        len(before),
        level,
        pre_rmse=float(before.std()),
        checks=[
            Check("causal", False, None, said("not causal: there is nothing to compare with")),
            _trend(before, rng),
        ],
    )


def _trend(before: npt.NDArray[np.float64], rng: np.random.Generator) -> Check:
    """Was the series moving before the start already? Then it would have moved on."""
    time = np.arange(len(before)) - (len(before) - 1) / 2
    drawn = fit(np.stack([np.ones(len(before)), time], axis=1), before, rng).draws[:, 1]
    p = float(2 * min((drawn > 0).mean(), (drawn < 0).mean()))
    words = said(
        "before the start the series moved by {slope} a period (p {p})",
        slope=Figure(f"{float(drawn.mean()):.3g}"),
        p=Figure(f"{p:.3f}"),
    )
    return Check("no_trend", p >= 0.05, p, words)
