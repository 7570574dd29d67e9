"""Customers' own trend."""

from __future__ import annotations

import numpy as np

from tests.jobs.build import ratings, survey
from trueup.jobs.customers import customer_trends
from trueup.jobs.ratings import Ratings


def wave(name: str, gap: dict[str, int], per_customer: int = 4, outcomes: int = 8) -> Ratings:
    """Each customer's people find all of it important (5) and are less satisfied by `gap`, give or take one point."""
    customers = [name for name in gap for _ in range(per_customer)]
    noise = np.random.default_rng(len(name)).integers(0, 2, (len(customers), outcomes))
    satisfaction = 5 - np.array([gap[name] for name in customers])[:, None] - noise
    return ratings(np.full(satisfaction.shape, 5), satisfaction, wave=name, customers=tuple(customers))


def test_a_customer_whose_need_grows_is_found() -> None:
    found = customer_trends([wave("w1", {"a": 1, "b": 1}), wave("w2", {"a": 3, "b": 1})], survey(anonymous=False))
    assert [(each.customer, each.notable) for each in found] == [("a", True), ("b", False)]
    assert found[0].difference is not None
    assert found[0].difference.low > 1
    assert found[0].waves == ("w1", "w2")
    assert found[0].gap[1] is not None


def test_anonymous_customers_of_few_people_are_not_told() -> None:
    waves = [wave("w1", {"a": 1, "b": 1}), wave("w2", {"a": 3, "b": 1})]
    assert customer_trends(waves, survey(anonymous=True, minimum_group=5)) == ()


def test_one_wave_is_no_trend() -> None:
    assert customer_trends([wave("w1", {"a": 1})], survey(anonymous=False)) == ()


def test_few_outcomes_give_no_figure() -> None:
    found = customer_trends(
        [wave("w1", {"a": 1}, outcomes=3), wave("w2", {"a": 2}, outcomes=3)], survey(anonymous=False)
    )
    assert found[0].difference is None
    assert "3 outcomes" in str(found[0].insufficient)
