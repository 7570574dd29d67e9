import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trueup.stats.arrays import NoVariation
from trueup.stats.crps import crps_student
from trueup.stats.forecast import Coverage, Forecast, coverage, forecast, forecast_many
from trueup.vocabulary import InputError, Insufficient


def made(kind: str, count: int, time: int, seed: int = 1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    noise = rng.normal(size=(count, time))
    if kind == "walk":
        return np.cumsum(noise, axis=1)
    if kind == "level":
        return np.cumsum(0.4 * rng.normal(size=(count, time)), axis=1) + noise
    if kind == "trend":
        return 0.5 * np.arange(time) + noise
    if kind == "season":
        return 3 * np.sin(np.arange(time) * np.pi / 2) + noise + 20
    return noise + 10


def of(answer: object) -> Forecast:
    assert isinstance(answer, Forecast)
    return answer


def held(answers: tuple[object, ...], future: np.ndarray, level: float) -> np.ndarray:
    bounds = np.stack([of(answer).quantiles([(1 - level) / 2, (1 + level) / 2]) for answer in answers])
    return ((future >= bounds[:, :, 0]) & (future <= bounds[:, :, 1])).mean(axis=0)


CASES = [(kind, time) for kind in ("walk", "level", "trend", "season", "noise") for time in (6, 14, 36)]
CASES.remove(("season", 6))  # a season cannot be known from six of its periods


@pytest.mark.parametrize(("kind", "time"), CASES)
def test_intervals_cover_what_comes_as_often_as_they_say(kind: str, time: int) -> None:
    x = made(kind, 400, time + 3)
    answers = forecast_many(x[:, :time], horizon=3, season=4)
    for level, tolerance in ((0.80, 0.06), (0.95, 0.04)):
        found = held(answers, x[:, time:], level)
        assert (found >= level - tolerance).all(), (level, found)  # too wide is forgiven, too narrow is not


@pytest.mark.parametrize("kind", ["walk", "level", "trend", "noise"])
def test_the_published_back_test_is_as_good_as_what_comes_next(kind: str) -> None:
    x = made(kind, 400, 39)
    answers = forecast_many(x[:, :36], horizon=3)
    for level in (0.80, 0.95):
        published = coverage([test for answer in answers if (test := of(answer).backtest)], level)
        next_time = held(answers, x[:, 36:], level)
        for step, found in zip(published, next_time, strict=True):
            assert isinstance(step, Coverage)
            assert step.share.value == pytest.approx(found, abs=0.06 if level == 0.80 else 0.035)


def test_the_right_rung_is_chosen_most_often() -> None:
    def share(kind: str, *methods: str) -> float:
        answers = forecast_many(made(kind, 100, 48), horizon=3, season=4)
        return sum(of(answer).method in methods for answer in answers) / 100

    assert share("walk", "naive") > 0.7
    assert share("trend", "local linear trend", "damped trend", "drift") > 0.9
    assert share("season", "seasonal naive") > 0.9
    assert share("noise", "exponential smoothing", "local level") > 0.8


def test_the_chosen_method_beats_the_naive_one_or_is_it() -> None:
    for kind in ("walk", "level"):
        for answer in map(of, forecast_many(made(kind, 50, 30), horizon=2)):
            best = answer.scores[answer.method]
            assert answer.method == "naive" or best < answer.scores["naive"]


def test_the_published_score_is_that_of_the_published_forecasts() -> None:
    answer = of(forecast(made("level", 1, 40)[0], horizon=3))
    test = answer.backtest
    assert test is not None
    at = test.judged
    scores = crps_student(test.df[at], test.mean[at], test.scale[at], test.actual[at])
    assert answer.crps == pytest.approx(float(scores.mean()))
    assert answer.crps_naive is not None
    assert answer.crps is not None
    assert answer.skill == pytest.approx(1 - answer.crps / answer.crps_naive)


def test_naive_scores_agree_with_the_naive_forecast_by_hand() -> None:
    x = made("walk", 1, 20)[0]
    scores = []
    for origin in range(9, 19):  # half of the series has been seen
        scale = np.sqrt((np.diff(x[: origin + 1]) ** 2).mean())
        scores.append(float(crps_student(origin, x[origin], scale, x[origin + 1])))
    assert of(forecast(x, horizon=1)).crps_naive == pytest.approx(np.mean(scores))


def test_the_future_does_not_reach_the_back_test() -> None:
    x = made("level", 1, 40)[0]
    other = x.copy()
    other[30:] += 50
    one, changed = of(forecast(x, horizon=3)).backtest, of(forecast(other, horizon=3)).backtest
    assert one is not None
    assert changed is not None
    known = 30 - 7  # origins up to period 29
    assert changed.mean[:, :known] == pytest.approx(one.mean[:, :known], abs=1e-6)
    assert changed.scale[:, :known] == pytest.approx(one.scale[:, :known], rel=1e-6)


def test_nile_covers_and_beats_naive(nile: np.ndarray) -> None:
    answer = of(forecast(nile, horizon=10))
    assert answer.method in {"local level", "exponential smoothing"}
    assert answer.skill is not None
    assert answer.skill > 0.1
    assert answer.mean == pytest.approx(np.full(10, 798.4), abs=15)
    assert 1 - float(answer.predictive.below(900)[9]) == pytest.approx(0.29, abs=0.03)
    for step in answer.calibration(0.95):
        assert isinstance(step, Coverage)
        assert step.honest
        assert step.trials == 50 - step.step + 1  # from the 50th year on


def test_fewer_than_twelve_points_give_a_wide_naive_forecast() -> None:
    x = made("walk", 1, 11)[0]
    answer = of(forecast(x, horizon=4))
    assert (answer.method, answer.wide, answer.crps, answer.skill) == ("naive", True, None, None)
    assert answer.calibration() == (Insufficient("a back-test", 11, 12),)
    assert answer.mean == pytest.approx(np.full(4, x[-1]))
    assert answer.predictive.df == 10


def test_fewer_than_three_points_and_no_variation() -> None:
    assert forecast([1.0, 2.0], horizon=1) == Insufficient("a forecast", 2, 3)
    assert forecast([4.0] * 30, horizon=1) == NoVariation("the series", 4.0, 30)
    assert forecast([0.0], [False], horizon=1) == Insufficient("a forecast", 0, 3)
    assert forecast_many(np.zeros((0, 5)), horizon=1) == ()


def test_bad_input_is_refused() -> None:
    with pytest.raises(InputError, match="row 0, column 2"):
        forecast_many([[1.0, 2.0, np.nan]], horizon=1)
    with pytest.raises(InputError, match="horizon 0"):
        forecast([1.0, 2.0, 3.0], horizon=0)
    with pytest.raises(InputError, match="season 1"):
        forecast([1.0, 2.0, 3.0], horizon=1, season=1)
    with pytest.raises(InputError, match="one series"):
        forecast([[1.0]], horizon=1)


def same(one: Forecast, other: Forecast) -> bool:
    return (
        one.method == other.method
        and np.allclose(one.mean, other.mean, rtol=1e-7)
        and np.allclose(one.sd, other.sd, rtol=1e-6)
        and one.crps == pytest.approx(other.crps, rel=1e-6)
    )


def test_each_answer_depends_on_its_own_series_only() -> None:
    rng = np.random.default_rng(33)
    x = np.concatenate([made(kind, 4, 30) for kind in ("walk", "level", "trend", "season")])
    mask = np.ones(x.shape, dtype=bool)
    mask[3:9] = rng.random((6, 30)) > 0.15
    mask[10:12, :9] = False
    together = forecast_many(x, mask, horizon=3, season=4)
    order = rng.permutation(len(x))
    shuffled = forecast_many(x[order], mask[order], horizon=3, season=4)
    for place, i in enumerate(order):
        assert same(of(together[i]), of(shuffled[place]))
        assert same(of(together[i]), of(forecast(x[i], mask[i], horizon=3, season=4)))


def test_time_before_a_series_begins_changes_nothing() -> None:
    x = made("level", 1, 30)[0]
    padded, mask = np.r_[np.zeros(10), x], np.r_[np.zeros(10, dtype=bool), np.ones(30, dtype=bool)]
    assert same(of(forecast(x, horizon=3)), of(forecast(padded, mask, horizon=3)))


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(["walk", "level", "trend", "season", "noise"]),
    st.integers(3, 40),
    st.floats(0.001, 1000),
    st.floats(-1e4, 1e4),
    st.booleans(),
)
def test_moves_with_the_unit(kind: str, time: int, scale: float, offset: float, flip: bool) -> None:
    x = made(kind, 1, time)[0]
    factor = -scale if flip else scale
    one, other = of(forecast(x, horizon=3, season=4)), of(forecast(x * factor + offset, horizon=3, season=4))
    assert other.method == one.method
    assert other.mean == pytest.approx(one.mean * factor + offset, rel=1e-5, abs=1e-5 * scale)
    assert other.sd == pytest.approx(one.sd * scale, rel=1e-4)


