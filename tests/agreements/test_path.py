"""The promised path, by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.agreements.build import agreement, day, kpi, objective, promise
from trueup.agreements.path import path_of
from trueup.agreements.promise import promise_of, start_of
from trueup.vocabulary import InputError, Moment


def on(made, *days):
    path = path_of(made)
    assert path is not None
    return [path.on(day(each)) for each in days]


def test_linear_moves_evenly_from_baseline_to_target():
    made = promise(**{"from": "2026-01-01", "due": "2026-01-08"})
    assert on(made, "2025-12-31", "2026-01-01", "2026-01-02", "2026-01-08", "2027-01-01") == [12, 12, 11, 5, 5]


def test_step_jumps_on_the_due_date():
    assert on(promise(path="step"), "2026-12-30", "2026-12-31") == [12, 5]


def test_points_are_joined_by_straight_lines():
    made = promise(path=[["2026-01-11", 9], ["2026-01-21", 5]], due="2026-01-21")
    assert on(made, "2026-01-06", "2026-01-11", "2026-01-16") == [Fraction(21, 2), 9, 7]


def test_points_that_end_early_lead_on_to_the_target_at_due():
    made = promise(path=[["2026-01-11", 9]], due="2026-01-21")
    assert on(made, "2026-01-16", "2026-01-21") == [7, 5]


def test_the_last_point_stands_until_the_target_takes_over_on_the_due_date():
    made = promise(path=[["2026-01-11", 9], ["2026-01-21", 8]], due="2026-01-21")
    assert on(made, "2026-01-20", "2026-01-21") == [Fraction(81, 10), 5]


def test_the_mean_over_a_period_is_the_mean_of_its_days():
    made = promise(due="2026-01-08")
    path = path_of(made)
    assert path is not None
    assert path.mean(day("2026-01-01"), day("2026-01-08")) == Fraction(12 + 11 + 10 + 9 + 8 + 7 + 6, 7)
    assert path.mean(day("2025-12-30"), day("2026-01-02")) == 12


def test_without_a_due_date_the_target_is_promised_from_the_start():
    assert on(promise(due=None), "2025-12-31", "2026-01-01") == [12, 5]


def test_without_a_baseline_there_is_no_path():
    assert path_of(promise(baseline=None)) is None


def test_a_range_is_reached_at_its_nearer_edge():
    made = promise("maintain", target=[3, 5], due="2026-01-08")
    assert on(made, "2026-01-02", "2026-01-08") == [11, 5]
    assert path_of(promise("maintain", target=[3, 5], baseline={"actual": 4})) is None


def test_a_running_sum_is_promised_in_full_at_the_end_of_the_due_day():
    made = promise("increase", type="cumulative", target=10, due="2026-01-10")
    assert on(made, "2026-01-01", "2026-01-06", "2026-01-11") == [0, 5, 10]


class TestStart:
    def start(self, go_live, as_of="2026-08-01", **more):
        pact = agreement(objective(**more), go_live=go_live)
        return start_of(pact, pact.objectives[0], Moment(day(as_of)))

    def test_the_actual_go_live_once_it_has_happened_else_the_planned(self):
        dates = {"planned": "2026-06-30", "actual": "2026-07-14"}
        assert self.start(dates, **{"from": "go_live"}) == day("2026-07-14")
        assert self.start(dates, "2026-07-01", **{"from": "go_live"}) == day("2026-06-30")
        assert self.start({"planned": "2026-06-30"}, **{"from": "go_live"}) == day("2026-06-30")

    def test_effective_where_no_go_live_is_named(self):
        assert self.start({}, **{"from": "go_live"}) == day("2026-01-01")
        assert self.start({"planned": "2026-06-30"}, **{"from": "effective"}) == day("2026-01-01")


def test_a_target_must_fit_the_direction():
    pact = agreement(objective(target=[3, 5]))
    with pytest.raises(InputError, match="one target, not a range"):
        promise_of(pact, pact.objectives[0], kpi("decrease"), Moment(day("2026-01-01")))
    backwards = agreement(objective(target=[5, 3]))
    with pytest.raises(InputError, match="is empty"):
        promise_of(backwards, backwards.objectives[0], kpi("maintain"), Moment(day("2026-01-01")))
