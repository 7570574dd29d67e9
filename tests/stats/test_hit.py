import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from trueup.stats.forecast import LocalLevel, Predictive, local_level
from trueup.stats.hit import Hit, Target, hit, hit_many
from trueup.vocabulary import InputError, Insufficient

PATHS = 20_000


def rng(seed: int = 40) -> np.random.Generator:
    return np.random.default_rng(seed)


def said(forecast: Predictive, target: Target, paths: int = PATHS) -> Hit:
    found = hit(forecast, target, rng(), paths=paths)
    assert isinstance(found, Hit)
    return found


def walk(steps: int, drift: float = 0.0, sd: float = 1.0, df: float = math.inf) -> Predictive:
    return Predictive(drift * np.arange(1, steps + 1), np.tril(np.ones((steps, steps))) * sd, df)


def flat(steps: int, mean: float = 0.0, sd: float = 1.0) -> Predictive:
    return Predictive(np.full(steps, mean), np.eye(steps) * sd)


def test_level_at_date_is_the_closed_form() -> None:
    found = said(walk(9), Target("at", 9, lower=2))
    assert found.p == pytest.approx(float(stats.norm.sf(2 / 3)), abs=4 * found.se)
    heavy = said(walk(4, df=3.0), Target("at", 4, upper=-3))
    assert heavy.p == pytest.approx(float(stats.t.cdf(-1.5, 3)), abs=4 * heavy.se)


def test_nile_in_ten_years(nile: np.ndarray) -> None:
    found = local_level(nile, horizon=10)
    assert isinstance(found, LocalLevel)
    forecast = Predictive(np.array(found.mean), np.diag(found.sd))
    answer = said(forecast, Target("at", 10, lower=900))
    assert answer.p == pytest.approx(0.2903, abs=4 * answer.se)


@pytest.mark.parametrize(("drift", "at", "by"), [(0.0, 0.1587, 0.3173), (0.5, 0.5, 0.6681)])
def test_brownian_motion_level_and_first_passage(drift: float, at: float, by: float) -> None:
    # a = 2, sigma = 1, T = 4; first passage at 400 dates instead of all the time: the barrier moves by 0.5826 sigma
    # sqrt(dt) (Broadie, Glasserman and Kou, Mathematical Finance 7 (1997)).
    step = math.sqrt(4 / 400)
    forecast = walk(400, drift * 4 / 400, step)
    level = said(forecast, Target("at", 400, lower=2))
    passage = said(forecast, Target("by", 400, lower=2 - 0.5826 * step))
    assert level.p == pytest.approx(at, abs=4 * level.se + 1e-4)
    assert passage.p == pytest.approx(by, abs=4 * passage.se + 1e-4)


def test_cumulative_is_the_closed_form_and_counts_what_was_seen() -> None:
    found = said(flat(4, 10, 2), Target("cumulative", 4, lower=75, seen=(20.0, 12.0)))
    assert found.p == pytest.approx(float(stats.norm.sf(75, 72, 4)), abs=4 * found.se)


def test_sustained_is_the_closed_form() -> None:
    # Three tosses of a fair coin: some two heads in a row in 3 of 8 cases; after one head already, in 5 of 8.
    fair = said(flat(3), Target("sustained", 3, lower=0, run=2))
    ahead = said(flat(3), Target("sustained", 3, lower=0, run=2, seen=(-1.0, 1.0)))
    assert fair.p == pytest.approx(3 / 8, abs=4 * fair.se)
    assert ahead.p == pytest.approx(5 / 8, abs=4 * ahead.se)


def test_what_was_seen_settles_by_and_sustained_but_not_at() -> None:
    seen = (5.0, 5.0, 0.0)
    assert said(flat(2), Target("by", 2, lower=5, seen=seen)) == Hit(1.0, 0.0, PATHS, settled=True)
    assert said(flat(2), Target("sustained", 2, lower=5, run=2, seen=seen)).settled
    assert not said(flat(2), Target("sustained", 2, lower=5, run=3, seen=seen)).settled
    assert said(flat(2), Target("at", 2, lower=5, seen=seen)).p < 0.01


def test_a_missing_period_breaks_a_run_and_is_no_first_passage() -> None:
    assert not said(flat(2), Target("sustained", 2, lower=5, run=2, seen=(5.0, None, 5.0))).settled
    assert said(flat(1), Target("sustained", 1, lower=0, run=2, seen=(5.0, None))).p == 0
    assert not said(flat(2), Target("by", 2, lower=5, seen=(None, 0.0))).settled


