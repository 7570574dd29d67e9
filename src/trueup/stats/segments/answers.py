"""Two ratings of each thing (how much it matters, how well it is met) as top boxes and as gaps.

Sources: top boxes after Ulwick, What Customers Want (2005); the gap of one respondent, matters + max(matters - met, 0),
centred on the respondent's own mean, so that whoever says yes to everything does not stand out by that alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Bools, Floats, Ints
from trueup.vocabulary import InputError

MISSING = -1


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Who put what into the top boxes: `top` is 1 there and else 0, `seen` is 1 where there is an answer.

    Both are float64[n, d]; `seen` is None where every answer is there. Column j is the rating `kind[j]` (0: matters,
    1: met) of thing `thing[j]`. Columns in which everybody answered alike are left out: they tell nobody apart.
    """

    top: Floats
    seen: Floats | None
    kind: Ints
    thing: Ints

    @property
    def n(self) -> int:
        """How many people."""
        return len(self.top)

    @property
    def d(self) -> int:
        """How many columns."""
        return len(self.kind)

    def rows(self, at: npt.NDArray[np.intp] | Bools) -> Answers:
        """Some of the people, in the order given."""
        return Answers(self.top[at], None if self.seen is None else self.seen[at], self.kind, self.thing)

    def mask(self) -> Bools:
        """Where there is an answer, bool[n, d]."""
        return np.ones(self.top.shape, dtype=bool) if self.seen is None else self.seen > 0


def top_boxes(matters: npt.ArrayLike, met: npt.ArrayLike, threshold: int) -> Answers:
    """Ratings int[n, m], MISSING where there is none, as top boxes. InputError for arrays that do not fit together."""
    ratings = np.concatenate(_fitting(matters, met), axis=1)
    m = ratings.shape[1] // 2
    seen, top = ratings != MISSING, ratings >= threshold
    telling = (top & seen).any(axis=0) & (~top & seen).any(axis=0)
    kind, thing = np.repeat([0, 1], m)[telling], np.tile(np.arange(m), 2)[telling]
    seen, top = seen[:, telling], top[:, telling]
    return Answers(top.astype(np.float64), None if seen.all() else seen.astype(np.float64), kind, thing)


def centred_gaps(matters: npt.ArrayLike, met: npt.ArrayLike) -> Floats:
    """matters + max(matters - met, 0) less the person's own mean, float64[n, m] in points; NaN where one is missing."""
    first, second = _fitting(matters, met)
    known = (first != MISSING) & (second != MISSING)
    gap = np.where(known, first + np.maximum(first - second, 0), 0).astype(np.float64)
    mean = gap.sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    return np.where(known, gap - mean[:, None], np.nan)


def varied(matters: npt.ArrayLike, met: npt.ArrayLike) -> Bools:
    """Who gave at least two different ratings: of all others nothing can be told but how they tick."""
    ratings = np.concatenate(_fitting(matters, met), axis=1)
    highest = ratings.max(axis=1, initial=MISSING)
    lowest = np.where(ratings == MISSING, np.iinfo(ratings.dtype).max, ratings).min(axis=1, initial=100)
    return np.asarray(highest > lowest)


def _fitting(matters: npt.ArrayLike, met: npt.ArrayLike) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.int16]]:
    first, second = np.asarray(matters, dtype=np.int16), np.asarray(met, dtype=np.int16)
    if first.ndim != 2 or first.shape != second.shape:
        raise InputError(f"two tables of one shape are needed, not {first.shape} and {second.shape}", where="ratings")
    return first, second
