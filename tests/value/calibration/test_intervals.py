"""Coverage by level, where outcomes fell, and the score against "as last time"."""

from __future__ import annotations

from statistics import NormalDist
from types import ModuleType

import numpy as np
import pytest

from tests.value.calibration.made import LEVELS, fans
from trueup.value.calibration.intervals import decile, quantile_score, score_intervals
from trueup.value.calibration.pairing import Pair
from trueup.value.results_calibration import IntervalScores
from trueup.vocabulary import Insufficient


def score(pairs: list[Pair]) -> IntervalScores:
    found = score_intervals(pairs)
    assert isinstance(found, IntervalScores)
    return found


def test_honest_intervals_hold_what_they_say() -> None:
    found = score(fans(np.random.default_rng(12), series=40))
    assert [each.level for each in found.coverage] == [0.5, 0.6, 0.8, 0.9, 0.95]
    assert all(each.held.value == pytest.approx(each.level, abs=0.04) for each in found.coverage)
    assert min(each.p for each in found.coverage) > 0.01
    assert all(each.share == pytest.approx(0.1, abs=0.05) for each in found.pit)


def test_intervals_that_are_too_narrow_are_found_and_the_histogram_is_a_u() -> None:
    found = score(fans(np.random.default_rng(2), scale=2.0))
    eighty = next(each for each in found.coverage if each.level == 0.8)
    assert eighty.held.value == pytest.approx(2 * NormalDist().cdf(NormalDist().inv_cdf(0.9) / 2) - 1, abs=0.08)
    assert eighty.p < 0.001
    assert found.pit[0].share + found.pit[-1].share > 0.4
    assert sum(each.n for each in found.pit) == found.n


def test_a_level_that_was_not_published_is_not_scored() -> None:
    pairs = [
        Pair(_only(each, (0.05, 0.2, 0.5, 0.8, 0.95)), each.came) for each in fans(np.random.default_rng(3), series=6)
    ]
    found = score(pairs)
    assert [each.level for each in found.coverage] == [0.6, 0.9]
    assert found.pit == ()


def _only(pair: Pair, levels: tuple[float, ...]) -> object:
    from dataclasses import replace

    return replace(pair.issued, quantiles=tuple(each for each in pair.issued.quantiles if each[0] in levels))


def test_the_quantile_score_is_about_the_crps(scoringrules: ModuleType) -> None:
    levels = np.linspace(0.005, 0.995, 100)
    values = np.array([NormalDist().inv_cdf(level) for level in levels])
    for came in (-1.5, 0.0, 0.7):
        witness = float(scoringrules.crps_normal(came, 0.0, 1.0))
        assert quantile_score(levels, values, came) == pytest.approx(witness, rel=0.02)


def test_by_hand() -> None:
    """Levels 0.1 and 0.9 at 0 and 10, and 12 came: 2 x (0.1 x 12 + 0.9 x 2) / 2."""
    assert quantile_score(np.array([0.1, 0.9]), np.array([0.0, 10.0]), 12.0) == pytest.approx(3.0)


def test_outcomes_fall_into_tenths() -> None:
    (pair, *_) = fans(np.random.default_rng(4), series=5)
    quantiles = dict(pair.issued.quantiles)
    assert decile(Pair(pair.issued, type(pair.came)(-9.0, pair.came.on))) == 0
    assert decile(Pair(pair.issued, type(pair.came)(9.0, pair.came.on))) == 9
    assert decile(Pair(pair.issued, type(pair.came)(quantiles[0.5] + 0.01, pair.came.on))) == 5
    assert len(LEVELS) == len(pair.issued.quantiles)


def test_too_little_says_what_it_takes() -> None:
    few = score_intervals(fans(np.random.default_rng(5), series=2))
    assert isinstance(few, Insufficient)
    assert (few.have, few.need) == (2, 5)
