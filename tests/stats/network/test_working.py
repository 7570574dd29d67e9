import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.stats.network.networks import CALENDARS, made
from trueup.stats.network.choose import passes_over
from trueup.stats.network.model import ELAPSED, FS, network
from trueup.stats.network.wide import Wide
from trueup.stats.network.working import WorkingTime, player_over


def with_one_calendar(net, work):
    """The same with every activity and every lag in one calendar, and dates that may lie within days off."""
    links = [
        (int(net.before[k]), int(net.after[k]), int(net.kind[k]), float(net.lag[k]), 0) for k in range(len(net.before))
    ]
    columns = {name: getattr(net, name) for name in ("earliest", "floor_finish", "latest", "started", "finished")}
    return network(net.n, links, work=[work], resume=net.resume, **columns)


@given(made(straight=True), st.sampled_from([1, 2]), st.integers(0, 2**32))
def test_in_working_time_all_comes_out_the_same(given_, calendar, seed) -> None:
    net = with_one_calendar(given_.net, CALENDARS[calendar])
    group = np.random.default_rng(seed).integers(-1, 2, net.n)
    one, other = (each.outcomes(given_.duration, group, 2) for each in (Wide(net), player_over(net, 1)))
    assert one.total == pytest.approx(other.total, abs=1e-7)
    assert one.by_group == pytest.approx(other.by_group, abs=1e-7)
    assert np.array_equal(one.hits, other.hits)
    assert one.share == pytest.approx(other.share, abs=1e-7)


def test_it_is_used_where_it_is_the_same_and_only_there() -> None:
    week, links = CALENDARS[1:2], [(0, 1, FS, 2.0, 0)]
    assert isinstance(player_over(network(2, links, work=week), 1), WorkingTime)
    assert isinstance(player_over(network(2, links, work=week, resume=5.0), 1), WorkingTime)  # Friday evening
    plain = type(passes_over(network(2), 1))
    assert isinstance(player_over(network(2, links, work=week, resume=6.0), 1), plain)
    assert isinstance(player_over(network(2, links, work=week, finished=[6.5, np.nan]), 1), plain)
    assert isinstance(player_over(network(2, [(0, 1, FS, 2.0, ELAPSED)], work=week), 1), plain)
    assert isinstance(player_over(network(2, links, work=CALENDARS, calendar=[0, 1]), 1), plain)
    assert isinstance(player_over(network(2, links), 1), plain)
