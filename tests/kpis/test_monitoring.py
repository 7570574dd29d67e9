"""Charts of series: limits, alarms, gaps, natural bounds, rates of a varying n, false alarms of a whole book."""

from __future__ import annotations

import numpy as np
import pytest

from tests.kpis.series import series
from trueup.kpis.monitoring import Charted, control_chart, control_charts, false_alarms_a_month, whole_of
from trueup.stats.laney import LaneyLimits, laney
from trueup.vocabulary import Grain

STEADY = [10.0, 12.0, 11.0, 9.0, 10.0, 11.0, 10.0, 12.0, 9.0, 10.0]


def test_limits_are_the_mean_and_its_moving_ranges() -> None:
    chart = control_chart(series(STEADY))
    reach = 2.6586807763582736 * np.abs(np.diff(STEADY)).mean()
    assert chart.limits is not None
    assert (chart.limits.lower, chart.limits.upper) == pytest.approx((np.mean(STEADY) - reach, np.mean(STEADY) + reach))
    assert chart.alarms == ()
    assert chart.note == "provisional limits from 10 periods: they are locked at 20"


def test_a_leap_raises_an_alarm_in_its_period() -> None:
    chart = control_chart(series([*STEADY, *STEADY, 10.0, 11.0, 10.0, 9.0, 30.0]))
    assert [(a.rule, str(a.period), a.value, a.side) for a in chart.alarms] == [
        ("beyond_3_sigma", "2026-01-01/2026-02-01", 30.0, "above")
    ]
    assert chart.note.startswith("limits from 24 periods")


def test_a_gap_is_shown_and_breaks_the_run() -> None:
    chart = control_chart(series([10.0, 12.0, None, 9.0, 10.0, 11.0, 10.0, 12.0, 9.0, 10.0]))
    assert [str(gap) for gap in chart.gaps] == ["2024-03-01/2024-04-01"]
    assert np.isnan(chart.value[2])
    assert len(chart.start) == 10


@pytest.mark.parametrize(
    ("values", "note"),
    [
        (STEADY[:5], "no limits yet: needs 3 more periods"),
        ([5.0] * 12, "no limits: no variation in"),
        ([], "no actuals of k"),
    ],
)
def test_no_limits_says_why(values: list[float], note: str) -> None:
    chart = control_chart(series(values))
    assert chart.limits is None
    assert chart.note.startswith(note)


def test_a_limit_is_moved_to_what_is_possible() -> None:
    chart = control_chart(series([1.0, 5.0, 0.0, 6.0, 1.0, 7.0, 0.0, 5.0]), floor=0.0)
    assert chart.limits is not None
    assert chart.limits.lower == 0.0
    assert "the lower limit is moved to what is possible" in chart.note


def test_rates_of_a_varying_n_follow_laney() -> None:
    sizes = [100.0, 200.0, 150.0, 400.0, 120.0, 300.0, 90.0, 210.0, 160.0]
    rates = [0.10, 0.12, 0.08, 0.11, 0.13, 0.09, 0.10, 0.14, 0.07]
    chart = control_chart(series([100 * r for r in rates], n=sizes), whole=whole_of("%"))
    expected = laney([r * n for r, n in zip(rates, sizes, strict=True)], sizes)
    assert isinstance(expected, LaneyLimits)
    assert chart.upper == pytest.approx(100 * expected.upper)
    assert chart.limits is not None
    assert chart.limits.centre == pytest.approx(100 * expected.centre)
    assert np.ptp(chart.upper - chart.lower) > 0
    assert chart.note.endswith("they follow n")


def test_a_constant_n_or_no_proportion_keeps_xmr() -> None:
    plain = control_chart(series(STEADY))
    assert control_chart(series(STEADY, n=[50.0] * 10), whole=100.0).upper == pytest.approx(plain.upper)
    assert control_chart(series(STEADY, n=range(5, 15)), whole=1.0).upper == pytest.approx(plain.upper)  # type: ignore[arg-type]
    assert whole_of("day") is None


def test_false_alarms_of_all_charts_are_counted() -> None:
    """Both rules together speak once in about 153 points (methods 3)."""
    monthly = [(s, control_chart(s)) for s in [series(STEADY)] * 100]
    weekly = series(STEADY, grain=Grain.week)
    short = series(STEADY[:3])
    assert false_alarms_a_month(monthly) == pytest.approx(100 / 153, rel=0.02)
    assert false_alarms_a_month([(weekly, control_chart(weekly))]) == pytest.approx(52 / 12 / 153, rel=0.02)
    assert false_alarms_a_month([(short, control_chart(short))]) == 0


def test_neighbours_that_resemble_each_other_are_said() -> None:
    walk = np.cumsum(np.random.default_rng(1).normal(size=40)).tolist()
    assert "neighbouring periods resemble each other" in control_chart(series(walk)).note


def test_many_charts_at_once_are_each_as_if_alone() -> None:
    asked = [
        Charted(series([*STEADY, 30.0])),
        Charted(series([])),
        Charted(series(STEADY[:5])),
        Charted(series([10.0, None, *STEADY]), floor=0.0),
        Charted(series([1.0, 5.0, 0.0, 6.0, 1.0, 7.0, 0.0, 5.0, 1.0, 9.0, 60.0]), floor=0.0),
        Charted(series([50.0, 70.0, 40.0] * 5, n=range(5, 20)), whole=100.0),  # type: ignore[arg-type]
        Charted(series([*reversed(STEADY), 30.0])),
    ]
    for one, chart in zip(asked, control_charts(asked), strict=True):
        bounds = {"floor": one.floor, "ceiling": one.ceiling, "whole": one.whole}
        assert repr(chart) == repr(control_chart(one.series, **bounds))
    assert [bool(chart.alarms) for chart in control_charts(asked)] == [True, False, False, False, True, False, True]
