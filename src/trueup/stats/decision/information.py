"""What knowing is worth before deciding: of everything (EVPI), of one input (EVPPI), of a measurement (EVSI).

EVPI = E[max NB] - max E[NB]; EVPPI(x) = E[max E(NB|x)] - max E[NB], with E(NB|x) by regression of the draws on x
(Strong, Oakley & Brennan 2014). A measurement gives x with error, and EVSI is the same with what it would show in the
place of x (Strong, Oakley, Brennan & Breeze 2015). Regression on few draws is biased upwards, hence `LEAST`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trueup.stats.arrays import Floats, Ints, checked
from trueup.stats.decision.smooth import BATCHES, Smoother, batches, smoother
from trueup.vocabulary import InputError

LEAST = 5_000
"""Draws below which no value of information is given."""
RESAMPLES = 100


@dataclass(frozen=True, slots=True)
class Worth:
    """The expected value of knowing something, in the unit of the net benefit, and its standard error."""

    value: float
    stderr: float
    n: int


def evpi(groups: Sequence[Floats]) -> Worth:
    """What knowing everything is worth, over groups of decisions that are taken each by itself.

    Each group is (decisions, draws), all of the same draws. The error is that of the mean gain over the draws.
    InputError below `LEAST` draws, or for one that is not finite.
    """
    gain = np.sum([_gained(_decisions(net)) for net in groups], axis=0)
    return Worth(float(gain.mean()), float(gain.std(ddof=1)) / len(gain) ** 0.5, len(gain))


def evppi(groups: Sequence[Floats], known: Floats, rng: np.random.Generator, resamples: int = RESAMPLES) -> Worth:
    """What knowing one input, `known` (draws,), is worth, over groups of decisions as `evpi` takes them.

    The error is by bootstrap over batches of the draws. Raises as `evpi`.
    """
    x = checked(known, name="the known input")[0]
    fits = [fit for net in groups if (fit := smoother(x, _against(_decisions(net)).T)) is not None]
    value = float(sum(_gain(fit.fitted) for fit in fits))
    if value <= 0:
        return Worth(0.0, 0.0, len(x))
    return Worth(value, _stderr([fit.of(_chosen(fit.fitted)) for fit in fits], rng, resamples), len(x))


def _decisions(net: Floats) -> Floats:
    x, _ = checked(np.atleast_2d(net), name="net benefit")
    if x.shape[1] < LEAST:
        raise InputError(f"{x.shape[1]} draws", where="value of information", do=f"take {LEAST:,} or more")
    return x


def _against(net: Floats) -> Floats:
    """What each decision brings beyond the one that is best on average."""
    return np.asarray(net - net[int(net.mean(axis=1).argmax())])


def _gained(net: Floats) -> Floats:
    return np.asarray(_against(net).max(axis=0))


def _gain(fitted: Floats) -> float:
    """Draws by decisions: the mean of the best in each less the best of the means."""
    return max(0.0, float(fitted.max(axis=1).mean() - fitted.mean(axis=0).max()))


def _chosen(fitted: Floats) -> Ints:
    """The decisions that are best somewhere: resampling need not look at the others."""
    return np.union1d(fitted.argmax(axis=1), fitted.mean(axis=0).argmax())


def _stderr(fits: Sequence[Smoother], rng: np.random.Generator, resamples: int) -> float:
    gains = []
    for _ in range(resamples):
        weights = np.bincount(rng.integers(BATCHES, size=BATCHES), minlength=BATCHES)
        gains.append(sum(_resampled(fit, weights) for fit in fits))
    return float(np.std(gains, ddof=1))


def _resampled(fit: Smoother, weights: Ints) -> float:
    fitted = fit.refitted(weights)
    each = np.repeat(weights, [at.stop - at.start for at in batches(fit.draws)])
    counted = fitted * each[:, None]
    return float((fitted.max(axis=1) * each).sum() - counted.sum(axis=0).max()) / float(each.sum())