def test_a_long_horizon_is_forecast_but_judged_to_twelve_steps() -> None:
    answer = of(forecast(made("level", 1, 40)[0], horizon=30))
    assert answer.predictive.horizon == 30
    assert answer.backtest is not None
    assert answer.backtest.steps == 12
    assert (np.diff(answer.sd) >= -1e-9).all()


def test_a_perfect_line_is_forecast_without_error() -> None:
    answer = of(forecast(np.arange(20.0), horizon=3))
    assert answer.method == "drift"
    assert answer.mean == pytest.approx([20, 21, 22])
    assert np.isfinite(answer.sd).all()


def test_heavy_tails_are_noticed() -> None:
    rng = np.random.default_rng(34)
    wild = np.cumsum(rng.standard_t(2.2, size=(40, 100)), axis=1)
    mild = np.cumsum(rng.normal(size=(40, 100)), axis=1)
    assert sum(of(answer).predictive.heavy_tailed for answer in forecast_many(wild, horizon=1)) > 30
    assert sum(of(answer).predictive.heavy_tailed for answer in forecast_many(mild, horizon=1)) < 5


def test_coverage_of_real_series(shared_data) -> None:
    # 274 English hospitals against the four-hour standard: months are far from normal, intervals must still hold.
    rates, mask = _four_hour_rates(shared_data / "supplier_sla_nhs" / "ae_attendances.csv")
    answers = forecast_many(rates[:, :-3], mask[:, :-3], horizon=3, season=12)
    tests = [answer.backtest for answer in answers if isinstance(answer, Forecast) and answer.backtest]
    assert len(tests) > 100
    for step in coverage(tests, 0.95):
        assert isinstance(step, Coverage)
        assert 0.89 <= step.share.value <= 0.98


def _four_hour_rates(path) -> tuple[np.ndarray, np.ndarray]:
    lines = [line.split(",") for line in path.read_text().splitlines()[1:]]
    months, providers = sorted({line[0] for line in lines}), sorted({line[1] for line in lines})
    totals = np.zeros((2, len(providers), len(months)))
    for month, provider, _, attendances, breaches, *_ in lines:
        totals[:, providers.index(provider), months.index(month)] += float(attendances), float(breaches)
    there = totals[0] > 0
    return np.where(there, 100 * (1 - totals[1] / np.maximum(totals[0], 1)), 0.0), there
