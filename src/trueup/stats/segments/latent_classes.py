"""Latent class analysis by StepMix: the published peer that a fit without levels has to stand up to.

Source: Morin et al., StepMix: A Python Package for Pseudo-Likelihood Estimation of Generalized Mixture Models with
External Variables, Journal of Statistical Software 113 (2025).
"""

from __future__ import annotations

import warnings

import numpy as np

from trueup.stats.segments.answers import Answers
from trueup.stats.segments.levels import none
from trueup.stats.segments.mixture import Mixture, climb

STARTS = 20
PRECISE = 1e-7


def by_stepmix(answers: Answers, k: int, seed: int, starts: int = STARTS) -> Mixture:
    """StepMix's most likely k classes of so many starts; missing answers by full information likelihood."""
    from sklearn.exceptions import ConvergenceWarning
    from stepmix.stepmix import StepMix

    complete = answers.seen is None
    data = answers.top if complete else np.where(answers.mask(), answers.top, np.nan)
    model = StepMix(
        n_components=k,
        measurement="binary" if complete else "binary_nan",
        n_init=starts,
        abs_tol=1e-7,
        random_state=seed,
        verbose=0,
        progress_bar=0,
    )
    with warnings.catch_warnings():  # a start that is still climbing is judged by how high it got
        warnings.simplefilter("ignore", ConvergenceWarning)
        fitted = model.fit(data)
    found = fitted.get_parameters()
    share = np.clip(np.asarray(found["measurement"]["pis"], dtype=np.float64), 1e-5, 1 - 1e-5)
    levels = none(answers.kind)
    start = Mixture(
        levels,
        np.log(np.maximum(np.asarray(found["weights"], dtype=np.float64), 1e-9)),
        np.log(share / (1 - share)),
        np.zeros((0, answers.d)),
        levels.normal(),
    )
    return climb(answers, start, steps=0, gain=0).largest_first()


def confirmed(answers: Answers, model: Mixture, seed: int) -> Mixture:
    """The more likely of a model without levels, climbed to the top, and StepMix's."""
    ours = climb(answers, model, steps=2000, gain=PRECISE)
    peer = by_stepmix(answers, model.k, seed)
    better = peer if peer.log_likelihood > ours.log_likelihood + 0.01 else ours
    return better.largest_first()
