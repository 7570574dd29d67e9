"""Progress by hand: all of it or none, and only what can count."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

import trueup
from tests.scorecard.test_deliveries import told
from trueup.scorecard.reported import Report, read_reports
from trueup.vocabulary import FactError

DAY = dt.date(2026, 1, 23)


def test_a_report_counts_and_a_later_one_of_the_same_day_replaces_it(tmp_path: Path):
    with trueup.open(told("forecast", tmp_path)) as book:
        for percent in (10.0, 20.0, 10.0):
            book.report_progress(
                None, [Report("migrate", DAY, "northwind", percent=percent, actual_cost=Decimal("12.5"))]
            )
            with book.plan(as_of="2026-01-25") as found:
                status = found.progress.of("migrate")
                assert status is not None
                assert (status.percent, status.cost) == (percent, Decimal("12.5"))


@pytest.mark.parametrize(
    ("report", "why"),
    [
        (Report("migrat", DAY, "northwind", percent=10), "did you mean 'migrate'"),
        (Report("migrate", DAY, "northwin", percent=10), "did you mean 'northwind'"),
        (Report("migrate", DAY, "acme", percent=10), "only its owner, the customer or an observer"),
        (Report("migrate", DAY, "northwind", actual_start=dt.date(2026, 2, 1)), "lies ahead"),
        (Report("migrate", dt.date(2025, 12, 1), "northwind", percent=1), "the plan starts on"),
        (Report("migrate", DAY, "northwind", percent=120), "0 to 100"),
        (Report("migrate", dt.date(2999, 1, 1), "northwind", percent=1), "lies ahead: today is"),
        (Report("migrate", DAY, "northwind", actual_cost=Decimal(-5)), "no cost to date"),
        (Report("migrate", DAY, "northwind", actual_cost=Decimal("1e30")), "no cost to date"),
        (Report("migrate", DAY, "northwind", remaining_days=1e300), "working days"),
    ],
)
def test_what_cannot_count_is_refused_and_nothing_of_it_is_stored(tmp_path: Path, report: Report, why: str):
    good = Report("build", DAY, "acme", percent=99)
    with trueup.open(told("forecast", tmp_path)) as book:
        with pytest.raises(FactError, match=why):
            book.report_progress("rollout", [good, report])
        with book.plan(as_of="2026-01-24") as found:
            assert found.progress.rows == ()


def test_nothing_to_report_is_said(tmp_path: Path):
    with trueup.open(told("forecast", tmp_path)) as book, pytest.raises(FactError, match="nothing to report"):
        book.report_progress(None, [])


def test_a_csv_says_as_much_as_it_has_columns_for():
    text = "activity,percent,actual_cost,actual_finish\nbuild,100,90.50,2026-01-22\ncheck,,,\n"
    first, second = read_reports(text, by="acme", status_date=DAY)
    assert first == Report("build", DAY, "acme", None, dt.date(2026, 1, 22), 100.0, Decimal("90.50"), None, line=2)
    assert second == Report("check", DAY, "acme", line=3)


def test_its_own_columns_go_before_what_is_said_for_all():
    text = "activity,reported_by,status_date\nbuild,northwind,2026-02-01\n"
    (found,) = read_reports(text, by="acme", status_date=DAY)
    assert (found.reported_by, found.status_date) == ("northwind", dt.date(2026, 2, 1))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("activity,percent\nbuild,half\n", "line 2, column percent: is not a number"),
        ("activity,actual_start\nbuild,1.2.2026\n", "is not a day like"),
        ("activity,percent\n,50\n", "line 2, column activity: is missing"),
        ("activity,done\nbuild,50\n", "there is no column 'done'"),
        ("activity,actual_cost\nbuild,nan\n", "line 2, column actual_cost: is not a number"),
        ("activity,actual_cost\nbuild,inf\n", "line 2, column actual_cost: is not a number"),
        ("activity,percent\nbuild,50,60\n", "more cells than the header"),
    ],
)
def test_cells_that_cannot_be_read_are_named(text: str, why: str):
    with pytest.raises(FactError, match=why):
        read_reports(text, by="acme", status_date=DAY)
