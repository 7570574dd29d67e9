"""What lies before the start alone, cut at a start that did not take place: all that a proposal may look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from trueup.agreements.attribution import Attribution
from trueup.kpis.series import Series
from trueup.stats.causal.panel import FEWEST_PRE
from trueup.value.comparison import Comparison, Unit, compare
from trueup.vocabulary import Insufficient, said

TRIED_ON = 3
"""The last third of the time before the start is what methods are tried on."""


def before_start(own: Series, units: Sequence[Unit], since: dt.date) -> Comparison | Insufficient:
    """The same comparison on what lies before `since`, as if the agreement had begun two thirds of the way.

    Insufficient where there are too few periods to fit anything and try it.
    """
    cut = ended_by(own, since)
    if len(cut) < FEWEST_PRE + 1:
        return Insufficient(said("a proposal: periods before the start"), len(cut), FEWEST_PRE + 1)
    at = max(FEWEST_PRE, len(cut) - len(cut) // TRIED_ON)
    placebo: dt.date = cut.start[min(at, len(cut) - 1)].astype(object)
    shortened = [
        replace(unit, series=ended_by(unit.series, since), since=None if unit.since is None else placebo)
        for unit in units
    ]
    return compare(cut, shortened, Attribution())


def ended_by(series: Series, day: dt.date) -> Series:
    """The actuals of periods that ended on a day or before: half a period is no period to compare."""
    return series.where(series.end <= np.datetime64(day, "D"))
