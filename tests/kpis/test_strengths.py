"""Strengths and weaknesses: what stands out must stand up."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from trueup.kpis.strengths import FEWEST, RATE, Run, against_past, against_promise, findings, kept, margin
from trueup.stats.contrast import Contrast
from trueup.vocabulary import Direction, Insufficient, Slice

NONE = np.full(36, np.nan)


def run(
    value: np.ndarray, goal: float | None = None, direction: Direction = Direction.increase, provider: str = "acme"
) -> Run:
    level = np.full(len(value), np.nan if goal is None else goal)
    return Run("uptime", Slice(provider=provider), direction, value, level, level)


def noise(seed: int, n: int = 36, mean: float = 0.0) -> np.ndarray:
    return np.random.default_rng(seed).normal(mean, 1.0, n)


def test_a_slice_far_above_its_target_is_a_strength_and_far_below_a_weakness() -> None:
    found, _ = findings([run(noise(1, mean=3), 0.0), run(noise(2, mean=-3), 0.0, provider="sint")])
    effects = {str(f.run.slice): f.effect for f in found if f.against == "promise"}
    assert effects["provider acme"] > 2
    assert effects["provider sint"] < -2


def test_less_is_better_for_a_kpi_to_decrease() -> None:
    found, _ = findings([run(noise(3, mean=-3), 0.0, Direction.decrease)])
    assert [f.effect > 0 for f in found if f.against == "promise"] == [True]


def test_a_step_is_seen_against_the_past() -> None:
    better = np.concatenate([noise(4, 24), noise(5, 12, mean=3)])
    (answer,) = against_past([run(better)])
    assert isinstance(answer, Contrast)
    assert answer.estimate > 2
    assert answer.p < 0.001


def test_pure_noise_yields_no_more_findings_than_the_rate_allows() -> None:
    books = [findings([run(noise(1000 * b + i), 0.0, provider=f"p{i}") for i in range(20)])[0] for b in range(60)]
    assert sum(bool(found) for found in books) <= 60 * RATE + 4


def test_a_random_walk_is_not_called_better_than_its_past_much_more_often_than_the_rate() -> None:
    walks = [np.cumsum(noise(seed, 36)) for seed in range(200)]
    plain = sum(len(findings([run(walk)])[0]) for walk in walks)
    assert plain < 100, "persistence must not pass for improvement in most walks"


def test_too_little_data_says_what_is_needed() -> None:
    (answer,) = against_promise([run(noise(6, 5), 0.0)])
    assert isinstance(answer, Insufficient)
    assert (answer.have, answer.need) == (5, FEWEST)
    assert isinstance(against_past([run(noise(7, 15))])[0], Insufficient)


def test_no_target_and_no_variation_ask_nothing() -> None:
    assert against_promise([run(noise(8)), run(np.full(20, 5.0), 4.0)]) == [None, None]


def test_a_promise_is_kept_on_its_target_and_beyond() -> None:
    value, low, high = np.array([3.0, 4.0, 6.0, 7.0]), np.full(4, 4.0), np.full(4, 6.0)
    way = {each: Run("ph", Slice(), each, value, low, high) for each in Direction}
    assert kept(way[Direction.increase]).tolist() == [False, True, True, True]
    assert kept(way[Direction.decrease]).tolist() == [True, True, True, False]
    assert kept(way[Direction.maintain]).tolist() == [False, True, True, False]
    assert kept(Run("ph", Slice(), Direction.maintain, value, low, np.full(4, np.nan))).tolist() == [False] + [True] * 3


def test_a_kpi_to_maintain_is_judged_by_its_distance_to_the_nearer_edge() -> None:
    kept = Run("ph", Slice(), Direction.maintain, np.array([5.0, 7.0, 3.0]), np.full(3, 4.0), np.full(3, 6.0))
    assert margin(kept).tolist() == [1.0, -1.0, -1.0]


@given(st.integers(0, 10_000), st.floats(0.1, 50), st.floats(-100, 100))
def test_units_do_not_matter(seed: int, scale: float, shift: float) -> None:
    plain, moved = noise(seed), noise(seed) * scale + shift
    first, second = against_promise([run(plain, 0.5), run(moved, 0.5 * scale + shift)])
    assert isinstance(first, Contrast)
    assert isinstance(second, Contrast)
    assert np.isclose(first.p, second.p, rtol=1e-6, atol=1e-12)
