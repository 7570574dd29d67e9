"""Ratings of outcomes in memory: each respondent's own, and how often each pair of ratings was given.

The second is all that scores need: at most (points + 1) squared counts an outcome, however many people answered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from trueup.jobs.survey import Scale

MISSING = -1
"""Not shown, not answered, not applicable, not known: never the middle of the scale."""

Labels = NDArray[np.object_]
"""One text a respondent, None where there is none."""


@dataclass(frozen=True)
class Ratings:
    """One wave of one survey, respondent by respondent. Ratings are points of the scale, MISSING where there is none.

    `importance` and `satisfaction` are int8[n, m], `weight` float64[n] (1 where none is stated), `keys` what is known
    of each respondent. `out_of_scale` counts the rows that were left out because a rating is not on the scale; `first`
    and `last` are the days of the first and the last answer.
    """

    survey: str
    wave: str
    scale: Scale
    respondents: tuple[str, ...]
    customers: tuple[str | None, ...]
    outcomes: tuple[str, ...]
    importance: NDArray[np.int8]
    satisfaction: NDArray[np.int8]
    weight: NDArray[np.float64]
    keys: Mapping[str, Labels]
    out_of_scale: int = 0
    first: dt.date | None = None
    last: dt.date | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """How many respondents, and how many outcomes."""
        return len(self.respondents), len(self.outcomes)

    def label(self, key: str) -> Labels:
        """What is known of each respondent by this key; None of all where nothing is."""
        return self.keys.get(key, np.full(len(self.respondents), None, dtype=object))

    def of(self, keep: NDArray[np.bool_]) -> Ratings:
        """Only those respondents for whom `keep` is true."""
        return replace(
            self,
            respondents=tuple(name for name, kept in zip(self.respondents, keep, strict=True) if kept),
            customers=tuple(name for name, kept in zip(self.customers, keep, strict=True) if kept),
            importance=self.importance[keep],
            satisfaction=self.satisfaction[keep],
            weight=self.weight[keep],
            keys={key: labels[keep] for key, labels in self.keys.items()},
        )

    def counts(self, labels: Labels | None = None, by: str | None = None) -> Counts:
        """How often each pair of ratings was given, in each group that `labels` makes (None: all are one group)."""
        groups, member = _grouped(labels, len(self.respondents))
        cells = _cells(self, member, len(groups))
        answered = np.any((self.importance != MISSING) | (self.satisfaction != MISSING), axis=1)
        return Counts(
            survey=self.survey,
            wave=self.wave,
            scale=self.scale,
            by=by,
            groups=groups,
            outcomes=self.outcomes,
            people=_summed(self, cells, len(groups), None).astype(np.int64),
            weight=_summed(self, cells, len(groups), self.weight),
            square=_summed(self, cells, len(groups), self.weight**2),
            respondents=np.bincount(member[answered], minlength=len(groups)).astype(np.int64),
            out_of_scale=self.out_of_scale,
            first=self.first,
            last=self.last,
        )


@dataclass(frozen=True)
class Counts:
    """How often each pair of ratings was given, in one wave of one survey: [group, outcome, importance, satisfaction].

    The last two run over the points of the scale from the lowest, and then one more for a rating that is missing.
    `people` counts, `weight` sums the weights and `square` their squares. `respondents` of a group are those who gave
    a rating. `groups` are the values of the key `by`; without it there is one, None; a group None among others are
    those of whom the key is not known.
    """

    survey: str
    wave: str
    scale: Scale
    by: str | None
    groups: tuple[str | None, ...]
    outcomes: tuple[str, ...]
    people: NDArray[np.int64]
    weight: NDArray[np.float64]
    square: NDArray[np.float64]
    respondents: NDArray[np.int64]
    out_of_scale: int = 0
    first: dt.date | None = None
    last: dt.date | None = None

    @property
    def weighted(self) -> bool:
        """Whether anybody counts more than another."""
        return not np.array_equal(self.people, self.weight)

    @property
    def ratings(self) -> int:
        """How many ratings were given; importance and satisfaction of one outcome are two."""
        importance = self.people[..., :-1, :].sum()
        return int(importance + self.people[..., :-1].sum())

    def together(self) -> Counts:
        """All groups as one."""
        every = {name: getattr(self, name).sum(axis=0, keepdims=True) for name in _PER_GROUP}
        return replace(self, by=None, groups=(None,), **every)

    def of(self, group: str | None) -> Counts:
        """One group alone."""
        at = self.groups.index(group)
        return replace(self, groups=(group,), **{name: getattr(self, name)[at : at + 1] for name in _PER_GROUP})


_PER_GROUP = ("people", "weight", "square", "respondents")


def in_order(values: Sequence[str | None]) -> tuple[str | None, ...]:
    """Each value once, in the order of the alphabet, and None last."""
    known = sorted({value for value in values if value is not None})
    return (*known, None) if None in values else tuple(known)


def _grouped(labels: Labels | None, n: int) -> tuple[tuple[str | None, ...], NDArray[np.intp]]:
    if labels is None:
        return (None,), np.zeros(n, dtype=np.intp)
    groups = in_order(labels.tolist())
    place = {name: index for index, name in enumerate(groups)}
    return groups, np.array([place[name] for name in labels.tolist()], dtype=np.intp)


def _cells(ratings: Ratings, member: NDArray[np.intp], groups: int) -> NDArray[np.intp]:
    """For each rating the index of its cell in the flattened counts."""
    m, points = len(ratings.outcomes), ratings.scale.points
    importance, satisfaction = (
        np.where(given == MISSING, points, given.astype(np.intp) - ratings.scale.low)
        for given in (ratings.importance, ratings.satisfaction)
    )
    place = member[:, None] * m + np.arange(m)
    return (place * (points + 1) + importance) * (points + 1) + satisfaction


def _summed(
    ratings: Ratings, cells: NDArray[np.intp], groups: int, weight: NDArray[np.float64] | None
) -> NDArray[np.float64]:
    m, side = len(ratings.outcomes), ratings.scale.points + 1
    each = None if weight is None else np.repeat(weight, m)
    found = np.bincount(cells.ravel(), weights=each, minlength=groups * m * side * side)
    return found.reshape(groups, m, side, side).astype(np.float64)
