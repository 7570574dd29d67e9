import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from trueup.stats import xmr as chart
from trueup.stats.arrays import NoVariation, on_grid
from trueup.stats.xmr import Limits, xmr, xmr_many
from trueup.vocabulary import InputError, Insufficient

FLOWRATE = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]  # NIST/SEMATECH e-Handbook 6.3.2.2


def limits(values: object, **options: object) -> Limits:
    found = xmr(values, **options)  # type: ignore[arg-type]
    assert not isinstance(found, Insufficient)
    assert isinstance(found.limits, Limits)
    return found.limits


def test_constants_follow_from_the_normal_distribution() -> None:
    # Range of two normal values = |N(0, 2)|: half-normal, so scipy knows mean, spread and median of it.
    half_normal = stats.halfnorm(scale=math.sqrt(2))
    assert half_normal.mean() == pytest.approx(chart.D2, rel=1e-12)
    assert half_normal.std() == pytest.approx(chart.D3, rel=1e-12)
    assert half_normal.median() == pytest.approx(chart.MEDIAN_RANGE, rel=1e-12)
    mean, _ = integrate.quad(lambda x: 2 * stats.norm.cdf(x) * (1 - stats.norm.cdf(x)), -9, 9)
    assert mean == pytest.approx(chart.D2, rel=1e-9)


def test_constants_are_those_of_wheelers_tables() -> None:
    assert (round(chart.E2, 6), round(chart.D4, 6)) == (2.658681, 3.266532)
    assert (round(chart.MEDIAN_E, 3), round(chart.MEDIAN_D, 3)) == (3.145, 3.864)


def test_flowrate_of_nist() -> None:
    found = limits(FLOWRATE)
    assert found.centre == pytest.approx(50.81)
    assert found.range_typical == pytest.approx(1.8778, abs=5e-5)
    assert found.upper == pytest.approx(55.8024, abs=5e-5)  # exact constant
    assert found.upper == pytest.approx(55.8041, abs=0.003)  # as printed, with d2 = 1.128
    assert found.lower == pytest.approx(45.8159, abs=0.003)
    assert found.status == "provisional"
    assert found.baseline == 10


def test_flowrate_of_the_reference_table(reference) -> None:
    assert reference("spc_xmr_nist.csv", "x").tolist() == FLOWRATE


def test_fewer_than_eight_points_are_charted_without_limits() -> None:
    found = xmr(FLOWRATE[:7])
    assert not isinstance(found, Insufficient)
    assert found.limits == Insufficient("natural limits", 7, 8)
    assert found.ranges.tolist() == pytest.approx(np.abs(np.diff(FLOWRATE[:7])).tolist())


def test_no_points_no_chart() -> None:
    assert isinstance(xmr([1.0], [False]), Insufficient)


@pytest.mark.parametrize(("n", "status"), [(8, "provisional"), (19, "provisional"), (20, "locked"), (24, "locked")])
def test_status_by_number_of_points(n: int, status: str) -> None:
    assert limits(np.random.default_rng(1).normal(size=n)).status == status


def test_limits_are_locked_on_the_first_24_points() -> None:
    x = np.random.default_rng(2).normal(size=60)
    x[24:] += 10
    assert limits(x) == limits(x[:24])


def test_no_moving_range_across_a_gap() -> None:
    values, mask = on_grid([*range(8), *range(10, 18)], [*[1.0, 2.0] * 4, *[101.0, 102.0] * 4])
    found = xmr(values, mask)
    assert not isinstance(found, Insufficient)
    assert set(found.ranges.tolist()) == {1.0}
    assert 10 not in found.range_at.tolist()


def test_points_without_neighbours_have_no_limits() -> None:
    mask = np.tile([True, False], 12)
    found = xmr(np.arange(24.0), mask)
    assert not isinstance(found, Insufficient)
    assert isinstance(found.limits, Insufficient)
    assert found.limits.need == 7


def test_a_constant_series_has_no_variation() -> None:
    found = xmr([5.0] * 12)
    assert not isinstance(found, Insufficient)
    assert found.limits == NoVariation("neighbouring points", 5.0, 12)


def test_median_version() -> None:
    found = limits(FLOWRATE, spread="median")
    ranges = np.abs(np.diff(FLOWRATE))
    assert found.centre == pytest.approx(float(np.median(FLOWRATE)))
    assert found.upper == pytest.approx(float(np.median(FLOWRATE) + 3.145 * np.median(ranges)), abs=0.001)
    assert found.range_limit == pytest.approx(3.8641 * float(np.median(ranges)), abs=0.002)


def test_a_median_range_of_zero_falls_back_to_the_mean_and_says_so() -> None:
    assert limits([1.0] * 10 + [3.0, 1.0], spread="median").spread == "mean"


def test_median_resists_one_wild_point_where_the_mean_does_not() -> None:
    x = np.random.default_rng(3).normal(size=24)
    wild = x.copy()
    wild[12] += 100
    assert limits(wild, spread="median").sigma < 1.5 * limits(x, spread="median").sigma
    assert limits(wild).sigma > 5 * limits(x).sigma


def test_natural_bounds_clip_and_say_so() -> None:
    found = limits([1.0, 0, 3, 0, 2, 0, 1, 4, 0], floor=0.0, ceiling=3.0)
    assert (found.lower, found.upper, found.clipped) == (0.0, 3.0, ("lower", "upper"))
    assert limits(FLOWRATE, floor=0.0).clipped == ()


def test_bad_input_is_refused() -> None:
    with pytest.raises(InputError, match="row 1"):
        xmr([1.0, float("nan")])
    with pytest.raises(InputError, match="one series"):
        xmr([[1.0]])
    with pytest.raises(InputError, match="locked on 3"):
        xmr(FLOWRATE, lock=3)


def test_many_series_are_what_each_is_alone() -> None:
    rng = np.random.default_rng(4)
    x, mask = rng.normal(size=(7, 30)), rng.random((7, 30)) > 0.1
    for spread in ("mean", "median"):
        together = xmr_many(x, mask, spread=spread)
        for i in range(7):
            alone = xmr(x[i], mask[i], spread=spread)
            assert not isinstance(alone, Insufficient)
            assert together[i].limits == alone.limits  # type: ignore[union-attr]


values = st.lists(st.floats(-1e3, 1e3).map(lambda v: round(v, 3)), min_size=8, max_size=40)


@given(values, st.floats(0.01, 100), st.floats(-1e4, 1e4))
def test_limits_move_with_the_unit(x: list[float], scale: float, offset: float) -> None:
    one, other = xmr(x), xmr(np.array(x) * scale + offset)
    assert not isinstance(one, Insufficient)
    assert not isinstance(other, Insufficient)
    if isinstance(one.limits, Limits) and one.limits.sigma > 1e-3:
        assert isinstance(other.limits, Limits)
        assert other.limits.upper == pytest.approx(one.limits.upper * scale + offset, rel=1e-6, abs=1e-6)
        assert other.limits.lower == pytest.approx(one.limits.lower * scale + offset, rel=1e-6, abs=1e-6)
