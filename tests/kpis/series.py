"""Series for tests of rules, without facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from trueup.kpis.calendar import bucket_of, ends, starts
from trueup.kpis.series import Series
from trueup.vocabulary import Grade, Grain, Slice


def series(
    values: Sequence[float | None],
    first: str = "2024-01-01",
    grain: Grain = Grain.month,
    n: Sequence[float] | None = None,
    kpi: str = "k",
) -> Series:
    """One actual a period from the period of `first` on; None leaves a gap."""
    begin = bucket_of(dt.date.fromisoformat(first), grain)
    at = np.array([begin + i for i, value in enumerate(values) if value is not None], dtype=np.int64)
    known = np.array([value for value in values if value is not None], dtype=np.float64)
    cases = np.full(len(known), np.nan) if n is None else np.array(n, dtype=np.float64)
    return Series(
        kpi=kpi,
        slice=Slice(),
        grain=grain,
        start=starts(at, grain),
        end=ends(at, grain),
        value=known,
        n=cases,
        stderr=np.full(len(known), np.nan),
        grade=np.full(len(known), int(Grade.reported), dtype=np.int8),
        by=("acme",) * len(known),
        low=known,
        high=known,
    )