def test_a_sum_over_missing_periods_must_be_asked_for() -> None:
    seen = (10.0, None, 12.0, 8.0)
    refused = hit(flat(2, 10), Target("cumulative", 2, lower=50, seen=seen), rng())
    assert refused == Insufficient("a sum over the window: periods seen", 3, 4)
    zero = said(flat(2, 10), Target("cumulative", 2, lower=50, seen=seen, gaps="zero"))
    assert zero.p == pytest.approx(float(stats.norm.sf(50, 50, math.sqrt(2))), abs=4 * zero.se)
    mean = said(flat(2, 10), Target("cumulative", 2, lower=63, seen=seen, gaps="mean"))
    sd = math.sqrt(2 + 4 * (1 + 1 / 3))
    assert mean.p == pytest.approx(float(stats.norm.sf(63, 60, sd)), abs=4 * mean.se)
    assert isinstance(
        hit(flat(2), Target("cumulative", 2, lower=0, seen=(1.0, None), gaps="mean"), rng()), Insufficient
    )


def test_a_range_counts_both_sides() -> None:
    found = said(flat(1), Target("at", 1, lower=-1, upper=1))
    assert found.p == pytest.approx(0.6827, abs=4 * found.se)


@pytest.mark.parametrize("kind", ["at", "by", "cumulative", "sustained"])
def test_the_error_is_that_of_repetition(kind: str) -> None:
    target = Target(kind, 4, lower=0.7, run=2)  # type: ignore[arg-type]
    answers = [hit(walk(4), target, rng(seed), paths=400) for seed in range(300)]
    spread = np.std([answer.p for answer in answers])  # type: ignore[union-attr]
    assert np.mean([answer.se for answer in answers]) == pytest.approx(spread, rel=0.15)  # type: ignore[union-attr]


def test_impossible_is_not_certain_to_the_last_path() -> None:
    found = said(flat(1), Target("at", 1, lower=100))
    assert (found.p, found.se) == (0.0, 1 / PATHS)


kinds = st.sampled_from(["at", "by", "cumulative", "sustained"])
forecasts = st.builds(walk, st.just(5), st.floats(-1, 1), st.floats(0.1, 3), st.sampled_from([3.0, 20.0, math.inf]))


@settings(max_examples=60)
@given(forecasts, kinds, st.floats(-5, 5), st.floats(0, 3))
def test_a_harder_target_is_hit_no_more_often(forecast: Predictive, kind: str, lower: float, more: float) -> None:
    easy, hard = (Target(kind, 5, lower=bound, run=2) for bound in (lower, lower + more))  # type: ignore[arg-type]
    assert said(forecast, hard, 400).p <= said(forecast, easy, 400).p


@settings(max_examples=60)
@given(forecasts, kinds, st.floats(-5, 5), st.booleans())
def test_a_decrease_mirrors_an_increase(forecast: Predictive, kind: str, bound: float, heavy: bool) -> None:
    residuals = np.array([-1.5, -0.2, 0.1, 1.6])
    up = Predictive(forecast.mean.copy(), forecast.factor.copy(), forecast.df, residuals, heavy)
    down = Predictive(-forecast.mean, forecast.factor.copy(), forecast.df, -residuals, heavy)
    one = said(up, Target(kind, 5, lower=bound, run=2), 400)  # type: ignore[arg-type]
    other = said(down, Target(kind, 5, upper=-bound, run=2), 400)  # type: ignore[arg-type]
    assert one == other


@settings(max_examples=40)
@given(forecasts, st.floats(-5, 5))
def test_the_four_kinds_are_in_order(forecast: Predictive, lower: float) -> None:
    at, by, once, twice = (
        said(forecast, Target(kind, 5, lower=lower, run=run), 400).p  # type: ignore[arg-type]
        for kind, run in (("at", 1), ("by", 1), ("sustained", 1), ("sustained", 2))
    )
    assert at <= by == once
    assert twice <= once


def test_an_answer_does_not_depend_on_what_else_is_asked() -> None:
    forecast, target = walk(12, 0.1, 1.0, 9.0), Target("by", 6, lower=2)
    others = [walk(30)] * 3
    alone = hit(forecast, target, rng())
    together = hit_many([*others, forecast], [*[Target("cumulative", 30, lower=0)] * 3, target], rng())
    assert together[3] == alone


def test_the_same_seed_gives_the_same_bytes() -> None:
    target = Target("by", 5, lower=1)
    assert said(walk(5), target) == said(walk(5), target)
    assert hit(walk(5), target, rng(1)) != hit(walk(5), target, rng(2))


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"kind": "near"}, "not a kind"),
        ({"lower": math.nan}, "bounds"),
        ({"lower": 2.0, "upper": 1.0}, "bounds"),
        ({"run": 0}, "run of 0"),
        ({"steps": 0}, "verdict"),
        ({"seen": (1.0, math.nan)}, "seen, row 1"),
    ],
)
def test_impossible_targets_are_refused(fields: dict[str, object], word: str) -> None:
    with pytest.raises(InputError, match=word):
        Target(**({"kind": "at", "steps": 1} | fields))  # type: ignore[arg-type]


def test_a_forecast_that_does_not_reach_is_refused() -> None:
    with pytest.raises(InputError, match="due in 6 periods"):
        hit(walk(5), Target("at", 6, lower=0), rng())
    with pytest.raises(InputError, match="3 paths"):
        hit(walk(5), Target("at", 5, lower=0), rng(), paths=3)
