import numpy as np
import pytest
from hypothesis import given

from tests.stats.network.networks import CALENDARS, made
from trueup.stats.network.model import ELAPSED, FF, FS, SF, SS, network
from trueup.stats.network.passes import backward, forward
from trueup.stats.network.slack import Drivers, critical, free_float, total_float


@given(made(progress=False))
def test_no_float_is_negative_free_float_is_part_of_the_total_and_something_is_critical(given_) -> None:
    net, duration = given_.net, given_.duration[:, 0]
    early, late = forward(net, duration), backward(net, duration)
    total, free = total_float(net, early, late), free_float(net, early)
    assert (free > -1e-6).all()
    assert (free <= total + 1e-6).all()
    if net.straight:
        assert critical(net, early, late).any()


@given(made(progress=False))
def test_whatever_begins_late_is_driven_by_a_link_and_the_driver_holds_it_there(given_) -> None:
    net, duration = given_.net, given_.duration[:, 0]
    early = forward(net, duration)
    for i in range(net.n):
        link = Drivers(net, early).of(i)
        if link is None:
            assert early.begin[i] == pytest.approx(net.calendars.last(int(net.calendar[i]), np.zeros(1))[0]) or (
                duration[i] == 0 and early.begin[i] == 0
            )
        else:
            assert net.after[link] == i


def test_floats_in_working_days_of_the_activity() -> None:
    links = [(0, 2, FS, 0.0, 0), (1, 2, FS, 0.0, 0)]
    net = network(3, links, work=CALENDARS[:2], calendar=[1, 1, 1])
    duration = [9.0, 2.0, 1.0]
    early = forward(net, duration)
    assert total_float(net, early, backward(net, duration)).tolist() == [0.0, 7.0, 0.0]
    assert free_float(net, early).tolist() == [0.0, 7.0, 0.0]
    assert critical(net, early, backward(net, duration)).tolist() == [True, False, True]


def test_free_float_is_what_the_next_can_spare() -> None:
    net = network(4, [(0, 1, FS, 0.0, ELAPSED), (1, 2, FS, 0.0, ELAPSED), (3, 2, FS, 0.0, ELAPSED)])
    early = forward(net, [1.0, 2.0, 1.0, 10.0])
    assert free_float(net, early).tolist() == [0.0, 7.0, 0.0, 0.0]
    assert total_float(net, early, backward(net, [1.0, 2.0, 1.0, 10.0])).tolist() == [7.0, 7.0, 0.0, 0.0]


@pytest.mark.parametrize(("kind", "free"), [(SS, 3.0), (FF, 4.0), (SF, 6.0)])
def test_free_float_by_kind(kind, free) -> None:
    # Activity 1 begins at 3 and ends at 9 (kept there by activity 2); 0 takes 5 days from 0.
    net = network(3, [(0, 1, kind, 0.0, ELAPSED), (2, 1, FS, 0.0, ELAPSED)])
    early = forward(net, [5.0, 6.0, 3.0])
    bound = {SS: early.start[1] - early.start[0], FF: early.finish[1] - early.finish[0], SF: early.finish[1]}
    assert free_float(net, early)[0] == min(bound[kind], early.finish.max() - early.finish[0])
    assert free == bound[kind] or kind == SF


def test_what_is_done_has_no_float_and_drives_only_where_nothing_open_does() -> None:
    nan = float("nan")
    links = [(0, 2, FS, 0.0, ELAPSED), (1, 2, FS, 0.0, ELAPSED)]
    net = network(3, links, started=[0.0, nan, nan], finished=[6.0, nan, nan], resume=4.0)
    early = forward(net, [0.0, 2.0, 1.0])
    assert np.isnan(total_float(net, early, backward(net, [0.0, 2.0, 1.0]))[0])
    assert Drivers(net, early).of(2) == 1
    assert Drivers(net, early).of(0) is None


def test_the_driving_link_is_the_one_that_binds() -> None:
    links = [(2, 3, FS, 0.0, 0), (0, 1, SS, 1.0, 0), (1, 3, FF, 4.0, 0), (0, 3, FS, 0.0, 0)]
    net = network(4, links)
    early = forward(net, [2.0, 3.0, 1.0, 1.0])
    driving = [Drivers(net, early).of(i) for i in range(4)]
    assert [None if each is None else int(net.given[each]) for each in driving] == [None, 1, None, 2]
