"""A structural model of the series with its controls, carried on past the start: CausalImpact.

Source: Brodersen et al., Annals of Applied Statistics 9 (2015), as programmed in `bsts-causalimpact`, which gives the
figures of the R package. It is an optional extra: `pip install 'trueup[attribution]'`.
"""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Floats, checked, checked_line
from trueup.stats.causal.effect import Check, Effect, effect_of
from trueup.stats.causal.panel import FEWEST_PRE, cut, too_short
from trueup.vocabulary import InputError, Insufficient, said

ITERATIONS = 5000
LEVEL_SD = 0.1
"""Prior standard deviation of a step of the level, in standard deviations of the series.

The R package takes 0.01: a level that hardly moves. Where what the controls leave over resembles its neighbours, its
intervals are then too short (an effect is found where there is none in 10 to 30 of 100 cases); with 0.1 they hold.
"""


def structural(
    series: npt.ArrayLike,
    t0: int,
    rng: np.random.Generator,
    *,
    controls: npt.ArrayLike | None = None,
    season: int | None = None,
    level_sd: float = LEVEL_SD,
    iterations: int = ITERATIONS,
    level: float = 0.95,
) -> Effect | Insufficient:
    """Each period from `t0` on less its posterior prediction; `series` (periods,), `controls` (k, periods).

    `level_sd` see LEVEL_SD; `season` adds that many seasonal states. Without controls it holds no place on the ladder,
    which the check `controls` says. Fewer than 8 periods before the start give Insufficient; InputError for NaN, a
    start outside the data, and where the extra is not installed.
    """
    y = checked_line(series, name="series")
    x = np.zeros((0, len(y))) if controls is None else checked(controls, name="controls")[0]
    if x.ndim != 2 or x.shape[1] != len(y):
        raise InputError(f"shape {x.shape} is not controls by the {len(y)} periods of the series", where="controls")
    cut(len(y), t0, None)
    if t0 < FEWEST_PRE:
        return too_short(t0)
    needed()
    predicted = _predictions(y, x, t0, {"season": season, "level_sd": level_sd, "iterations": iterations}, rng)
    counterfactual = predicted.mean(axis=0)
    point = y[t0:] - counterfactual
    return effect_of(
        "structural",
        point,
        y[t0:] - predicted,
        counterfactual,
        t0,
        level,
        n_controls=len(x),
        checks=[_controlled(len(x))],
    )


def _controlled(controls: int) -> Check:
    """A level that is carried on flat mistakes every trend and season for an effect."""
    words = (
        said("{n} controls say how the series would have gone on", n=controls)
        if controls
        else said(
            "no control says how the series would have gone on: its last level does, which trend and season leave"
        )
    )
    return Check("controls", controls > 0, float(controls), words)


def needed() -> None:
    """InputError that says how to install the sampler, where it is absent."""
    if find_spec("causal_impact") is None:
        raise InputError(
            "a structural model needs bsts-causalimpact, which this installation lacks",
            do="install it: pip install 'trueup[attribution]'",
        )


def _predictions(y: Floats, x: Floats, t0: int, options: dict[str, float | None], rng: np.random.Generator) -> Floats:
    """Posterior draws of the series without the change, shape (iterations, n_post)."""
    from causal_impact import CausalImpact

    seasons = {"nseasons": options["season"], "season_duration": 1} if options["season"] else {}
    model = CausalImpact(
        np.column_stack([y, *x]),
        [0, t0 - 1],
        [t0, len(y) - 1],
        model_args={
            "niter": options["iterations"],
            "nwarmup": 1000,
            "seed": int(rng.integers(2**31)),
            "prior_level_sd": options["level_sd"],
            **seasons,
        },
    )
    scale, centre = model._prepared.y_sd, model._prepared.y_mean
    return np.asarray(model._samples.predictions, dtype=np.float64) * scale + centre
