import numpy as np
import pytest

from trueup.stats.arrays import NoVariation
from trueup.stats.laney import LaneyLimits, laney
from trueup.stats.xmr import D2
from trueup.vocabulary import InputError, Insufficient

RNG = np.random.default_rng(5)
SIZES = RNG.integers(2_000, 20_000, size=60).astype(float)


def found(counts: np.ndarray, sizes: np.ndarray, **options: object) -> LaneyLimits:
    limits = laney(counts, sizes, **options)  # type: ignore[arg-type]
    assert isinstance(limits, LaneyLimits)
    return limits


def test_by_hand() -> None:
    counts, sizes = np.array([4.0, 6, 5, 9, 3, 8, 5, 8]), np.array([10.0, 20, 10, 20, 10, 20, 10, 20])
    centre = 48 / 120
    sigma = np.sqrt(centre * (1 - centre) / sizes)
    stretch = np.abs(np.diff((counts / sizes - centre) / sigma)).mean() / 1.128379
    limits = found(counts, sizes)
    assert limits.centre == pytest.approx(0.4)  # 48 of 120, not the mean of the rates
    assert limits.stretch == pytest.approx(stretch, rel=1e-6)
    assert limits.upper == pytest.approx(np.minimum(centre + 3 * sigma * stretch, 1), rel=1e-6)


def test_chance_alone_gives_the_classic_p_chart() -> None:
    counts = np.random.default_rng(6).binomial(SIZES.astype(int), 0.1)
    assert found(counts, SIZES, lock=60).stretch == pytest.approx(1, abs=0.25)


def test_overdispersion_stretches_the_limits() -> None:
    rng = np.random.default_rng(7)
    rates = 0.1 * np.exp(rng.normal(0, 0.1, size=60))
    counts = rng.binomial(SIZES.astype(int), rates)
    limits = found(counts, SIZES, lock=60)
    assert limits.stretch > 2
    inside = (counts / SIZES > limits.lower) & (counts / SIZES < limits.upper)
    assert inside.mean() > 0.95


def test_equal_sizes_give_the_xmr_limits_of_the_rates() -> None:
    counts = np.random.default_rng(8).binomial(50, 0.3, size=20).astype(float)
    limits = found(counts, np.full(20, 50.0))
    rates = counts / 50
    reach = 3 * np.abs(np.diff(rates)).mean() / D2
    assert limits.upper == pytest.approx(np.full(20, rates.mean() + reach))


def test_rate_of_events_may_exceed_one_and_is_clipped_at_zero() -> None:
    limits = found(np.array([3.0, 0, 2, 9, 1, 0, 4, 2]), np.ones(8), kind="rate")
    assert limits.clipped == ("lower",)
    assert limits.upper.max() > 1
    assert limits.method == "Laney u'"


def test_too_few_and_constant() -> None:
    assert laney([1.0] * 7, [10.0] * 7) == Insufficient("limits of a rate", 7, 8)
    assert isinstance(laney([1.0] * 9, [10.0] * 9), NoVariation)
    assert isinstance(laney([0.0] * 9, [10.0] * 9), NoVariation)
    assert isinstance(laney([1.0] * 20, [10.0] * 20, np.tile([True, False], 10)), Insufficient)


def test_a_missing_period_is_left_out() -> None:
    counts, sizes = np.array([4.0, 6, 5, 9, 3, 8, 5, 8, 1, 7, 2]), np.full(11, 20.0)
    mask = np.arange(11) != 4
    other = counts.copy()
    other[4] = 19
    assert found(counts, sizes, present=mask).stretch == found(other, sizes, present=mask).stretch
    limits = found(counts, np.where(mask, sizes, np.nan), present=mask)
    assert limits.upper[4] == pytest.approx(limits.upper[3])  # as wide as a period of the mean size


@pytest.mark.parametrize(("count", "size"), [(3.0, 0.0), (-1.0, 5.0), (6.0, 5.0)])
def test_impossible_rates_are_refused(count: float, size: float) -> None:
    with pytest.raises(InputError, match="row 0"):
        laney([count] * 8, [size] * 8)
