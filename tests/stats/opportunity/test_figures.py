from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tests.stats.opportunity.build import asked, cells_of, table_of
from trueup.stats import proportions
from trueup.stats.opportunity import Figures, Tables, figures

RNG = 20260301


def _figures(tables: Tables, **more: object) -> Figures:
    return figures(tables, np.random.default_rng(RNG), **more)  # type: ignore[arg-type]


def _table(n: int, first: float = 0.8, second: float = 0.4, correlation: float = 0.2) -> Tables:
    return table_of(cells_of(first, second, correlation) * n)


@pytest.mark.parametrize(("n", "half"), [(30, 3.2), (100, 1.7), (180, 1.3), (300, 1.0), (600, 0.7)])
def test_published_half_widths(n: int, half: float) -> None:
    found = _figures(_table(n)).opportunity
    assert (found.high - found.low) / 2 == pytest.approx(half, abs=0.3 if n == 30 else 0.1)
    assert found.value == pytest.approx(12.0)


@pytest.mark.parametrize(
    ("first", "second", "correlation", "n", "size", "missing"),
    [
        (0.8, 0.4, 0.2, 30, None, 0.0),
        (0.9, 0.2, 0.0, 100, None, 0.0),
        (0.5, 0.5, 0.2, 100, None, 0.0),
        (0.95, 0.9, 0.2, 30, None, 0.0),
        (0.6, 0.3, 0.4, 300, None, 0.3),
        (0.7, 0.65, 0.2, 100, None, 0.3),
        (0.8, 0.4, 0.2, 30, 40, 0.0),
        (0.6, 0.6, 0.2, 100, 200, 0.0),
        (0.3, 0.7, 0.2, 100, None, 0.3),
    ],
)
def test_ninety_five_of_a_hundred_intervals_hold_the_truth(
    first: float, second: float, correlation: float, n: int, size: int | None, missing: float
) -> None:
    """A part of the grid of tests/real/opportunity_coverage.py."""
    rng, times, cells = np.random.default_rng(RNG), 1500, cells_of(first, second, correlation)
    of_whole = np.round(cells * size) / size if size else cells
    share, other = of_whole[0].sum(), of_whole[:, 0].sum()
    truth = 10 * (share + max(share - other, 0))
    tables = asked(cells, n, times, rng, size=size, missing=missing)
    found = figures(tables, rng, size=None if size is None else np.full(times, float(size)), draws=500).opportunity
    covered = float(((found.low <= truth + 1e-9) & (truth - 1e-9 <= found.high)).mean())
    assert 0.93 <= covered <= 0.975


def test_the_interval_is_that_of_resampled_people() -> None:
    """Where shares are middling and many answered, the plain paired bootstrap says the same."""
    n, rng = 600, np.random.default_rng(RNG)
    cells = cells_of(0.7, 0.4, 0.3)
    drawn = rng.multinomial(n, cells.ravel(), 20_000) / n
    first, second = drawn[:, :2].sum(1), drawn[:, [0, 2]].sum(1)
    low, high = np.quantile(10 * (first + np.maximum(first - second, 0)), [0.025, 0.975])
    found = _figures(table_of(cells * n), draws=20_000).opportunity
    assert (found.low, found.high) == (pytest.approx(low, abs=0.04), pytest.approx(high, abs=0.04))


def test_the_analytic_error_agrees_with_the_draws() -> None:
    found = _figures(_table(400))
    half = (found.opportunity.high - found.opportunity.low) / 2
    assert half == pytest.approx(1.96 * found.sd, rel=0.05)


def test_shares_have_wilsons_interval() -> None:
    """Newcombe 1998: 81 of 263 and 15 of 148."""
    for hits, n, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611)):
        people = np.array([[hits, 0.0], [0.0, n - hits]])
        found = _figures(table_of(people)).importance
        assert (found.low / 10, found.high / 10) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))
        single = proportions.wilson(hits, n)
        assert isinstance(single, proportions.Proportion)
        assert (found.low / 10, found.high / 10) == (pytest.approx(single.low), pytest.approx(single.high))


def test_a_census_leaves_nothing_open() -> None:
    found = _figures(_table(40), size=np.array(40.0))
    for each in (found.importance, found.satisfaction, found.opportunity, found.surplus):
        assert each.low == pytest.approx(each.value, abs=1e-12)
        assert each.high == pytest.approx(each.value, abs=1e-12)
    assert found.over.tolist() == [1, 0, 0]
    assert (found.sd, found.hinge) == (0, 0)


def test_half_of_all_narrows_the_interval() -> None:
    whole, part = _figures(_table(100)).opportunity, _figures(_table(100), size=np.array(200.0)).opportunity
    assert (part.high - part.low) / (whole.high - whole.low) == pytest.approx(np.sqrt(100 / 199), rel=0.05)


def test_the_bend_lifts_the_estimate_by_what_is_said() -> None:
    """Methods: about +.27 at n = 100 and +.14 at n = 300 for answers that go together little."""
    rng = np.random.default_rng(RNG)
    for n, published in ((100, 0.27), (300, 0.14)):
        cells = cells_of(0.5, 0.5, 0.1)
        many = asked(cells, n, 20_000, rng)
        first, second = many.shares
        lifted = float((10 * (first + np.maximum(first - second, 0))).mean()) - 5.0
        said = float(_figures(table_of(cells * n)).hinge)
        assert said == pytest.approx(lifted, abs=0.02)
        assert said == pytest.approx(published, abs=0.025)


def test_far_from_the_bend_nothing_is_lifted() -> None:
    assert _figures(_table(300)).hinge == pytest.approx(0, abs=1e-6)


def test_chances_of_being_over_are_those_of_the_interval() -> None:
    found = _figures(_table(100))
    assert found.over[1] == pytest.approx(0.5, abs=0.06)
    assert found.over[0] == pytest.approx(stats.norm.sf(10, 12, float(found.sd)), abs=0.03)
    assert found.over[0] > found.over[1] > found.over[2]


def test_satisfaction_above_importance_is_a_surplus() -> None:
    found = _figures(_table(200, 0.3, 0.7)).surplus
    assert found.value == pytest.approx(4.0)
    assert 2.5 < found.low < 4.0 < found.high < 5.5


def test_the_same_seed_gives_the_same_figures() -> None:
    one, two = _figures(_table(50)), _figures(_table(50))
    assert (one.opportunity.low, one.opportunity.high) == (two.opportunity.low, two.opportunity.high)


def test_everybody_alike_is_still_an_estimate() -> None:
    """Thirty of thirty find it important and none is satisfied: O is 20, and less may be true."""
    found = _figures(table_of(np.array([[0.0, 30.0], [0.0, 0.0]])))
    assert found.opportunity.value == 20
    assert 17 < found.opportunity.low < 20
