"""What statistics say about an objective: computed elsewhere in one batch, judged here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from trueup.agreements.caused import Caused
from trueup.agreements.promise import Promise, SeriesKey
from trueup.agreements.results import Forecast, Limits, Signal
from trueup.kpis.series import Series
from trueup.vocabulary import Grade

# (objective, version of the agreement, grade of the evidence)
OutlookKey = tuple[str, int, Grade]


@dataclass(frozen=True, slots=True)
class Outlook:
    """P(hit) of one objective with its Monte Carlo error, and the forecast behind it.

    With too little data `p_hit` is None and `needs` says how many more periods it takes. `hits` are the simulated paths
    that hit, shape (paths,): objectives that read the same actuals, simulated on the same paths, are then combined path
    by path.
    """

    p_hit: float | None
    p_hit_se: float | None = None
    forecast: Forecast | None = None
    needs: int | None = None
    hits: NDArray[np.bool_] | None = None


Sides = tuple[Outlook | None, Outlook | None]
"""What to expect by the lower, and by the higher figure of every open dispute; None where that decides already."""


@dataclass(frozen=True, slots=True)
class Chart:
    """The control chart of one series."""

    signals: tuple[Signal, ...] = ()
    limits: Limits | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Statistics:
    """All that statistics say about the objectives of an agreement.

    `sides` are the outlooks by the lower and by the higher figures where a dispute is open; `caused` is what
    attribution found, by objective, where a counterfactual is agreed on.
    """

    outlooks: Mapping[OutlookKey, Outlook] = field(default_factory=dict)
    sides: Mapping[OutlookKey, Sides] = field(default_factory=dict)
    charts: Mapping[SeriesKey, Chart] = field(default_factory=dict)
    caused: Mapping[str, Caused] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """A forecast that the assessment would like: the outlook of `promise` from `series`, to be stored under `key`."""

    key: OutlookKey
    promise: Promise
    series: Series


def questions(promises: Sequence[Promise], series: Mapping[SeriesKey, Series]) -> Iterator[Question]:
    """The outlooks that an assessment uses, each once.

    One a promise on all the evidence, and one more a higher grade wherever that leaves fewer actuals. Where a question
    is left unanswered the objective is judged at that grade by its promised path, and says so.
    """
    for promise in promises:
        known = series.get(promise.key)
        if known is None:
            continue
        fewest = len(known) + 1
        for grade, count in counts_of(known).items():
            if 0 < count < fewest:
                fewest = count
                yield Question((promise.id, promise.version, grade), promise, known.at_grade(grade))


def by_sides(question: Question) -> tuple[Question, ...]:
    """The same question by the lower and by the higher figures; none where no dispute is open."""
    if not question.series.disputed.any():
        return ()
    return tuple(replace(question, series=side) for side in question.series.sides)


Counts = Mapping[Grade, int]
Found = TypeVar("Found", Outlook, Sides)


def counts_of(series: Series) -> Counts:
    """How many actuals are of at least each grade."""
    exactly = np.bincount(series.grade, minlength=len(Grade) + 1).tolist()
    return {grade: sum(exactly[grade:]) for grade in Grade}


def outlook_for(promise: Promise, counts: Counts, grade: Grade, outlooks: Mapping[OutlookKey, Found]) -> Found | None:
    """The outlook from evidence of at least `grade`; a lower grade's serves where both hold the same actuals."""
    for each in range(grade, 0, -1):
        if counts[Grade(each)] == counts[grade]:
            found = outlooks.get((promise.id, promise.version, Grade(each)))
            if found is not None:
                return found
    return None
