"""Who is in a segment: shares of each value of each key that is known of the respondents, where that may be shown."""

from __future__ import annotations

import numpy as np

from trueup.jobs.hiding import may_part
from trueup.jobs.ratings import Labels, Ratings
from trueup.jobs.survey import Survey
from trueup.stats.arrays import Ints

MOST_VALUES = 50
"""A key with more values than this tells people apart, not groups."""


def profiles(people: Ratings, groups: Ints, k: int, survey: Survey) -> tuple[dict[str, dict[str, float]], ...]:
    """For each segment: key -> value -> its share of the segment's people of whom the key is known.

    Where the survey is anonymous, a value is left out of every segment if in one of them it is that of too few people,
    or if those whose value is not shown would be too few.
    """
    minimum = int(survey.minimum_group) if survey.anonymous else 1
    found: tuple[dict[str, dict[str, float]], ...] = tuple({} for _ in range(k))
    for key, labels in sorted(people.keys.items()):
        values, table = _counted(labels, groups, k)
        if not 0 < len(values) <= MOST_VALUES:
            continue
        kept = _kept(table, np.bincount(groups, minlength=k), minimum)
        for i, row in enumerate(table):
            shares = {values[at]: float(row[at] / row.sum()) for at in kept if row[at]}
            if shares:
                found[i][key] = shares
    return found


def _counted(labels: Labels, groups: Ints, k: int) -> tuple[list[str], Ints]:
    """The values of a key, and how many of each segment have which, [k, values]."""
    values = sorted({label for label in labels.tolist() if label is not None})
    place = {value: at for at, value in enumerate(values)}
    table = np.zeros((k, len(values)), dtype=np.int64)
    for group, label in zip(groups.tolist(), labels.tolist(), strict=True):
        if label is not None:
            table[group, place[label]] += 1
    return values, table


def _kept(table: Ints, sizes: Ints, minimum: int) -> list[int]:
    """The values that may be shown: the rarest goes, until nobody who is left out could be told."""
    kept = [at for at in range(table.shape[1]) if all(n == 0 or n >= minimum for n in table[:, at].tolist())]
    while kept and not all(_safe(row, kept, int(size), minimum) for row, size in zip(table, sizes, strict=True)):
        kept.remove(min(kept, key=lambda at: int(table[:, at].sum())))
    return kept


def _safe(row: Ints, kept: list[int], size: int, minimum: int) -> bool:
    told = int(row[kept].sum())
    return told == 0 or may_part(told, size, minimum)
