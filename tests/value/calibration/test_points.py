"""Promises against what came: the factor by which they come true."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.value.calibration.made import came, issued, promises
from trueup.value.calibration.pairing import Pair
from trueup.value.calibration.points import is_cost, kept, median, optimism, ratio, score_points
from trueup.value.results_calibration import PromiseScores
from trueup.vocabulary import Insufficient


def score(pairs: list[Pair]) -> PromiseScores:
    found = score_points(pairs, np.random.default_rng(1))
    assert isinstance(found, PromiseScores)
    return found


def test_over_promising_is_found() -> None:
    found = score(promises(np.random.default_rng(1), 0.6))
    assert found.factor == pytest.approx(0.6, abs=0.05)
    assert found.factor_high < 1
    assert found.optimism == "optimistic"
    assert found.kept.value < 0.1


def test_keeping_promises_is_not_called_optimism() -> None:
    found = score(promises(np.random.default_rng(2), 1.0))
    assert found.optimism == "none"
    assert found.factor_low <= 1 <= found.factor_high


def test_a_cost_above_its_promise_is_optimism_too() -> None:
    pairs = [Pair(replace(each.issued, less=True), each.came) for each in promises(np.random.default_rng(3), 1.4)]
    assert all(is_cost(each) for each in pairs)
    found = score_points(pairs, np.random.default_rng(1), cost=True)
    assert isinstance(found, PromiseScores)
    assert found.optimism == "optimistic"
    assert found.words.startswith("optimistic: it took 1")
    assert found.kept.value < 0.1
    assert optimism(0.6, 0.9, cost=True) == "cautious"


def test_what_counts_is_the_change_from_the_start() -> None:
    """From 12 days to 5 was promised; 8 came: 4 of 7."""
    pair = Pair(issued(kind="promise", probability=None, point=5.0, start=12.0, less=True), came(8.0))
    assert ratio(pair) == pytest.approx(4 / 7)
    assert not kept(pair)
    assert ratio(Pair(replace(pair.issued, start=5.0), pair.came)) is None


def test_the_weighted_median() -> None:
    values = np.array([3.0, 1.0, 2.0])
    assert median(values, np.ones(3)) == 2.0
    assert median(values, np.array([5.0, 1.0, 1.0])) == 3.0


def test_too_few_agreements_say_nothing() -> None:
    few = score_points(promises(np.random.default_rng(4), 0.6, agreements=2, many=9), np.random.default_rng(1))
    assert isinstance(few, Insufficient)
    assert (few.have, few.need) == (2, 3)
