"""What a publisher says of its own result, recomputed against the target in force, and compared.

A claim is a word (Met, Not Met), or a figure: the distance of the actual from its target in per cent of the target, as
publishers print it beside baseline and forecast. A KPI whose claims hold any figure but 0 and 1 claims in figures.

Every conflict is given the plainest class that explains it, in the order of `CLASSES`; the last one means that nothing
in the data explains it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from trueup.vocabulary import Direction, said

Outcome = Literal["agree", "conflict", "not_comparable"]

MET = frozenset({"met", "yes", "y", "true", "1", "achieved", "pass", "passed", "on target", "exceeded", "hit"})
NOT_MET = frozenset({"not met", "no", "n", "false", "0", "missed", "fail", "failed", "not achieved", "below target"})

CLASSES = (
    said("the claim fits the target of another period"),
    said("the claim fits the opposite direction"),
    said("the actual stands exactly on the target"),
    said("the claim fits once both are rounded to whole numbers"),
    said("nothing in the data explains it"),
)
_PROVES = 3
NOT_COMPARABLE = (said("the claim is neither met nor not met"), said("no actual"), said("no target known for the KPI"))


@dataclass(frozen=True, slots=True)
class DatedTarget:
    """A target and the days in which it is in force, as ordinals (`date.toordinal`), half-open."""

    start: int
    end: int
    low: float | None
    high: float | None
    direction: Direction
    project: str | None = None
    provider: str | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """Published rows of one KPI; arrays have shape (rows,). `start` holds day ordinals, `actual` NaN where absent."""

    kpi: str
    start: NDArray[np.int64]
    actual: NDArray[np.float64]
    claim: Sequence[str]


@dataclass(frozen=True, slots=True)
class Compared:
    """One row's answer: the outcome, why, and the target it was judged by."""

    outcome: Outcome
    reason: str | None
    target: DatedTarget | None
    met: bool | None
    variance: float | None = None


def says_met(claim: str, meaning: Mapping[str, bool] | None = None) -> bool | None:
    """What a claim asserts: met, not met, or neither (None). `meaning` adds a publisher's own words in lower case."""
    folded = " ".join(claim.strip().lower().replace("_", " ").split())
    if meaning and folded in meaning:
        return meaning[folded]
    if folded in MET:
        return True
    return False if folded in NOT_MET else None


def reached(actual: float, target: DatedTarget) -> bool:
    """Whether an actual reaches a target: on the better side of it, the target itself included."""
    above = target.low is None or actual >= target.low
    below = target.high is None or actual <= target.high
    if target.direction is Direction.increase:
        return above
    return below if target.direction is Direction.decrease else above and below


def compare(
    rows: Claimed,
    targets: Sequence[DatedTarget],
    meaning: Mapping[str, bool] | None = None,
    *,
    figures: bool | None = None,
) -> list[Compared]:
    """Compare every row with the target in force at the start of its period.

    Where no target is in force then, the nearest dated one stands in: a publisher who dates one target still means it.
    `figures` says whether the KPI claims in figures, where these rows are only a part of what is known of it.
    """
    if in_figures(rows.claim) if figures is None else figures:
        return [
            _compare_figure(int(start), float(actual), claim, targets)
            for start, actual, claim in zip(rows.start, rows.actual, rows.claim, strict=True)
        ]
    answers = _compare_words(rows, targets, meaning, turned=False)
    return _compare_words(rows, targets, meaning, turned=True) if _turned(answers) else answers


def _compare_words(
    rows: Claimed, targets: Sequence[DatedTarget], meaning: Mapping[str, bool] | None, *, turned: bool
) -> list[Compared]:
    return [
        _compare_one(int(start), float(actual), says_met(claim, meaning), targets, turned=turned)
        for start, actual, claim in zip(rows.start, rows.actual, rows.claim, strict=True)
    ]


def _turned(answers: Sequence[Compared]) -> bool:
    """Whether a publisher means the other direction. Every single wrong claim fits it, so one proves nothing: it takes
    three conflicts, and more of them than agreements."""
    conflicts = sum(answer.outcome == "conflict" for answer in answers)
    return conflicts >= _PROVES and conflicts > sum(answer.outcome == "agree" for answer in answers)


