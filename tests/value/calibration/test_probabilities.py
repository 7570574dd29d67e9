"""Brier score and its parts, the reliability table, and the test of honesty."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tests.value.calibration.made import came, chances, issued
from trueup.stats.reliability import Reliability, reliability
from trueup.value.calibration.pairing import Pair
from trueup.value.calibration.probabilities import consistent, honesty, score_probabilities
from trueup.value.results_calibration import ProbabilityScores
from trueup.vocabulary import Insufficient


def score(pairs: list[Pair], seed: int = 1) -> ProbabilityScores:
    found = score_probabilities(pairs, np.random.default_rng(seed))
    assert isinstance(found, ProbabilityScores)
    return found


def honest(pairs: list[Pair]) -> float:
    told = np.array([each.issued.probability for each in pairs], dtype=float)
    return honesty(told, np.array([each.came.value for each in pairs]), pairs)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60))
def test_the_four_parts_add_up_to_the_score(pairs: list[tuple[float, bool]]) -> None:
    told, hits = np.array([p for p, _ in pairs]), np.array([float(hit) for _, hit in pairs])
    found = reliability(told, hits)
    assert isinstance(found, Reliability)
    total = found.reliability - found.resolution + found.uncertainty + found.within
    assert total == pytest.approx(float(((told - hits) ** 2).mean()), abs=1e-12)


@settings(max_examples=20)
@given(st.randoms())
def test_the_order_changes_nothing(order: object) -> None:
    pairs = chances(np.random.default_rng(3), series=6, many=4)
    mixed = list(pairs)
    order.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = score(pairs), score(mixed)
    for name in ("brier", "reliability", "resolution", "uncertainty", "within", "p"):
        assert getattr(one, name) == pytest.approx(getattr(other, name), abs=1e-12)


def test_a_perfect_forecaster_has_reliability_0() -> None:
    pairs = [
        Pair(issued(f"s{number % 6}", number, probability=float(number % 2)), came(float(number % 2), number))
        for number in range(24)
    ]
    found = score(pairs)
    assert (found.reliability, found.brier, found.p, found.lean) == (0.0, 0.0, 1.0, "none")


def test_certain_and_wrong_is_no_honesty() -> None:
    assert honest([Pair(issued(f"s{n}", n, probability=1.0), came(0.0, n)) for n in range(12)]) == 0.0


def test_hope_is_found_and_honesty_is_not_accused() -> None:
    rng = np.random.default_rng(5)
    hopeful = score(chances(rng, hope=0.3))
    assert hopeful.lean == "hopeful"
    assert hopeful.p < 0.01
    assert "too hopeful" in hopeful.words
    accused = sum(honest(chances(np.random.default_rng(seed))) < 0.05 for seed in range(100))
    assert accused <= 10


def test_without_clusters_the_test_is_the_textbooks() -> None:
    """The larger z of Spiegelhalter's and of the whole, counted twice."""
    pairs = chances(np.random.default_rng(6), series=400, many=1, hope=0.05)
    told = np.array([each.issued.probability for each in pairs], dtype=float)
    hits = np.array([each.came.value for each in pairs])
    spread = told * (1 - told)
    z = [(w * (hits - told)).sum() / np.sqrt((w**2 * spread).sum()) for w in (1 - 2 * told, np.ones(len(told)))]
    apart = [Pair(issued(f"s{n:03}", n, probability=float(p)), came(float(hit), n))
             for n, (p, hit) in enumerate(zip(told, hits, strict=True))]  # fmt: skip
    assert honest(apart) == pytest.approx(min(1.0, 4 * stats.norm.sf(max(np.abs(z)))), rel=0.25)


def test_over_confidence_on_both_sides_is_found() -> None:
    """Sure things come less often, and unlikely ones more often; on the whole as many as was said."""
    rng, pairs = np.random.default_rng(9), []
    for number in range(400):
        p = 0.9 if number % 2 else 0.1
        hit = rng.random() < (0.7 if number % 2 else 0.3)
        pairs.append(Pair(issued(f"s{number % 40}", number, probability=p), came(float(hit), number)))
    found = score(pairs)
    assert found.lean == "none"
    assert found.p < 0.001


def test_consistency_bars_are_the_binomials() -> None:
    low, high = consistent(0.3, 40.9)
    assert (low * 40, high * 40) == (stats.binom.ppf(0.025, 40, 0.3), stats.binom.ppf(0.975, 40, 0.3))
    assert consistent(0.0, 5) == (0.0, 0.0)


def test_too_little_says_what_it_takes() -> None:
    few = score_probabilities(chances(np.random.default_rng(7), series=4), np.random.default_rng(1))
    assert isinstance(few, Insufficient)
    assert (few.have, few.need) == (4, 5)
    short = score_probabilities(chances(np.random.default_rng(7), series=6, many=1), np.random.default_rng(1))
    assert isinstance(short, Insufficient)
    assert (short.have, short.need) == (6, 10)


def test_the_same_seed_gives_the_same_interval() -> None:
    pairs = chances(np.random.default_rng(8))
    assert score(pairs, 2) == score(pairs, 2)
    assert score(pairs, 2).brier_low != score(pairs, 3).brier_low
