from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.stats.forecast import Forecast, forecast_many
from trueup.stats.reliability import Reliability, judged, reliability
from trueup.vocabulary import InputError, Insufficient


def of(result: object) -> Reliability:
    assert isinstance(result, Reliability)
    return result


def test_by_hand() -> None:
    found = of(reliability([0.1, 0.1, 0.9, 0.9], [0, 1, 1, 1], bins=2))
    assert found.brier == pytest.approx((0.01 + 0.81 + 0.01 + 0.01) / 4)
    assert [(row.said, row.came.value, row.n) for row in found.rows] == [
        (pytest.approx(0.1), 0.5, 2),
        (pytest.approx(0.9), 1.0, 2),
    ]
    assert found.uncertainty == pytest.approx(0.75 * 0.25)


@given(st.lists(st.tuples(st.sampled_from([0.05, 0.25, 0.5, 0.75, 0.95]), st.booleans()), min_size=1, max_size=50))
def test_the_parts_add_up_where_a_class_says_one_thing(
    scoringrules: ModuleType, pairs: list[tuple[float, bool]]
) -> None:
    said, came = np.array([p for p, _ in pairs]), np.array([float(o) for _, o in pairs])
    found = of(reliability(said, came))
    assert found.reliability - found.resolution + found.uncertainty == pytest.approx(found.brier)
    assert found.brier == pytest.approx(float(np.mean(scoringrules.brier_score(came, said))))


def test_honest_probabilities_lie_on_the_diagonal() -> None:
    rng = np.random.default_rng(41)
    p = rng.random(20_000)
    found = of(reliability(p, rng.random(20_000) < p))
    assert all(row.came.value == pytest.approx(row.said, abs=0.04) for row in found.rows)
    assert found.reliability < 0.001
    assert found.skill is not None
    assert found.skill == pytest.approx(1 / 3, abs=0.03)


def test_certain_forecasts_fall_in_the_last_class() -> None:
    found = of(reliability([1.0, 0.0], [1, 0]))
    assert [(row.low, row.high) for row in found.rows] == [(0.0, 0.1), (0.9, 1.0)]
    assert found.brier == 0


def test_probabilities_of_back_tests_come_true_as_often_as_they_said() -> None:
    rng = np.random.default_rng(42)
    x = np.cumsum(0.4 * rng.normal(size=(300, 36)), axis=1) + rng.normal(size=(300, 36))
    tests = [answer.backtest for answer in forecast_many(x, horizon=3) if isinstance(answer, Forecast)]
    found = of(judged((test, 0.5, np.inf) for test in tests if test))
    assert found.n > 10_000
    assert all(row.came.value == pytest.approx(row.said, abs=0.06) for row in found.rows)
    assert found.skill is not None
    assert found.skill > 0.3


def test_nothing_due_nothing_judged() -> None:
    assert isinstance(judged([]), Insufficient)
    assert isinstance(reliability([], []), Insufficient)


def test_bad_input_is_refused() -> None:
    with pytest.raises(InputError, match="outcomes"):
        reliability([0.5], [0.5])
    with pytest.raises(InputError, match="0 classes"):
        reliability([0.5], [1], bins=0)
