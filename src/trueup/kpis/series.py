"""The actuals of one KPI in one slice, over time: what every rule about KPIs takes in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from trueup.vocabulary import Grade, Grain, InputError, Period, Slice

Days = NDArray[np.datetime64]
Floats = NDArray[np.float64]
Stretch = slice  # a series has a field of that name


@dataclass(frozen=True, slots=True)
class Series:
    """One actual a period, in order of time, at the grain of the KPI; all arrays have shape (periods,).

    start, end: datetime64[D], half-open. value: the actual in the KPI's unit, never NaN. n: cases behind it, NaN where
    unknown. stderr: its standard error, NaN where not given. grade: int8 of `Grade`. by: who reported it.
    low, high: equal to value but where a dispute is open; there the hull of both sides' figures.
    missing: periods whose actual is known to be missing, with the reason.
    """

    kpi: str
    slice: Slice
    grain: Grain
    start: Days
    end: Days
    value: Floats
    n: Floats
    stderr: Floats
    grade: NDArray[np.int8]
    by: tuple[str | None, ...]
    low: Floats
    high: Floats
    missing: tuple[tuple[Period, str], ...] = field(default=())

    def __post_init__(self) -> None:
        if len(self.value) and not np.isfinite(self.value).all():
            row = int(np.flatnonzero(~np.isfinite(self.value))[0])
            raise InputError(f"actual {row} of {self.kpi} is not a finite number", where=str(self.slice))
        if len(self.start) > 1 and not (self.start[1:] >= self.end[:-1]).all():
            raise InputError(f"the periods of {self.kpi} overlap or are out of order", where=str(self.slice))

    def __len__(self) -> int:
        return len(self.value)

    def period(self, index: int) -> Period:
        """The period of one actual."""
        return Period(self.start[index].item(), self.end[index].item())

    def at_grade(self, grade: Grade) -> Series:
        """Only the actuals whose evidence is at least of `grade`; the same series where all of it is."""
        enough = self.grade >= int(grade)  # numpy would look for what an Enum does not have
        return self if enough.all() else self.where(enough)

    def where(self, keep: NDArray[np.bool_]) -> Series:
        """Only the actuals for which `keep` (shape (periods,)) holds."""
        return self._some(keep, tuple(compress(self.by, keep.tolist())))

    def between(self, part: Stretch) -> Series:
        """Only the actuals of one stretch."""
        return self._some(part, self.by[part])

    def _some(self, at: NDArray[np.bool_] | Stretch, by: tuple[str | None, ...]) -> Series:
        return Series(
            kpi=self.kpi,
            slice=self.slice,
            grain=self.grain,
            start=self.start[at],
            end=self.end[at],
            value=self.value[at],
            n=self.n[at],
            stderr=self.stderr[at],
            grade=self.grade[at],
            by=by,
            low=self.low[at],
            high=self.high[at],
            missing=self.missing,
        )

    @property
    def has_error(self) -> bool:
        """Whether any actual came with its own error, so that an interval is given and not invented."""
        return bool(np.isfinite(self.stderr).any())

    @property
    def disputed(self) -> NDArray[np.bool_]:
        """Which actuals stand in an open dispute."""
        return np.not_equal(self.low, self.value) | np.not_equal(self.high, self.value)

    @property
    def sides(self) -> tuple[Series, Series]:
        """The actuals by the lower, and by the higher figure of every open dispute."""
        low, high = (replace(self, value=side, low=side, high=side) for side in (self.low, self.high))
        return low, high


def spans(start: Days, end: Days) -> tuple[Period, ...]:
    """Periods from their first days and the days past their last, both of shape (periods,).

    The series of a book cover the same few stretches of time: those that do share their periods.
    """
    return _spans(start.astype("datetime64[D]").tobytes(), end.astype("datetime64[D]").tobytes())


@lru_cache(maxsize=64)
def _spans(start: bytes, end: bytes) -> tuple[Period, ...]:
    return tuple(map(Period, *(np.frombuffer(days, "datetime64[D]").tolist() for days in (start, end))))
