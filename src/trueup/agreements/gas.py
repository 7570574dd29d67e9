"""Goal attainment scaling: the score T, secondary to the verdict and only where stretch levels were agreed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from trueup.agreements.promise import Promise
from trueup.vocabulary import Direction, InputError

RHO = 0.3


def t_score(scores: Sequence[float], weights: Sequence[float] | None = None, rho: float = RHO) -> float:
    """T = 50 + 10 sum(w x) / sqrt((1 - rho) sum(w^2) + rho (sum w)^2) of k goals scored -2 to 2; 50 is "as agreed".

    InputError for no goals, a score outside -2..2, a negative weight, weights that are all 0, or rho outside [0, 1).
    Kiresuk and Sherman 1968. The score is ordinal and grows with the number of goals at equal attainment: never the
    headline.
    """
    weights = [1.0] * len(scores) if weights is None else list(weights)
    _check(scores, weights, rho)
    product = sum(weight * score for weight, score in zip(weights, scores, strict=True))
    squares = sum(weight * weight for weight in weights)
    return 50 + 10 * product / math.sqrt((1 - rho) * squares + rho * sum(weights) ** 2)


def _check(scores: Sequence[float], weights: Sequence[float], rho: float) -> None:
    if not scores or len(scores) != len(weights):
        raise InputError(
            f"{len(scores)} scores and {len(weights)} weights", do="give every goal one score and one weight"
        )
    if any(not -2 <= score <= 2 for score in scores):
        raise InputError("a goal is scored from -2 to 2", where=f"scores {list(scores)}")
    if any(weight < 0 for weight in weights) or not sum(weights) > 0:
        raise InputError("weights are not negative and not all 0", where=f"weights {list(weights)}")
    if not 0 <= rho < 1:
        raise InputError(f"the correlation of goals is in [0, 1), not {rho}")


def scale(promise: Promise, actual: Decimal, noise: Decimal, *, partial: bool = True) -> float:
    """Score one actual from -2 to 2.

    -2 worse than the baseline beyond `noise`, -1 no better, -0.5 partly, 0 target met, 1 and 2 at the stretch levels.

    `partial` -0.5 (Turner-Stokes 2010) is scored -1 where agreements are compared. InputError without a baseline or
    two stretch levels that lead on from the target.
    """
    if promise.baseline is None or promise.direction is Direction.maintain:
        raise InputError("a goal needs a baseline and a better side to be scaled", where=promise.id)
    levels = stretch(promise)
    if promise.reached(actual):
        return float(sum(_as_good(promise, actual, level) for level in levels))
    gain = promise.improvement(actual)
    if gain > noise and not promise.worsens:
        return -0.5 if partial else -1.0
    return -2.0 if gain < -noise else -1.0


def stretch(promise: Promise) -> tuple[Decimal, Decimal]:
    """The two levels beyond the target; InputError where there are not two, or they do not lead on from it."""
    levels = promise.objective.stretch
    if len(levels) != 2:
        raise InputError("two stretch levels beyond the target are needed", where=promise.id)
    sign = promise.direction.sign
    if not promise.target * sign < levels[0] * sign < levels[1] * sign:
        raise InputError(
            f"stretch levels {levels[0]} and {levels[1]} do not lead on from the target {promise.target}",
            where=promise.id,
        )
    return levels[0], levels[1]


def _as_good(promise: Promise, actual: Decimal, level: Decimal) -> bool:
    return Fraction(actual) * promise.direction.sign >= Fraction(level) * promise.direction.sign


def scalable(promise: Promise) -> bool:
    """Whether the agreement holds all that the score needs of an objective."""
    one_side = promise.direction is not Direction.maintain and promise.baseline is not None
    return one_side and promise.objective.type != "cumulative" and len(promise.objective.stretch) == 2
