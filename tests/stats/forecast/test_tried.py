import numpy as np

from trueup.stats.forecast import Backtest
from trueup.stats.forecast.predictive import student_quantile, student_quantiles
from trueup.stats.forecast.tried import Line


def backtests(seed: int = 3) -> list[Backtest]:
    """Three of different shapes, with some of their forecasts judged."""
    rng, found = np.random.default_rng(seed), []
    for shape in ((1, 1), (3, 9), (12, 24)):
        judged = rng.random(shape) < 0.7
        judged[0, 0] = True
        df, scale = rng.integers(2, 9, shape).astype(float), rng.gamma(2, 1, shape)
        found.append(Backtest(rng.normal(0, 1, shape), scale, df, rng.normal(0, 4, shape), judged))
    return found


def test_many_back_tests_in_a_line_say_what_each_says_alone() -> None:
    tests = backtests()
    line = Line.of(tests)
    assert line.sizes.tolist() == [int(test.judged.sum()) for test in tests]
    for level in (0.5, 0.8, 0.95):
        assert line.held(level).tolist() == [int(test.held(level).sum()) for test in tests]
    alone = [
        test.within(lower, upper) for test, lower, upper in zip(tests, (-1, 0, -np.inf), (2, np.inf, 1), strict=True)
    ]
    assert line.briers((-1, 0, -np.inf), (2, np.inf, 1)) == [float(np.mean((p - o) ** 2)) for p, o in alone]


def test_quantiles_of_many_degrees_of_freedom_are_those_of_each() -> None:
    levels, df = (0.025, 0.5, 0.9), [3.0, np.inf, 3.0, 40.5]
    found = student_quantiles(levels, df)
    assert found.tolist() == [student_quantile(np.array(levels), each).tolist() for each in df]
