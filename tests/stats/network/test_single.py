import numpy as np
import pytest
from hypothesis import given

from tests.stats.network.networks import CALENDARS, WEEK, made, working_days
from trueup.stats.network.clock import Clock
from trueup.stats.network.levels import RUN
from trueup.stats.network.model import FS, network
from trueup.stats.network.passes import backward, forward
from trueup.stats.network.single import Single
from trueup.stats.network.slack import Drivers, free_float, total_float


@pytest.mark.parametrize("c", range(len(CALENDARS)))
def test_a_clock_reads_its_calendar_to_the_bit(c) -> None:
    net = network(1, work=CALENDARS)
    clock, moments = Clock(net, c), np.concatenate([np.arange(-9, 420, 0.375), 5 + np.array([-1e-10, 0, 1e-10])])
    work = net.calendars.before(c, moments)
    assert [clock.before(t) for t in moments.tolist()] == work.tolist()
    assert [clock.first(w) for w in work.tolist()] == net.calendars.first(c, work).tolist()
    assert [clock.last(w) for w in work.tolist()] == net.calendars.last(c, work).tolist()


@given(made())
def test_the_room_of_one_is_its_free_float(given_) -> None:
    net, early = given_.net, forward(given_.net, given_.duration[:, 0])
    begin, finish, end = early.begin.tolist(), early.finish.tolist(), early.finish.max()
    found = np.array([Single(net).room(i, begin, finish, end) for i in range(net.n)])
    assert np.array_equal(found[~net.done], free_float(net, early)[~net.done])


def test_a_chain_longer_than_what_is_worked_on_at_once_is_critical_from_end_to_end() -> None:
    n = RUN + 501
    net = network(
        n + 1, [(i, i + 1, FS, 0.0, 0) for i in range(n - 1)], work=[working_days(WEEK, 3_000)]
    )  # the last stands alone
    duration = np.ones(n + 1)
    early = forward(net, duration)
    total = total_float(net, early, backward(net, duration))
    assert early.finish[[4, 5, n - 1]].tolist() == pytest.approx([5, 8, 7 * n / 5 - 2], abs=1e-6)
    assert total == pytest.approx(np.append(np.zeros(n), n - 1), abs=1e-6)
    assert free_float(net, early) == pytest.approx(total, abs=1e-6)
    assert [Drivers(net, early).of(i) for i in (0, RUN, n)] == [None, RUN - 1, None]
