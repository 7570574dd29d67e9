"""A rung whose intervals are dishonest loses its place; honest ones keep theirs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from trueup.stats.arrays import Bools, Floats
from trueup.stats.forecast import Backtest, Forecast, Places, Tried, forecast_many, ladder, places
from trueup.stats.forecast.backtest import Trials, model_trials
from trueup.stats.forecast.dynamics import Model
from trueup.stats.forecast.places import ALPHA

RUNG = "exponential smoothing"


def record(z: Floats, name: str = "naive") -> Tried:
    """The back-test of one series, one step ahead: standardised errors z, shape (origins,)."""
    shape = (1, len(z))
    test = Backtest(
        mean=np.zeros(shape),
        scale=np.ones(shape),
        df=np.full(shape, 1e6),
        actual=z.reshape(shape),
        judged=np.ones(shape, dtype=bool),
        rung=np.zeros(len(z), dtype=np.int64),
        rungs=(name,),
    )
    return Tried(test, end=100)


def book(rng: np.random.Generator, scale: float, series: int = 15, origins: int = 24) -> Places:
    return places(record(each) for each in scale * rng.standard_normal((series, origins)))


def tried(values: Floats, horizon: int = 2, without: frozenset[str] = frozenset()) -> list[Forecast]:
    found = forecast_many(values, horizon=horizon, without=without)
    return [each for each in found if isinstance(each, Forecast)]


def judged(found: list[Forecast]) -> Places:
    return places(Tried(each.backtest, 40) for each in found if each.backtest is not None)


def noise(seed: int, series: int = 14, time: int = 34) -> Floats:
    return np.asarray(np.random.default_rng(seed).standard_normal((series, time)))


def narrow(scale: float) -> object:
    """The ladder with a rung whose intervals are `scale` times as wide as they should be."""

    def trials(model: Model, y: Floats, present: Bools, horizon: int) -> Trials:
        found = model_trials(model, y, present, horizon)
        return replace(found, scale=found.scale * scale) if model.name == RUNG else found

    return trials


def test_intervals_that_are_far_too_narrow_cost_the_place() -> None:
    found = book(np.random.default_rng(1), 2.0)
    (rung,) = found.rungs
    assert found.lost == {"naive"}
    assert (rung.fault, rung.place) == ("narrow", "lost")
    assert rung.held is not None
    assert rung.held.value < 0.65


def test_intervals_that_are_far_too_wide_cost_it_too() -> None:
    (rung,) = book(np.random.default_rng(2), 0.4).rungs
    assert (rung.fault, rung.level, rung.place) == ("wide", 0.8, "lost")


def test_too_few_series_judge_nobody() -> None:
    found = book(np.random.default_rng(3), 5.0, series=9)
    assert found.lost == frozenset()
    assert not found.judged
    assert places([]) == Places()


def test_of_200_honest_books_hardly_any_loses_a_rung() -> None:
    rng = np.random.default_rng(4)
    lost = sum(bool(book(rng, 1.0).lost) for _ in range(200))
    assert lost <= ALPHA * 200


def test_at_the_bound_itself_the_rate_is_the_stated_one() -> None:
    """80 % intervals that hold just 70 %, the worst that still counts as honest, in series that share shocks."""
    rng = np.random.default_rng(5)
    wrong = 1.2815515655 / 1.0364333895  # a normal forecast whose 80 % interval then holds 70 %
    lost = 0
    for _ in range(200):
        shock, own = rng.standard_normal(24), rng.standard_normal((15, 24))
        lost += bool(places(record(each) for each in wrong * np.sqrt(0.5) * (shock + own)).lost)
    assert lost <= 0.08 * 200  # 5 % and its sampling error


def test_honest_ladders_of_200_simulated_books_keep_every_rung() -> None:
    """The ladder itself, on series that it may be right about: noise, random walks, and both together."""
    rng = np.random.default_rng(6)
    series = rng.standard_normal((200, 12, 30))
    walks = np.cumsum(rng.standard_normal((200, 12, 30)), axis=2)
    mixed = np.where(np.arange(12)[None, :, None] % 3 == 0, series, series + walks * 0.7)
    found = forecast_many(mixed.reshape(-1, 30), horizon=1)
    lost = 0
    for number in range(200):
        mine = [each for each in found[12 * number : 12 * number + 12] if isinstance(each, Forecast)]
        lost += bool(judged(mine).lost)
    assert lost <= ALPHA * 200


def test_a_planted_rung_loses_its_place_and_the_next_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ladder, "model_trials", narrow(0.5))
    values = noise(7)
    first = tried(values)
    found = judged(first)
    assert found.lost == {RUNG}
    again = tried(values, without=found.lost)
    assert RUNG not in {each.method for each in again}
    assert {each.method for each in first} != {each.method for each in again}
    assert all(RUNG not in each.scores for each in again)


def test_without_the_naive_rung_the_best_of_the_others_serves() -> None:
    found = tried(np.cumsum(noise(8), axis=1), without=frozenset({"naive"}))
    assert "naive" not in {each.method for each in found}


def test_where_every_rung_has_lost_the_naive_one_comes_back() -> None:
    every = frozenset(model.name for model in ladder.LADDER)
    assert {each.method for each in tried(noise(9), without=every)} == {"naive"}


def test_nothing_is_demoted_where_nothing_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ladder, "model_trials", narrow(1.0))
    found = judged(tried(noise(7)))
    assert found.judged
    assert found.lost == frozenset()
    assert found.ratio is None  # no scores were handed over


def test_a_back_test_says_which_rung_it_was() -> None:
    (found,) = tried(noise(10, series=1))
    assert found.backtest is not None
    assert len(found.backtest.rung) == found.backtest.judged.shape[1]
    assert set(found.backtest.rung.tolist()) <= set(range(len(found.backtest.rungs)))
