import numpy as np
import pytest

from trueup.stats.forecast.choice import chosen_now, chosen_then

ORIGINS = 20


def contest(leads: list[float], noise: float = 0.0, horizon: int = 2, seed: int = 1) -> np.ndarray:
    """Scores (rungs, horizon, origins, 1 series): rung i beats the first by leads[i] on average."""
    shape = (len(leads), horizon, ORIGINS, 1)
    return 5 - np.array(leads)[:, None, None, None] + noise * np.random.default_rng(seed).normal(size=shape)


ALL = np.ones((2, ORIGINS, 1), dtype=bool)


def test_the_best_of_those_that_clearly_beat_the_naive_rung() -> None:
    assert chosen_now(contest([0, 1, 2]), ALL, np.ones((3, 1), dtype=bool)).tolist() == [2]


def test_a_tie_and_a_lead_that_may_be_chance_stay_naive() -> None:
    able = np.ones((2, 1), dtype=bool)
    assert chosen_now(contest([0, 0]), ALL, able).tolist() == [0]
    assert chosen_now(contest([0, 0.05], noise=2.0), ALL, able).tolist() == [0]


def test_chance_leads_rarely_win() -> None:
    able = np.ones((2, 1), dtype=bool)
    wins = [chosen_now(contest([0, 0], noise=1.0, seed=seed), ALL, able)[0] for seed in range(300)]
    assert np.mean(wins) < 0.2


def test_a_rung_that_is_not_eligible_cannot_win() -> None:
    assert chosen_now(contest([0, 1]), ALL, np.array([[True], [False]])).tolist() == [0]


def test_too_few_origins_stay_naive() -> None:
    judged = ALL.copy()
    judged[:, 2:] = False
    assert chosen_now(contest([0, 1]), judged, np.ones((2, 1), dtype=bool)).tolist() == [0]


def test_a_choice_then_knows_only_what_had_come() -> None:
    crps = contest([0, 0])
    crps[1, :, :10] -= 1  # the second rung is better at first ...
    crps[1, :, 10:] += 3  # ... and then much worse
    then = chosen_then(crps, ALL, np.ones((2, 1), dtype=bool))[:, 0]
    assert then[:3].tolist() == [0, 0, 0]  # fewer than three origins have an outcome
    assert then[3:11].tolist() == [1] * 8
    assert then[-1] == 0


def test_outcomes_of_long_steps_are_known_later() -> None:
    crps = contest([0, 1], horizon=6)
    judged = np.zeros((6, ORIGINS, 1), dtype=bool)
    judged[5] = True  # only six steps ahead is judged: nothing is known before six periods have passed
    then = chosen_then(crps, judged, np.ones((2, 1), dtype=bool))[:, 0]
    assert np.argmax(then == 1) == pytest.approx(8)


def test_rounding_does_not_decide_between_equal_rungs() -> None:
    crps = contest([0, 1, 1])
    crps[2] -= 1e-13
    assert chosen_now(crps, ALL, np.ones((3, 1), dtype=bool)).tolist() == [1]
