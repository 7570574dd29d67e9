"""DSLIB: real plans with their tracking, read, scheduled and judged (tests/real/dslib.py)."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from tests.real.dslib import (
    PACED,
    STAGES,
    Compared,
    Forecast,
    Project,
    actual_finish,
    back_test,
    compare,
    coverage,
    critical_path,
    errors,
    in_parallel,
    projects,
    read_project,
    workbooks,
)
from tests.real.dslib_pace import at_pace, fitted, held
from trueup.delivery.pace import HELD, SPREAD

AGREE = 1e-6


@pytest.fixture(scope="module")
def every(shared_data: Path) -> list[Project]:
    if not workbooks(shared_data):
        pytest.skip("the DSLIB workbooks are absent: set TRUEUP_DATA to the folder above sched_dslib")
    return projects(shared_data)


@pytest.fixture(scope="module")
def compared(every: list[Project]) -> list[Compared]:
    return [row for rows in in_parallel(compare, every) for row in rows]


def test_all_91_are_read_with_everything_in_them(every: list[Project]) -> None:
    reports = [project.read.report for project in every]
    assert len(every) == 91
    assert sum(report.activities for report in reports) == 6917
    assert sum(report.links for report in reports) == 7115
    assert sum(report.groups for report in reports) + 91 == 1117, "with the row of each project"
    assert all(report.baselines == 1 for report in reports)
    assert sum(len(project.periods) for project in every) == 913
    assert sum(report.progress > 0 for report in reports) == 68


def test_nothing_is_dropped_but_what_is_said_to_be(every: list[Project]) -> None:
    dropped = Counter(note.what for project in every for note in project.read.report.notes if note.kind == "dropped")
    assert sum(dropped.values()) == 2
    assert all("is used up: it limits no plan" in what for what in dropped)


def test_every_activity_has_its_risk_or_none(every: list[Project]) -> None:
    ranged = [each for project in every for each in project.plan.activities if each.three_point]
    assert len(ranged) > 6000
    for each in ranged:
        low, likely, high = each.three_point or ()
        assert low.amount <= likely.amount <= high.amount


def test_cpi_and_spi_are_the_workbooks_in_every_period(compared: list[Compared]) -> None:
    """At the hour of the status. Where nothing had been spent the workbook writes 0, and there is no CPI."""
    assert len(compared) == 913
    for row in compared:
        assert _equal(row.at_hour.spi, row.period.spi), (row.project, row.period.status)
        if row.period.ac:
            assert _equal(row.at_hour.cpi, row.period.cpi), (row.project, row.period.status)
        else:
            assert row.at_hour.cpi is None
    assert sum(not row.period.ac for row in compared) == 2


def test_reports_by_day_give_the_same_but_for_a_status_within_the_day(compared: list[Compared]) -> None:
    other = [row for row in compared if not _equal(row.at_day.spi, row.period.spi)]
    assert len(other) == 56
    assert all(dt.time(8) < row.period.status.time() < dt.time(17) for row in other)
    assert all(_equal(row.at_day.cpi, row.period.cpi) for row in compared if row.period.ac)


def test_earned_schedule_is_the_workbooks_to_the_hour(compared: list[Compared]) -> None:
    hours = [row.es_hours for row in compared if row.es_hours is not None]
    assert len(hours) == 913
    assert sum(hour <= 1.001 for hour in hours) == 911


def test_the_passes_give_the_baseline(every: list[Project]) -> None:
    found = in_parallel(critical_path, every)
    rows = [row for each, _ in found for row in each]
    assert sum(end for _, end in found) == 91
    assert sum(row.equal for row in rows) == 6906
    assert sum(row.held for row in rows) == 2243
    broken = Counter(row.project[:8] for row in rows if not row.equal)
    assert broken == {"C2015-34": 8, "C2013-01": 1, "C2013-09": 1, "C2015-31": 1}


def test_what_differs_is_what_breaks_its_own_links(every: list[Project]) -> None:
    """The passes are later than the baseline there, never earlier: the links ask for more time than was planned."""
    rows = [row for project in every if project.name[:8] == "C2015-34" for row in critical_path(project)[0]]
    assert all(row.equal or row.finish > row.baseline_finish for row in rows)


def test_a_forecast_is_made_from_what_was_known_then(shared_data: Path) -> None:
    path = next(path for path in workbooks(shared_data) if path.name.startswith("C2011-05"))
    project = read_project(path)
    forecasts = back_test(project)
    assert actual_finish(project) == dt.date(2011, 7, 29)
    assert [each.status for each in forecasts] == [
        dt.date(2011, 5, 24), dt.date(2011, 6, 20), dt.date(2011, 6, 27), dt.date(2011, 7, 12),
    ]  # fmt: skip
    first = forecasts[0]
    assert first.finish["plan from here on"] == dt.date(2011, 7, 15), "all was on plan"
    assert first.error("plan from here on") == pytest.approx(-14 / 73)
    low, high = first.edges["simulation"][2:]
    assert low <= (first.finish["simulation"] or dt.date.max) <= high


@pytest.fixture(scope="module")
def forecasts(every: list[Project]) -> list[Forecast]:
    tracked = [project for project in every if project.read.progress]
    judged = partial(back_test, iterations=200, correlated=False)
    return [row for rows in in_parallel(judged, tracked) for row in rows]


def test_what_is_said_of_the_intervals_is_what_the_data_say(forecasts: list[Forecast]) -> None:
    """Of 200 futures each: within a point of what the constants say, which are of 1,000."""
    said = HELD.model_dump(exclude={"source"})
    assert held(at_pace(forecasts)) == pytest.approx(said, abs=0.01)


def test_the_spread_is_what_the_projects_give_and_no_single_one_makes_it(forecasts: list[Forecast]) -> None:
    spreads = fitted(forecasts)
    assert spreads.every == pytest.approx(SPREAD, abs=0.003)
    assert len(spreads.without) == 64
    assert all(spread == pytest.approx(SPREAD, abs=0.01) for spread in spreads.without.values())


def test_the_pace_makes_forecasts_better_and_leaves_their_middle(forecasts: list[Forecast]) -> None:
    made = at_pace(forecasts)
    before, after = (float(np.mean([each.crps[name] for each in made])) for name in ("simulation", PACED))
    assert after < 0.85 * before
    assert errors(made, PACED).mape == pytest.approx(errors(made, "simulation").mape, abs=0.002)
    thirds = [coverage([each for each in made if each.stage == stage], PACED)[0] for stage in STAGES]
    assert min(thirds) > 0.7
    assert max(thirds) < 0.9


def _equal(ours: float | None, theirs: float | None) -> bool:
    return ours is not None and theirs is not None and math.isclose(ours, theirs, rel_tol=0, abs_tol=AGREE)
