"""Which slices run better or worse than their promise, and than their own past.

Every slice x KPI gives up to two questions, so among a hundred slices some look striking by chance alone. The p-values
of all questions are adjusted together by Benjamini and Yekutieli (Annals of Statistics 29, 2001), which controls the
share of false findings under any dependence: slices of one company move together. A finding is reported when its
adjusted p is at most `RATE`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from trueup.stats.autocorrelation import Answer, Autocorrelation, autocorrelations
from trueup.stats.contrast import Contrast, means_against, rank_sums
from trueup.stats.multiplicity import benjamini_yekutieli
from trueup.vocabulary import Direction, Figure, Insufficient, Slice, said

Floats = NDArray[np.float64]
Against = Literal["promise", "past"]

RATE = 0.05
RECENT = 12
"""How many of the last periods speak for "now"; with less than twice as many, the last third does."""
FEWEST = 8
MULTIPLICITY = said(
    "Benjamini-Yekutieli over all slices and both questions: at most {rate} of the findings are expected to be false",
    rate=Figure(f"{RATE:.0%}"),
)


@dataclass(frozen=True, slots=True)
class Run:
    """One KPI in one slice over time; arrays have shape (periods,). Targets are NaN where none is in force."""

    kpi: str
    slice: Slice
    direction: Direction
    value: Floats
    target_low: Floats
    target_high: Floats


@dataclass(frozen=True, slots=True)
class Finding:
    """A difference that stands up: `effect` in the KPI's unit, positive is better, with its 95 % interval."""

    run: Run
    against: Against
    effect: float
    low: float
    high: float
    n: int
    p: float
    p_adjusted: float


def findings(runs: Sequence[Run], rate: float = RATE) -> tuple[tuple[Finding, ...], tuple[Insufficient, ...]]:
    """What stands up at the false discovery rate, strongest first, and what could not be asked for want of data."""
    asked: list[tuple[Run, Against, Contrast]] = []
    lacking: list[Insufficient] = []
    for run, promise, past in zip(runs, against_promise(runs), against_past(runs), strict=True):
        answers: tuple[tuple[Against, Contrast | Insufficient | None], ...]
        answers = ("promise", promise), ("past", past)
        for against, answer in answers:
            if isinstance(answer, Contrast):
                asked.append((run, against, answer))
            elif isinstance(answer, Insufficient):
                lacking.append(answer)
    adjusted = benjamini_yekutieli(np.array([answer.p for _, _, answer in asked])) if asked else np.empty(0)
    found = [
        Finding(run, against, a.estimate, a.low, a.high, a.n, a.p, float(q))
        for (run, against, a), q in zip(asked, adjusted, strict=True)
        if q <= rate
    ]
    return tuple(sorted(found, key=_strength)), tuple(lacking)


def _strength(finding: Finding) -> tuple[float, float, str, str]:
    return finding.p_adjusted, -abs(finding.effect), finding.run.kpi, str(finding.run.slice)


def margin(run: Run) -> Floats:
    """Distance to the target in force, shape (periods,): positive is better, NaN without a target."""
    if run.direction is Direction.increase:
        return run.value - run.target_low
    if run.direction is Direction.decrease:
        return run.target_high - run.value
    return np.minimum(run.value - run.target_low, run.target_high - run.value)


def kept(run: Run) -> NDArray[np.bool_]:
    """In which periods the target was reached, itself included, shape (periods,); a side without one is open."""
    above, below = ~(run.value < run.target_low), ~(run.value > run.target_high)
    if run.direction is Direction.increase:
        return above
    return below if run.direction is Direction.decrease else above & below


def against_promise(runs: Sequence[Run]) -> list[Contrast | Insufficient | None]:
    """The mean margin of the last periods against zero; None where a slice has no target or never varies.

    Runs with as many margins are worked out together.
    """
    answers: list[Contrast | Insufficient | None] = [None] * len(runs)
    alike: dict[int, list[tuple[int, Floats]]] = defaultdict(list)
    for index, run in enumerate(runs):
        gaps = margin(run)
        gaps = gaps[np.isfinite(gaps)][-RECENT:]
        if len(gaps) >= FEWEST:
            alike[len(gaps)].append((index, gaps))
        elif len(gaps):
            what = said("{kpi} against its promise in {slice}", kpi=run.kpi, slice=run.slice)
            answers[index] = Insufficient(what, len(gaps), FEWEST)
    for same in alike.values():
        contrasts = means_against(np.stack([gaps for _, gaps in same]), 0.0)
        for (index, _), contrast in zip(same, contrasts, strict=True):
            answers[index] = contrast if isinstance(contrast, Contrast) else None
    return answers


def against_past(runs: Sequence[Run]) -> list[Contrast | Insufficient | None]:
    """The last periods against all earlier ones, by ranks; widened where neighbouring periods resemble each other.

    None where a slice never varies. Runs of one length are worked out together.
    """
    answers: list[Contrast | Insufficient | None] = [None] * len(runs)
    alike: dict[int, list[tuple[int, Floats]]] = defaultdict(list)
    for index, run in enumerate(runs):
        better = _bettering(run)
        if len(better) < 2 * FEWEST:
            what = said("{kpi} against its own past in {slice}", kpi=run.kpi, slice=run.slice)
            answers[index] = Insufficient(what, len(better), 2 * FEWEST)
        elif np.ptp(better) > 0:
            alike[len(better)].append((index, better))
    for same in alike.values():
        contrasts = _lately(np.stack([better for _, better in same]))
        for (index, _), contrast in zip(same, contrasts, strict=True):
            answers[index] = contrast
    return answers


def _lately(better: Floats) -> Iterator[Contrast]:
    """The last periods of each row against its earlier ones, shape (runs, periods)."""
    recent = min(RECENT, better.shape[1] // 3)
    before, after = better[:, :-recent], better[:, -recent:]
    # What is left once each group has its own mean: the step that is asked about must not count as persistence.
    rest = np.concatenate([group - group.mean(axis=1, keepdims=True) for group in (before, after)], axis=1)
    for answer, lag in zip(rank_sums(after, before), autocorrelations(list(rest)), strict=True):
        yield _widened(answer, lag, better.shape[1])


def _bettering(run: Run) -> Floats:
    if run.direction is Direction.maintain:
        gaps = margin(run)
        return gaps[np.isfinite(gaps)]
    return run.value * run.direction.sign


def _widened(answer: Contrast, lag: Answer, n: int) -> Contrast:
    """Divide z by the square root of n / effective n: correlated points tell less than they seem to."""
    if not isinstance(lag, Autocorrelation) or lag.effective >= n:
        return answer
    normal = NormalDist()
    shrink = math.sqrt(max(lag.effective, 1.0) / n)
    z = normal.inv_cdf(1 - max(answer.p, 1e-300) / 2) if answer.p > 1e-15 else 8.0
    half = (answer.high - answer.low) / 2 / shrink
    return Contrast(
        answer.estimate,
        answer.estimate - half,
        answer.estimate + half,
        2 * (1 - normal.cdf(z * shrink)),
        answer.n,
        lag.effective,
        answer.level,
        answer.method + ", widened for autocorrelation",
    )
