"""Shares of forecasts that go wrong together: the interval is as wide as the clusters make it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.stats.clustered import Share, Tally, effective_n, p_above, p_below, share, spread
from trueup.vocabulary import InputError, Insufficient

Rows = list[tuple[bool, int, int]]
ROWS = st.lists(st.tuples(st.booleans(), st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=60)


def tally(rows: Rows) -> Tally:
    hits, series, period = (np.array(column) for column in zip(*rows, strict=True))
    return Tally(hits.astype(float), np.ones(len(rows)), series.astype(np.int64), period.astype(np.int64))


def of(found: Share | Insufficient) -> Share:
    assert isinstance(found, Share)
    return found


def test_independent_forecasts_count_as_themselves() -> None:
    rng = np.random.default_rng(1)
    hits = rng.random(2000) < 0.8
    found = of(share(Tally(hits.astype(float), np.ones(2000), np.arange(2000), np.arange(2000))))
    assert found.value == pytest.approx(0.8, abs=0.03)
    assert found.effective == pytest.approx(2000, rel=0.02)


def test_a_series_that_is_all_right_or_all_wrong_counts_once() -> None:
    rng = np.random.default_rng(2)
    hits = np.repeat(rng.random(50) < 0.8, 20)
    found = of(share(Tally(hits.astype(float), np.ones(1000), np.repeat(np.arange(50), 20), np.arange(1000))))
    assert found.effective == pytest.approx(50, rel=0.15)


def test_a_shock_of_one_month_counts_once_too() -> None:
    rng = np.random.default_rng(3)
    hits = np.tile(rng.random(50) < 0.8, 20)
    found = of(
        share(Tally(hits.astype(float), np.ones(1000), np.repeat(np.arange(20), 50), np.tile(np.arange(50), 20)))
    )
    assert found.effective < 60


def test_by_hand() -> None:
    """Two series of two forecasts, 2 of 2 and 1 of 2: residuals about 3/4 add up to 1/2 and -1/2."""
    found = tally([(True, 0, 0), (True, 0, 1), (True, 1, 2), (False, 1, 3)])
    assert found.value == 0.75
    assert spread(found.hits - 0.75, found.series) == pytest.approx(2 * (0.25 + 0.25))


@given(ROWS)
def test_the_interval_holds_the_share_and_never_counts_more_than_there_is(rows: Rows) -> None:
    found = share(tally(rows))
    if isinstance(found, Insufficient):
        assert len({series for _, series, _ in rows}) < 2
        return
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.effective <= max(found.n, found.clusters)


@given(ROWS, st.randoms())
def test_the_order_of_rows_changes_nothing(rows: Rows, order: object) -> None:
    mixed = list(rows)
    order.shuffle(mixed)  # type: ignore[attr-defined]
    assert tally(mixed).variance(0.8) == pytest.approx(tally(rows).variance(0.8))
    assert effective_n(tally(mixed)) == pytest.approx(effective_n(tally(rows)))


def test_tests_tell_the_side() -> None:
    rng = np.random.default_rng(4)
    hits = (rng.random(600) < 0.6).astype(float)
    found = Tally(hits, np.ones(600), np.repeat(np.arange(60), 10), np.tile(np.arange(10), 60))
    assert p_below(found, 0.8) < 0.001
    assert p_above(found, 0.8) > 0.999
    assert p_below(found, 0.6) > 0.05


def test_what_is_no_tally_is_refused() -> None:
    with pytest.raises(InputError, match="hits lie in 0 to trials"):
        Tally(np.array([2.0]), np.ones(1), np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64))
    with pytest.raises(InputError, match="differ in length"):
        Tally(np.ones(2), np.ones(1), np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64))
