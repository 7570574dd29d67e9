"""The status of an objective, one story a rule."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agreements.build import RULES, day, promise, series
from trueup.agreements.outlook import Outlook
from trueup.agreements.path import path_of
from trueup.agreements.results import Forecast
from trueup.agreements.status import standing
from trueup.vocabulary import Grade


def judge(made, known, as_of, outlook=None):
    return standing(made, path_of(made), known, outlook, day(as_of), RULES.thresholds)


def year(*last):
    return [12.0] * (12 - len(last)) + list(last)


class TestAt:
    def test_met_at_the_due_date(self):
        found = judge(promise(), series(year(5.0)), "2027-01-01")
        assert found.status == "met"
        assert found.reasons[0] == "5 days in 2026-12 against at most 5 days on 2026-12-31 (reported)"
        assert (found.probability, str(found.period)) == (1.0, "2026-12-01/2027-01-01")

    def test_within_tolerance_as_written(self):
        made = promise(target=0.3, tolerance=0.1)
        assert judge(made, series(year(0.4)), "2027-01-01").status == "met"
        assert judge(made, series(year(0.4000001)), "2027-01-01").status == "missed"

    def test_missed_after_the_due_date_whatever_came_before(self):
        found = judge(promise(), series(year(4.0, 6.0)), "2027-01-01")
        assert found.status == "missed"
        assert found.reasons[0] == "6 days in 2026-12, not at most 5 days on 2026-12-31 (reported)"

    def test_reached_early_is_not_met_before_the_due_date(self):
        assert judge(promise(), series([4.0] * 11), "2026-12-01").status == "on_track"

    def test_the_due_day_itself_is_not_over(self):
        assert judge(promise(), series(year(6.0)), "2026-12-31").status != "missed"

    def test_the_latest_before_stands_in_and_says_so(self):
        found = judge(promise(), series(year(4.0)[1:]), "2027-01-01")
        assert found.status == "met"
        assert "no actual is known for 2026-12, in which it fell due" in found.reasons[0]

    def test_what_comes_after_the_due_date_does_not_count(self):
        late = series([*year(6.0), 4.0])
        assert judge(promise(), late, "2027-02-01").status == "missed"

    def test_a_period_that_runs_on_past_the_due_date_says_so(self):
        made = promise(due="2026-12-15")
        assert "in 2026-12, which has not ended" in judge(made, series(year(4.0)), "2026-12-20").reasons[0]

    def test_support_names_interval_cases_and_grade(self):
        found = judge(promise(), series(year(4.0), stderr=0.5, n=1200, grades=Grade.attested), "2027-01-01")
        assert "(± 0.98, n = 1,200, attested)" in found.reasons[0]


class TestUnmeasured:
    def test_no_actual_ever(self):
        found = judge(promise(), series([]), "2026-06-01")
        assert (found.status, found.reasons[0]) == ("unmeasured", "no actual is known")
        assert found.would_change == "an actual of Cycle for 2026-01"

    def test_none_for_two_grains(self):
        known = series([9.0, 8.0])
        assert judge(promise(), known, "2026-04-30").status != "unmeasured"
        found = judge(promise(), known, "2026-05-01")
        assert found.status == "unmeasured"
        assert found.reasons[0] == "no actual for two months or more: the last is 8 days in 2026-02"

    def test_silence_before_the_due_date_is_not_a_miss(self):
        assert judge(promise(), series(year()[:10]), "2027-06-01").status == "unmeasured"

    def test_silence_after_the_due_date_does_not_undo_it(self):
        assert judge(promise(), series(year(5.0)), "2028-01-01").status == "met"
        assert judge(promise(), series(year(6.0)), "2028-01-01").status == "missed"


class TestBy:
    def test_once_is_enough_and_early_counts(self):
        found = judge(promise(type="by"), series([9.0, 4.0, 9.0]), "2026-04-01")
        assert found.status == "met"
        assert "4 days in 2026-02" in found.reasons[0]

    def test_not_before_the_start(self):
        made = promise(type="by", **{"from": "2026-03-01"})
        assert judge(made, series([4.0, 4.0, 9.0]), "2026-04-01").status != "met"

    def test_a_period_that_runs_does_not_settle_it(self):
        assert judge(promise(type="by"), series([9.0, 4.0]), "2026-02-20").status != "met"

    def test_missed_names_the_best(self):
        found = judge(promise(type="by"), series(year(7.0, 9.0)), "2027-01-01")
        assert found.status == "missed"
        assert "the best was 7 days in 2026-11" in found.reasons[0]

    def test_for_a_range_the_best_is_the_nearest(self):
        made = promise("maintain", type="by", target=[3, 5], baseline=None)
        assert "6 days in 2026-11" in judge(made, series(year(6.0, 1.0)), "2027-01-01").reasons[0]


class TestSustained:
    made = promise(type="sustained", periods=3)

    def test_three_in_a_row(self):
        assert judge(self.made, series([4.0, 4.0, 9.0, 4.0, 5.0, 4.0]), "2026-07-01").status == "met"

    def test_a_gap_breaks_the_run(self):
        assert judge(self.made, series([4.0, 4.0, None, 4.0]), "2026-05-01").status != "met"

    def test_missed_names_the_longest_run(self):
        found = judge(self.made, series(year(4.0, 4.0)), "2027-01-01")
        assert found.status == "missed"
        assert "the longest run was 2 of 3 months in a row" in found.reasons[0]


class TestTooLate:
    @pytest.mark.parametrize("kind", [{"type": "by"}, {"type": "sustained", "periods": 2}, {"type": "cumulative"}])
    def test_what_starts_after_it_was_due_is_missed(self, kind):
        made = promise("increase", target=20, **kind, **{"from": "2027-02-01"})
        found = judge(made, series([30.0] * 15), "2027-04-01")
        assert found.status == "missed"
        assert "improvement counts from 2027-02-01, after it was due" in found.reasons[0]

    @pytest.mark.parametrize("kind", [{"type": "by"}, {"type": "sustained", "periods": 2}, {"type": "cumulative"}])
    def test_what_nobody_measured_in_time_is_not(self, kind):
        made = promise("increase", target=20, **kind)
        found = judge(made, series([30.0, 30.0], "2027-01-01"), "2027-03-01")
        assert (found.status, found.reasons[0]) == (
            "unmeasured",
            "no actual is known for the time from 2026-01-01 to 2026-12-31",
        )


class TestCumulative:
    def test_a_sum_is_met_as_soon_as_it_is_reached(self):
        made = promise("increase", type="cumulative", baseline=None, target=30, unit="count")
        found = judge(made, series([10.0, 10.0, 10.0]), "2026-04-01")
        assert (found.status, found.reasons[0]) == ("met", "the sum is 30 against at least 30 by 2026-12-31 (reported)")

    def test_a_limited_sum_is_met_only_at_the_end(self):
        made = promise("decrease", type="cumulative", baseline=None, target=250, due="2026-03-31", unit="EUR")
        known = series([100.0, 100.0, 40.0])
        assert judge(made, series([100.0, 100.0]), "2026-03-01").status == "at_risk"
        assert judge(made, known, "2026-04-01").status == "met"
        assert judge(made, series([100.0, 100.0, 51.0]), "2026-04-01").status == "missed"
        assert judge(made, series([100.0, 151.0]), "2026-03-01").status == "off_track"

    def test_what_is_missing_may_have_broken_the_limit(self):
        made = promise("decrease", type="cumulative", baseline=None, target=250, due="2026-03-31", unit="EUR")
        found = judge(made, series([100.0, None, 40.0]), "2026-04-01")
        assert found.status == "unmeasured"
        assert "1 period without an actual" in found.reasons[0]

    def test_a_period_across_the_start_counts_by_its_days(self):
        made = promise("increase", type="cumulative", baseline=None, target=28, unit="count", **{"from": "2026-01-11"})
        assert judge(made, series([31.0, 7.0]), "2026-03-01").status == "met"
        assert judge(made, series([31.0, 6.0]), "2026-03-01").status != "met"


class TestChance:
    @pytest.mark.parametrize(
        ("chance", "status"),
        [(0.8, "on_track"), (0.79, "at_risk"), (0.2, "at_risk"), (0.19, "off_track")],
    )
    def test_thresholds(self, chance, status):
        found = judge(promise(), series([9.0, 8.0]), "2026-03-01", Outlook(chance))
        assert (found.status, found.probability) == (status, chance)

    def test_reasons_name_the_forecast(self):
        forecast = Forecast(at=day("2026-12-31"), low=3.5, expected=4.9, high=6.1, method="ets", calibration=None)
        found = judge(promise(), series([9.0, 8.0]), "2026-03-01", Outlook(0.55, 0.005, forecast))
        assert found.reasons[0] == (
            "P(hit) is 0.55 ± 0.0098 for at most 5 days on 2026-12-31; "
            "forecast 4.9 (3.5 to 6.1 days) at 2026-12-31 by ets"
        )
        assert found.would_change == "Cycle of at most 5 days in 2026-12"


class TestPath:
    def test_words(self):
        found = judge(promise(path="step"), series([12.0]), "2026-02-01", Outlook(None, needs=7))
        assert found.reasons[0].endswith("no forecast yet: needs 7 more periods")
        assert found.probability is None

    @pytest.mark.parametrize(
        ("actual", "status"), [(10.4, "on_track"), (11.0, "at_risk"), (12.0, "off_track"), (13.0, "off_track")]
    )
    def test_ahead_behind_and_no_better(self, actual, status):
        # promised for February on average: 12 - 7 x 44.5 / 364 = 11.144; for March 10.58
        made = promise()
        assert judge(made, series([11.9, 11.8, actual]), "2026-04-01").status == status

    def test_before_anything_is_promised_standing_still_is_on_track(self):
        assert judge(promise(path="step"), series([12.0]), "2026-02-01").status == "on_track"
        assert judge(promise(path="step"), series([12.5]), "2026-02-01").status == "at_risk"

    def test_a_range_that_is_left_is_off_track(self):
        made = promise("maintain", target=[3, 5], baseline=None)
        assert judge(made, series([4.0]), "2026-02-01").status == "on_track"
        assert judge(made, series([6.0]), "2026-02-01").status == "off_track"

    def test_no_due_date_is_judged_by_the_latest(self):
        found = judge(promise(due=None), series([6.0]), "2026-02-01")
        assert found.status == "at_risk"
        assert "no due date is agreed" in found.reasons[0]


class TestDispute:
    def test_that_decides(self):
        known = series(year(5.0), low=year(5.0), high=year(7.0))
        found = judge(promise(), known, "2027-01-01")
        assert found.contested
        assert (
            found.reasons[0]
            == "an open dispute leaves 2026-12 between 5 and 7 days: met or missed, by whose figure is right"
        )
        assert found.would_change == "an answer to the dispute about Cycle in 2026-12"

    def test_that_does_not(self):
        known = series(year(4.0), low=year(4.0), high=year(4.5))
        found = judge(promise(), known, "2027-01-01")
        assert (found.status, found.contested) == ("met", False)
        assert "either figure gives the same status" in found.reasons[-1]


@given(
    st.sampled_from(["at", "by", "cumulative", "sustained"]),
    st.lists(st.floats(0, 20), min_size=1, max_size=14),
    st.dates(day("2026-01-02"), day("2027-06-01")),
)
def test_every_status_has_a_reason_and_what_would_change_it(kind, values, as_of):
    made = promise(type=kind, **({"periods": 2} if kind == "sustained" else {}))
    known = series(values)
    begun = known.where(known.start < np.datetime64(as_of))
    found = standing(made, path_of(made), begun, None, as_of, RULES.thresholds)
    assert found.reasons
    assert found.would_change
    if found.status == "missed":
        assert as_of > day("2026-12-31")
