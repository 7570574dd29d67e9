"""A KPI on a scale: the last period that is over, its error, and who disputes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pytest

from tests.horizons.made import stakeholders
from trueup.horizons.figure import Figure
from trueup.horizons.scoring.asked import asked
from trueup.horizons.scoring.kpi import kpi_timeline
from trueup.kpis.documents import Kpi
from trueup.kpis.series import Series
from trueup.vocabulary import Grade, Grain, Slice


def monthly(values: Sequence[float], *, n: float = np.nan, stderr: float = np.nan, counter: float = 0.0) -> Series:
    """Actuals of January 2027 and the months after; `counter` is added to the last by who disputes it."""
    start = np.array([f"2027-{month:02d}-01" for month in range(1, len(values) + 1)], dtype="datetime64[D]")
    end = np.array([f"2027-{month:02d}-01" for month in range(2, len(values) + 2)], dtype="datetime64[D]")
    value = np.array(values, dtype=np.float64)
    high = value.copy()
    high[-1] += counter
    return Series(
        "k", Slice(), Grain.month, start, end, value, np.full(len(value), n), np.full(len(value), stderr),
        np.full(len(value), int(Grade.verified), np.int8), ("northwind",) * len(value), value, high,
    )  # fmt: skip


def at(day: dt.date, series: Series, scale: Sequence[float] = (120, 80), unit: str = "EUR") -> Figure:
    kpi = Kpi(id="k", name="Cost of a claim", unit=unit, direction="decrease", entered=True)  # type: ignore[arg-type]
    document = stakeholders(corporation={"criteria": [{"id": "c", "kpi": "k", "scale": list(scale)}]})
    level = document.levels[0]
    return kpi_timeline(asked(document, level, level.criteria[0]), kpi, series).at(day)


def test_the_last_period_that_is_over_counts() -> None:
    series = monthly([120, 110, 90])
    assert at(dt.date(2027, 1, 31), series).score is None
    february = at(dt.date(2027, 3, 31), series)
    assert february.score is not None
    assert (february.score.value, february.on, february.stale_on) == (0.25, dt.date(2027, 3, 1), dt.date(2027, 5, 30))
    march = at(dt.date(2027, 4, 1), series)
    assert march.score is not None
    assert (march.score.value, march.rater, march.grade, march.by) == (0.75, "measured", Grade.verified, "northwind")
    assert march.reasons == ("90 EUR in 2027-03, where 120 EUR is worst and 80 EUR is best",)


def test_beyond_the_scale_it_is_0_or_1() -> None:
    for value, mark in ((130.0, 0.0), (70.0, 1.0)):
        found = at(dt.date(2027, 4, 1), monthly([value] * 3)).score
        assert found is not None
        assert found.value == mark


def test_its_own_error_makes_the_interval() -> None:
    """90 with standard error 4 of 9 cases: t(8) = 2.306, so 90 -+ 9.224, of 40: .75 -+ .2306."""
    found = at(dt.date(2027, 4, 1), monthly([90] * 3, n=9, stderr=4)).score
    assert found is not None
    assert (found.low, found.high) == (
        pytest.approx(0.75 - 0.230600, abs=1e-5),
        pytest.approx(0.75 + 0.230600, abs=1e-5),
    )


def test_a_percentage_of_cases_has_wilsons() -> None:
    """81 of 263: .2553 to .3662 (Newcombe 1998)."""
    found = at(dt.date(2027, 4, 1), monthly([100 * 81 / 263] * 3, n=263), (0, 100), "%").score
    assert found is not None
    assert (found.low, found.high) == (pytest.approx(0.2553, abs=5e-5), pytest.approx(0.3662, abs=5e-5))


def test_a_dispute_shows_the_hull_of_both_figures() -> None:
    found = at(dt.date(2027, 4, 1), monthly([90] * 3, counter=20))
    assert found.score is not None
    assert (found.score.value, found.score.low, found.score.high) == (0.75, 0.25, 0.75)
    assert found.reasons[-1] == "the actual is disputed: the interval holds both figures"
