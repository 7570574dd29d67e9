"""Silence is not progress: nothing is forecast from a plan of which nobody has reported for two months."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.delivery.test_assess import ROLES, assessed, plan, row
from trueup.delivery.assess import PlanAssessment
from trueup.delivery.known import SILENT
from trueup.vocabulary import Grade, InputError, Moment

BEGUN = row("build", dt.date(2026, 1, 9), actual_start=dt.date(2026, 1, 5), percent=20)
LAST = dt.date(2026, 1, 9) + SILENT
SAID = "no forecast: the latest report is of 9 January, and 63 days have passed; it needs a report of the last 62 days"


def assessment(as_of: dt.date) -> PlanAssessment:
    return PlanAssessment((plan(),), (BEGUN,), (), Moment(as_of), ROLES, Grade.reported, 7, "EUR", dt.UTC)


def test_two_months_of_silence_end_the_forecast_and_say_what_it_needs():
    assert assessed(BEGUN, as_of=LAST).simulation is not None
    found = assessed(BEGUN, as_of=LAST + dt.timedelta(days=1))
    assert found.simulation is None
    assert found.insufficient == (SAID,)
    assert found.overall.p is None
    assert found.overall.reasons[0] == SAID[0].upper() + SAID[1:] + "."
    assert found.overall.would_change[0] == "a report of what has been done since"
    assert found.verdicts[0].p_own is None
    assert all(each.actual is None for each in found.overall.parameters if each.what == "finish")


def test_a_plan_that_nobody_ever_reported_on_is_silent_from_its_start():
    found = assessed(as_of=dt.date(2026, 1, 5) + SILENT + dt.timedelta(days=1))
    assert found.insufficient[0].startswith("no forecast: nothing has been reported yet, and 63 days have passed")


def test_a_month_of_silence_costs_trust_before_it_costs_the_forecast():
    found = assessed(BEGUN, as_of=dt.date(2026, 2, 20))
    assert found.simulation is not None
    assert not found.quality.trusted
    assert [each.code for each in found.quality.checks if each.code == "stale_status" and not each.passed]


def test_nothing_is_contained_or_frozen_in_silence():
    silent = assessment(LAST + dt.timedelta(days=1))
    assert silent.frontier().status == "insufficient"
    with pytest.raises(InputError, match="no forecast: the latest report is of 9 January"):
        silent.frozen((), "test")


def test_what_was_proven_stays_proven_in_silence():
    late = row("build", dt.date(2026, 2, 2), actual_start=dt.date(2026, 1, 5), percent=90)
    found = assessed(late, as_of=dt.date(2026, 6, 1))
    assert found.simulation is None
    assert found.verdicts[0].own == "missed"
