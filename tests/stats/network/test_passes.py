import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.stats.network.networks import CALENDARS, made, plodding
from trueup.stats.network import choose
from trueup.stats.network.compiled import CompiledPasses
from trueup.stats.network.model import ELAPSED, FF, FS, SF, SS, network
from trueup.stats.network.passes import backward, forward
from trueup.stats.network.single import Single
from trueup.stats.network.wide import Wide
from trueup.vocabulary import InputError

WEEKDAYS = CALENDARS[1:2]


@given(made())
def test_early_times_are_those_of_a_plodding_scheduler(given_) -> None:
    times = forward(given_.net, given_.duration[:, 0])
    begin, finish = plodding(given_.net, given_.duration[:, 0])
    assert times.begin == pytest.approx(begin, abs=1e-9)
    assert times.finish == pytest.approx(finish, abs=1e-9)


@given(made() | made(days=28), st.integers(0, 2**32))
def test_compiled_passes_give_the_same_bits(given_, seed) -> None:
    net, rng = given_.net, np.random.default_rng(seed)
    duration = given_.duration * rng.choice([1.0, rng.random()], size=given_.duration.shape)
    wait, group = rng.normal(size=duration.shape), rng.integers(-1, 2, net.n)
    plain, compiled = Wide(net), CompiledPasses(net)
    end = plain.forward(duration)[1].max(axis=0)
    for hard in (True, False):
        assert np.array_equal(plain.backward(duration, end, hard=hard), compiled.backward(duration, end, hard=hard))
    assert np.array_equal(plain.forward(duration), compiled.forward(duration))
    assert np.array_equal(plain.forward(duration, wait), compiled.forward(duration, wait))
    for future, over in enumerate(end):
        one = Single(net)
        lengths = duration[:, future]
        assert np.array_equal(np.stack(plain.forward(duration))[..., future], one.forward(lengths.tolist()))
        late = plain.backward(duration, end)
        assert np.array_equal(np.stack(late)[..., future], one.backward(lengths.tolist(), float(over)))
    assert np.array_equal(plain.last_finish(duration, wait), compiled.last_finish(duration, wait))
    for shares in (True, False):
        one, other = (each.outcomes(duration, group, 2, shares=shares) for each in (plain, compiled))
        for name in ("total", "by_group", "hits", "share"):
            assert np.array_equal(getattr(one, name), getattr(other, name)), name


@given(made(), st.integers(0, 8), st.integers(1, 6))
def test_a_finish_that_is_held_back_moves_the_end_if_and_only_if_it_is_held_back_past_its_late_finish(
    given_, which, past
) -> None:
    net, duration = given_.net, given_.duration[:, 0]
    which %= net.n
    assume(not net.done[which])
    end = forward(net, duration).finish.max()
    late = backward(_without_latest(net), duration, end)
    held = {by: _end_when_held(net, duration, which, late.finish[which] + by) for by in (0.0, past / 2)}
    assert held[0.0] == pytest.approx(end, abs=1e-6)
    if net.straight:
        assert held[past / 2] > end + 1e-6


def _without_latest(net):
    from dataclasses import replace

    return replace(net, latest=np.full(net.n, np.inf))


def _end_when_held(net, duration, which, until) -> float:
    from dataclasses import replace

    floor = net.floor_finish.copy()
    floor[which] = max(floor[which], until)
    return float(forward(replace(net, floor_finish=floor), duration).finish.max())


@pytest.mark.parametrize(
    ("kind", "lag", "start"),
    [(FS, 0, 4), (FS, 2, 6), (FS, -3, 1), (SS, 0, 0), (SS, 3, 3), (FF, 0, 2), (FF, 5, 7), (SF, 0, 0), (SF, 6, 4)],
)
def test_each_kind_of_link(kind, lag, start) -> None:
    net = network(2, [(0, 1, kind, float(lag), ELAPSED)])
    times = forward(net, [4.0, 2.0])
    assert (times.start[1], times.finish[1]) == (start, start + 2)


def test_work_rests_on_days_off_and_a_milestone_does_not_wait_for_monday() -> None:
    net = network(4, [(0, 1, FS, 0.0, 0), (1, 2, FS, 0.0, 0), (1, 3, FS, 2.0, ELAPSED)], work=WEEKDAYS)
    times = forward(net, [5.0, 0.0, 2.0, 1.0])
    assert times.finish.tolist() == [5.0, 5.0, 9.0, 8.0]  # Friday evening twice; Tuesday evening; Monday evening
    assert times.start.tolist() == [0.0, 5.0, 7.0, 7.0]
    late = backward(net, [5.0, 0.0, 2.0, 1.0])
    assert late.finish[0] == 5.0  # Friday evening, though Monday morning would do


def test_a_lag_runs_in_its_own_calendar() -> None:
    def start(lag: float, calendar: int) -> float:
        return float(forward(network(2, [(0, 1, FS, lag, calendar)], work=WEEKDAYS), [4.0, 1.0]).start[1])

    assert [start(2.0, 0), start(2.0, ELAPSED), start(-3.0, 0)] == [8.0, 7.0, 1.0]


def test_what_happened_stands_and_the_rest_goes_on_from_the_status_date() -> None:
    links = [(0, 1, FS, 0.0, 0), (1, 2, FS, 0.0, 0)]
    nan = float("nan")
    net = network(3, links, started=[0.0, 1.0, nan], finished=[9.0, nan, nan], resume=12.0)
    times = forward(net, [0.0, 3.0, 2.0])
    assert times.start.tolist() == [0.0, 1.0, 15.0]
    assert times.begin.tolist() == [0.0, 12.0, 15.0]
    assert times.finish.tolist() == [9.0, 15.0, 17.0]


def test_work_that_was_started_out_of_sequence_waits_for_what_it_follows() -> None:
    nan = float("nan")
    net = network(2, [(0, 1, FS, 0.0, 0)], started=[nan, 2.0], resume=5.0)
    times = forward(net, [4.0, 3.0])
    assert (times.begin[1], times.start[1], times.finish[1]) == (9.0, 2.0, 12.0)


def test_a_latest_finish_gives_negative_float() -> None:
    net = network(2, [(0, 1, FS, 0.0, 0)], latest=[np.inf, 5.0])
    late = backward(net, [4.0, 3.0])
    assert late.finish.tolist() == [2.0, 5.0]


@pytest.mark.parametrize("wrong", [[1.0], [1.0, -1.0], [1.0, float("nan")]])
def test_impossible_durations_are_refused(wrong) -> None:
    with pytest.raises(InputError):
        forward(network(2), wrong)


def test_numpy_does_what_is_small_and_numba_what_is_large_and_all_goes_without_numba(monkeypatch) -> None:
    net = network(2, [(0, 1, FS, 0.0, 0)])
    monkeypatch.setattr(choose.sys, "modules", {})
    monkeypatch.setattr(choose, "_installed", lambda: True)
    assert isinstance(choose.passes_over(net, 100), Wide)
    assert choose.worth_compiling(choose.WORTH)
    monkeypatch.setattr(choose, "_installed", lambda: False)
    assert isinstance(choose.passes_over(net, choose.WORTH), Wide)
