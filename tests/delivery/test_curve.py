"""The S-curve: planned, earned and spent over time, by what was reported for each day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.delivery.cases import ROLES, done, plan, report
from tests.delivery.test_earned import BASELINE, measured
from trueup.delivery.curve import curve
from trueup.delivery.documents import Planned
from trueup.delivery.results import CurvePoint

ROWS = [
    report("build", "2026-01-30", "acme", percent=50.0, start="2026-01-05", cost=50000),
    report("build", "2026-02-20", "acme", percent=80.0, cost=90000),
    done("build", "2026-03-06", "acme", 118000),
    report("migrate", "2026-03-20", "northwind", percent=10.0, start="2026-03-09", cost=8000),
]
STATUS = dt.date(2026, 3, 20)


def drawn(rows: Any = ROWS, status: dt.date = STATUS, **other: Any) -> dict[dt.date, CurvePoint]:
    points = curve(plan(), BASELINE, rows, status=status, roles=ROLES, currency="EUR", **other)
    assert [point.date for point in points] == sorted({point.date for point in points})
    return {point.date: point for point in points}


def test_each_reported_day_has_what_was_known_of_it() -> None:
    found = drawn()
    at = {str(day): (int(p.ev), int(p.ac)) for day, p in found.items() if p.ev is not None and p.ac is not None}
    assert at == {
        "2026-01-04": (0, 0),
        "2026-01-30": (60000, 50000),
        "2026-02-20": (96000, 90000),
        "2026-03-06": (120000, 118000),
        "2026-03-20": (129000, 126000),
    }


def test_at_the_status_date_it_is_the_earned_value_of_the_plan() -> None:
    whole = measured(*ROWS, status=str(STATUS))["plan:rollout"]
    now = drawn()[STATUS]
    assert (now.pv, now.ev, now.ac) == (whole.pv, whole.ev, whole.ac)


def test_it_ends_with_the_baseline_and_its_budget() -> None:
    last = list(drawn().values())[-1]
    assert (last.date, last.pv, last.ev) == (dt.date(2026, 4, 17), 250000, None)
    late = list(drawn(status=dt.date(2026, 6, 1)).values())[-1]
    assert (late.date, late.pv, late.ev) == (dt.date(2026, 6, 1), 250000, 129000)


def test_before_the_plan_starts_nothing_is_earned() -> None:
    found = drawn((), dt.date(2025, 12, 1))
    assert all(point.ev is None for point in found.values())
    assert found[dt.date(2026, 1, 4)].pv == 0


def test_a_long_plan_with_many_reports_has_few_points() -> None:
    baseline = {"build": Planned.model_validate({"start": "2026-01-05", "finish": "2035-12-31", "cost": 10**6})}
    rows = [
        report("build", str(dt.date(2026, 1, 5) + dt.timedelta(days=day)), "acme", percent=day / 40, cost=day)
        for day in range(1500)
    ]
    found = curve(plan(), baseline, rows, status=dt.date(2030, 2, 12), roles=ROLES, currency="EUR")
    assert 100 < len(found) <= 202
    assert found[-1].date == dt.date(2035, 12, 31)


@given(status=st.dates(dt.date(2026, 1, 5), dt.date(2026, 5, 1)))
def test_planned_value_never_falls(status: dt.date) -> None:
    planned = [point.pv for point in drawn(status=status).values()]
    assert planned == sorted(planned)
