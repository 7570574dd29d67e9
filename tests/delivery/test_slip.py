import datetime as dt
from fractions import Fraction

import numpy as np
import pytest

from tests.delivery.test_simulate import BUILD, START, TEST, plan, progress, simulated, status
from trueup.delivery.documents import Planned
from trueup.delivery.network import compile_plan
from trueup.delivery.schedule import baseline_of
from trueup.delivery.slip import UNOWNED, _adding_up

SURE_BUILD = {"id": "build", "party": "vendor", "duration": "10d"}
SURE_TEST = {"id": "test", "party": "customer", "duration": "5d", "after": ["build"]}


def days(found) -> dict[str, float]:
    return {each.party: each.days for each in found.shares}


def adds_up(found) -> bool:
    return sum(Fraction(each.days) for each in found.shares) == Fraction(found.slip)


def test_on_plan_there_is_no_slip() -> None:
    made = plan(SURE_BUILD, SURE_TEST)
    found, _ = simulated(made, baseline=baseline_of(made))
    assert found.slip == 0
    assert days(found) == {"vendor": 0, "customer": 0}
    assert [each.share for each in found.shares] == [None, None]


def test_fractions_of_days_are_no_slip() -> None:
    made = plan({**SURE_BUILD, "duration": "2.5d"}, {**SURE_TEST, "duration": "2.5d"})
    found, _ = simulated(made, baseline=baseline_of(made))
    assert (found.slip, set(days(found).values())) == (0, {0})


def test_who_is_late_answers_for_it_and_not_who_waits() -> None:
    made = plan(SURE_BUILD, SURE_TEST)
    late = progress(status("build", "done", finish=dt.date(2026, 1, 21), percent=100.0))
    found, _ = simulated(made, late, baseline=baseline_of(made))
    assert found.slip == 5  # Friday 23 to Wednesday 28 January: 3 working days and a weekend
    assert days(found) == {"vendor": 5, "customer": 0}
    assert found.shares[0].share == 1


def test_time_made_good_is_a_gain() -> None:
    made = plan(SURE_BUILD, SURE_TEST)
    known = progress(
        status("build", "done", finish=dt.date(2026, 1, 19), percent=100.0),
        status("test", "done", start=dt.date(2026, 1, 20), finish=dt.date(2026, 1, 22), percent=100.0),
    )
    found, _ = simulated(made, known, baseline=baseline_of(made))
    assert found.slip == -1
    assert adds_up(found)
    assert days(found)["vendor"] > 0 > days(found)["customer"]


def test_shares_add_up_to_the_last_digit_and_to_the_expected_slip() -> None:
    made = plan(BUILD, TEST, {"id": "permit", "duration": "14d", "three_point": ["9d", "14d", "30d"]})
    found, futures = simulated(made, baseline=baseline_of(made))
    assert adds_up(found)
    assert sum(each.days for each in found.shares) == found.slip
    assert found.slip == pytest.approx(futures.finish.mean() - 19, abs=1e-3)
    assert set(days(found)) == {"vendor", "customer", UNOWNED}
    assert all(each.se > 0 for each in found.shares)
    assert sum(each.share for each in found.shares) == pytest.approx(1, abs=1e-5)


def test_standard_errors_are_those_of_repeated_simulations() -> None:
    made = plan()
    runs = [simulated(made, baseline=baseline_of(made), seed=seed, iterations=400)[0] for seed in range(60)]
    for party in (0, 1):
        said = np.mean([run.shares[party].se for run in runs])
        assert np.std([run.shares[party].days for run in runs]) == pytest.approx(said, rel=0.35)


def test_a_stated_baseline_is_the_measure_and_what_it_lacks_was_to_take_no_time() -> None:
    made = plan(SURE_BUILD, SURE_TEST, {"id": "more", "party": "vendor", "duration": "3d", "after": ["test"]})
    stated = {
        "build": Planned(start=START, finish=dt.date(2026, 1, 16)),
        "test": Planned(start=dt.date(2026, 1, 19), finish=dt.date(2026, 1, 22)),
    }
    found, _ = simulated(made, baseline=stated)
    assert found.slip == 6  # Thursday 22 to Wednesday 28 January
    assert adds_up(found)
    assert days(found)["customer"] == pytest.approx(2, abs=1.1)
    assert days(found)["vendor"] == pytest.approx(4, abs=1.1)


def test_what_the_plan_no_longer_has_is_nobodys_slip() -> None:
    made = plan(SURE_BUILD)
    gone = {"extra": Planned(start=START, finish=dt.date(2026, 2, 6))}
    found, _ = simulated(made, baseline={**baseline_of(made), **gone})
    assert found.slip == -21
    assert days(found) == {"vendor": 0, UNOWNED: -21}


def test_a_baseline_known_to_the_hour_counts_hours() -> None:
    made = plan(SURE_BUILD, calendar={"shifts": ["09:00-13:00", "14:00-18:00"]})
    noon = {"build": Planned(start=dt.datetime(2026, 1, 5, 9), finish=dt.datetime(2026, 1, 16, 13))}
    found, _ = simulated(made, baseline=noon)
    assert found.slip == 0.5


def test_more_parties_than_coalitions_can_be_counted_are_drawn_and_still_add_up() -> None:
    chain = [
        {**BUILD, "id": f"a{i}", "party": f"party{i}", "after": [f"a{i - 1}"] if i else []} for i in range(10)
    ]  # fmt: skip
    made = plan(*chain)
    found, _ = simulated(made, baseline=baseline_of(made))
    assert adds_up(found)
    assert len(found.shares) == 10
    each = found.slip / 10
    assert all(share.days == pytest.approx(each, abs=5 * share.se + 0.15) for share in found.shares)
    assert all(share.se > 0 for share in found.shares)


@pytest.mark.parametrize(("values", "total"), [([0.4, 0.4, 0.2], 1), ([-1.5, 2.5], 1), ([3.0], 3), ([-0.2, -0.3], 0)])
def test_rounding_keeps_the_sum(values, total) -> None:
    found = _adding_up(np.array(values), total)
    assert sum(found) == total
    assert all(abs(one - other) < 1 for one, other in zip(found, values, strict=True))


def test_the_compiled_plan_is_not_changed() -> None:
    made = plan()
    compiled = compile_plan(made)
    before = compiled.duration.copy()
    simulated(made, baseline=baseline_of(made))
    assert np.array_equal(compiled.duration, before)
