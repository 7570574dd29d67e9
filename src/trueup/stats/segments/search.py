"""The best of many starts: expectation-maximisation climbs the hill it starts on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from trueup.stats.arrays import Floats
from trueup.stats.segments.answers import Answers
from trueup.stats.segments.levels import Levels
from trueup.stats.segments.mixture import Mixture, climb

SHORT, LONG = 8, 400
KEPT = 2
GAIN, COARSE = 1e-4, 1e-3
"""Of log likelihood, a person: models differ by hundreds of times as much. Coarse where only the groups count."""
JITTER = 0.5


def best(
    answers: Answers,
    k: int,
    levels: Levels,
    rng: np.random.Generator,
    *,
    starts: int,
    near: Sequence[Mixture] = (),
) -> Mixture:
    """The most likely model of k classes that was found: random starts and those `near` are tried for a few steps each,
    the most promising go on until a step gains next to nothing.
    """
    tried = [climb(answers, start, steps=SHORT, gain=-np.inf) for start in near]
    tried += [climb(answers, _random(answers, k, levels, rng), steps=SHORT, gain=-np.inf) for _ in range(starts)]
    tried.sort(key=lambda model: -model.log_likelihood)
    reached = [climb(answers, model, steps=LONG, gain=GAIN * answers.n) for model in tried[:KEPT]]
    return max(reached, key=lambda model: model.log_likelihood).largest_first()


def again(answers: Answers, model: Mixture, weight: Floats, rng: np.random.Generator) -> Mixture:
    """The model refitted to a resample of people (`weight`: how often each was drawn), from it and from scratch."""
    starts = [model, _random(answers, model.k, model.levels, rng)]
    tried = [climb(answers, start, steps=SHORT, gain=-np.inf, weight=weight) for start in starts]
    ahead = max(tried, key=lambda each: each.log_likelihood)
    return climb(answers, ahead, steps=LONG, gain=COARSE * answers.n, weight=weight)


def beside(model: Mixture, levels: Levels, rng: np.random.Generator) -> Mixture:
    """The same classes with levels beside them, to start from."""
    slopes = np.where(levels.loads, 0.7 + rng.normal(0, 0.1, levels.loads.shape), 0.0)
    return Mixture(levels, model.log_shares, model.intercepts, slopes, levels.normal())


def _random(answers: Answers, k: int, levels: Levels, rng: np.random.Generator) -> Mixture:
    hits = answers.top.sum(axis=0)
    asked = answers.n if answers.seen is None else answers.seen.sum(axis=0)
    share = (hits + 1) / (asked + 2)
    start = np.log(share / (1 - share)) + (rng.normal(0, JITTER, (k, answers.d)) if k > 1 else np.zeros((1, answers.d)))
    slopes = rng.normal(0.7 if levels.count < 3 else 0.0, JITTER, levels.loads.shape)
    return Mixture(levels, np.full(k, -np.log(k)), start, np.where(levels.loads, slopes, 0.0), levels.normal())