def _compare_one(
    start: int, actual: float, said: bool | None, targets: Sequence[DatedTarget], *, turned: bool
) -> Compared:
    if said is None:
        return Compared("not_comparable", NOT_COMPARABLE[0], None, None)
    if np.isnan(actual):
        return Compared("not_comparable", NOT_COMPARABLE[1], None, None)
    target = in_force(start, targets)
    if target is None:
        return Compared("not_comparable", NOT_COMPARABLE[2], None, None)
    met = reached(actual, target)
    if met == said:
        return Compared("agree", None, target, met)
    return Compared("conflict", _explain(actual, said, target, targets, turned=turned), target, met)


def in_figures(claims: Iterable[str]) -> bool:
    """Whether a KPI claims in figures: then its 0 and 1 are figures, too."""
    return any(is_figure(claim) for claim in claims)


def is_figure(claim: str) -> bool:
    """Whether a claim is a printed figure; 0 and 1 alone may be no and yes."""
    text = claim.strip()
    return text not in {"0", "1"} and _figure(text) is not None


def _figure(text: str) -> float | None:
    try:
        value = float(text.strip().rstrip("%").replace(",", "").strip())
    except ValueError:
        return None
    return value if np.isfinite(value) else None


def _compare_figure(start: int, actual: float, claim: str, targets: Sequence[DatedTarget]) -> Compared:
    target = in_force(start, targets)
    goal = None if target is None else target.low if target.low is not None else target.high
    if goal is None:
        return Compared("not_comparable", NOT_COMPARABLE[2], target, None)
    if np.isnan(actual):
        return Compared("not_comparable", NOT_COMPARABLE[1], target, None)
    if goal == 0:
        return Compared(
            "not_comparable", said("the target is zero: a distance in per cent does not exist"), target, None
        )
    variance = 100 * (actual - goal) / abs(goal)
    return replace(compare_number(variance, claim), target=target, variance=variance)


def in_force(day: int, targets: Sequence[DatedTarget]) -> DatedTarget | None:
    """The target whose days contain `day`; the shortest of several; the nearest where none contains it."""
    holding = [target for target in targets if target.start <= day < target.end]
    if holding:
        return min(holding, key=lambda target: target.end - target.start)
    return min(targets, key=lambda target: max(target.start - day, day - target.end + 1), default=None)


def _explain(actual: float, said: bool, target: DatedTarget, targets: Sequence[DatedTarget], *, turned: bool) -> str:
    if any(reached(actual, other) == said for other in targets):
        return CLASSES[0]
    if actual in (target.low, target.high):
        return CLASSES[2]
    if turned and reached(actual, _mirrored(target)) == said:
        return CLASSES[1]
    rounded = DatedTarget(target.start, target.end, _round(target.low), _round(target.high), target.direction)
    return CLASSES[3] if reached(float(round(actual)), rounded) == said else CLASSES[4]


def _mirrored(target: DatedTarget) -> DatedTarget:
    flipped = {Direction.increase: Direction.decrease, Direction.decrease: Direction.increase}
    direction = flipped.get(target.direction, target.direction)
    return DatedTarget(target.start, target.end, target.high, target.low, direction)


def _round(value: float | None) -> float | None:
    return None if value is None else float(round(value))


def published_precision(text: str) -> float:
    """Half of the last digit shown: "-23%" stands for anything from -23.5 to -22.5.

    >>> published_precision("1.25")
    0.005
    """
    digits = text.strip().rstrip("%").strip()
    decimals = len(digits.partition(".")[2]) if "." in digits else 0
    return float(0.5 * 10.0**-decimals)


def compare_number(recomputed: float, published: str) -> Compared:
    """Compare a figure recomputed from its parts with the figure the publisher printed, at the printed precision."""
    figure = _figure(published)
    if figure is None:
        return Compared("not_comparable", said("the published figure is not a number"), None, None)
    if np.isnan(recomputed):
        return Compared("not_comparable", said("a part is missing, so nothing can be recomputed"), None, None)
    gap = abs(recomputed - figure)
    if gap <= published_precision(published) * (1 + 1e-9):
        return Compared("agree", None, None, None)
    return Compared("conflict", _explain_number(recomputed, figure, gap), None, None)


def _explain_number(recomputed: float, figure: float, gap: float) -> str:
    if gap <= 1.0:
        return said("differs by no more than one unit: rounded from other decimals")
    if abs(recomputed + figure) <= 1.0:
        return said("the sign is turned round")
    if abs(recomputed - 100 * figure) <= 1.0 or abs(100 * recomputed - figure) <= 1.0:
        return said("one of them is a fraction, the other in per cent")
    if (recomputed < 0) != (figure < 0) and min(abs(recomputed), abs(figure)) > 0:
        return said("the signs differ")
    return said("same sign, other size")
