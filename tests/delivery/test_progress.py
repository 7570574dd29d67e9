"""Whose report counts, which stands, and what is odd about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.delivery.cases import KNOWN, ON_TIME, ROLES, done, plan, report
from trueup.delivery.progress import grade_of, progress_of
from trueup.delivery.status import Progress, ProgressRow
from trueup.vocabulary import Grade

LATER = dt.date(2027, 1, 1)


def known(*rows: ProgressRow, **other: Any) -> Progress:
    return progress_of(plan(), rows, **{"as_of": LATER, "roles": ROLES} | other)


def codes(progress: Progress) -> list[tuple[str, bool]]:
    return [(issue.code, issue.counts) for issue in progress.issues]


def test_nothing_reported() -> None:
    assert known() == Progress()
    assert known().of("build") is None
    assert not known().done("build")


def test_what_is_done_under_way_and_to_do() -> None:
    found = known(
        done("build", "2026-03-06", "acme", 120000, start="2026-01-05"),
        report("migrate", "2026-03-20", "northwind", percent=20.0, start="2026-03-09", remaining=25.0),
        report("train", "2026-03-20", "sint", percent=0.0),
    )
    assert {name: status.state for name, status in found.by_activity.items()} == {
        "build": "done",
        "migrate": "under_way",
        "train": "to_do",
    }
    build, migrate = found.by_activity["build"], found.by_activity["migrate"]
    assert (build.finish, build.percent, build.remaining, build.cost) == (dt.date(2026, 3, 6), 100, 0, Decimal(120000))
    assert (migrate.start, migrate.percent, migrate.remaining) == (dt.date(2026, 3, 9), 20, 25)
    assert found.status_date == dt.date(2026, 3, 20)
    assert found.issues == ()


def test_only_reports_for_days_before_the_moment_count() -> None:
    rows = [report("build", day, "acme", percent=percent) for day, percent in (("2026-02-06", 40), ("2026-03-06", 90))]
    early = known(*rows, as_of=dt.date(2026, 3, 6))
    assert (early.status_date, early.by_activity["build"].percent) == (dt.date(2026, 2, 6), 40)
    assert known(*rows, as_of=dt.date(2026, 3, 7)).by_activity["build"].percent == 90


def test_a_correction_takes_the_place_of_what_it_corrects() -> None:
    wrong = done("build", "2026-03-02", "acme", status="2026-03-06")
    right = done("build", "2026-03-05", "acme", status="2026-03-06", at=KNOWN + dt.timedelta(days=90))
    for rows in ([wrong, right], [right, wrong]):
        assert known(*rows).by_activity["build"].finish == dt.date(2026, 3, 5)
        assert len(known(*rows).rows) == 1


def test_grades_by_who_reports() -> None:
    assert [grade_of(party, ROLES) for party in ("acme", "northwind", "assay", "a-tool")] == [
        Grade.reported, Grade.verified, Grade.attested, Grade.reported,
    ]  # fmt: skip


def test_a_higher_grade_of_the_same_claim_stands() -> None:
    found = known(done("build", "2026-03-06", "acme", 120000), done("build", "2026-03-06", "northwind", 120000))
    assert found.by_activity["build"].grade == Grade.verified
    assert found.conflicts == ()


def test_what_one_leaves_open_another_completes_at_the_lesser_grade() -> None:
    found = known(done("build", "2026-03-06", "acme", 120000), done("build", "2026-03-06", "assay"))
    build = found.by_activity["build"]
    assert (build.reported_by, build.cost, build.grade) == ("assay", Decimal(120000), Grade.reported)


def test_later_news_stands_before_older_of_a_higher_grade() -> None:
    found = known(report("build", "2026-02-27", "northwind", percent=80.0), done("build", "2026-03-06", "acme"))
    assert found.by_activity["build"].finish == dt.date(2026, 3, 6)
    assert found.conflicts == ()


CLAIMS = (done("build", "2026-03-02", "acme", 110000), done("build", "2026-03-13", "northwind", 125000))


def test_claims_that_differ_are_a_conflict() -> None:
    [conflict] = known(*CLAIMS).conflicts
    assert (conflict.activity, conflict.about, conflict.claimants) == (
        "build",
        ("finish", "cost"),
        ("acme", "northwind"),
    )
    assert conflict.stands == "northwind"
    assert known(*CLAIMS).claimants == ("acme", "northwind")


def test_done_against_not_done_is_a_conflict_from_that_day_on() -> None:
    claim = done("build", "2026-03-02", "acme")
    assert known(claim, report("build", "2026-03-02", "northwind", percent=80.0)).conflicts
    assert not known(claim, report("build", "2026-03-01", "northwind", percent=80.0)).conflicts


@pytest.mark.parametrize(("party", "finish"), [("acme", dt.date(2026, 3, 2)), ("northwind", dt.date(2026, 3, 13))])
def test_each_claim_can_be_believed(party: str, finish: dt.date) -> None:
    found = known(*CLAIMS, believe=party)
    assert (found.by_activity["build"].finish, found.conflicts) == (finish, ())


def test_a_correction_ends_a_conflict() -> None:
    conceded = done("build", "2026-03-13", "acme", 125000)
    assert known(*CLAIMS, conceded).conflicts == ()


def test_the_observer_overrules_whoever_contradicts_it() -> None:
    found = known(*CLAIMS, done("build", "2026-03-06", "assay", 110000))
    build = found.by_activity["build"]
    assert (build.finish, build.grade, found.conflicts) == (dt.date(2026, 3, 6), Grade.attested, ())
    assert codes(found) == [("overruled", False), ("overruled", False)]


def test_costs_of_two_days_do_not_contradict_each_other() -> None:
    now = report("build", "2026-02-06", "acme", percent=40.0, cost=50000)
    assert not known(now, report("build", "2026-02-13", "northwind", percent=50.0, cost=60000)).conflicts
    assert known(now, report("build", "2026-02-06", "northwind", percent=40.0, cost=60000)).conflicts[0].about == (
        "cost",
    )


def test_at_a_grade_only_reports_of_that_grade_count() -> None:
    found = known(*ON_TIME, grade=Grade.verified)
    assert list(found.by_activity) == ["migrate"]
    assert codes(found) == [("below_grade", False), ("below_grade", False)]


def test_a_report_on_anothers_portion_does_not_count() -> None:
    found = known(done("migrate", "2026-04-17", "acme"))
    assert found.by_activity == {}
    assert codes(found) == [("not_its_portion", False)]
    assert "Northwind's portion" in found.issues[0].words


def test_who_is_no_party_counts_only_while_no_party_speaks() -> None:
    import_ = report("build", "2026-02-06", "a-tool", percent=30.0)
    assert known(import_).by_activity["build"].percent == 30
    both = known(import_, report("build", "2026-01-30", "acme", percent=20.0))
    assert both.by_activity["build"].percent == 20
    assert codes(both) == [("start_from_status", True), ("no_party", False)]


IMPOSSIBLE: dict[str, ProgressRow] = {
    "unknown_activity": report("biuld", "2026-02-06", "acme", percent=1.0),
    "before_plan_start": report("build", "2025-12-19", "acme", percent=1.0, start="2025-12-15"),
    "start_after_status": report("build", "2026-02-06", "acme", start="2026-02-09"),
    "finish_after_status": done("build", "2026-03-06", "acme", status="2026-03-05"),
    "finish_before_start": done("build", "2026-02-06", "acme", start="2026-02-09", status="2026-02-20"),
}


@pytest.mark.parametrize("code", IMPOSSIBLE)
def test_what_cannot_be_true_does_not_count_and_is_listed(code: str) -> None:
    found = known(IMPOSSIBLE[code])
    assert codes(found) == [(code, False)]
    assert found.by_activity == {}
    assert found.status_date is None


ODD: dict[str, Iterable[ProgressRow]] = {
    "before_plan_start": [report("build", "2026-01-09", "acme", percent=1.0, start="2026-01-02")],
    "percent_falls": [
        report("build", "2026-01-09", "acme", percent=40.0, start="2026-01-05"),
        report("build", "2026-01-16", "acme", percent=30.0),
    ],
    "percent_unknown": [report("build", "2026-01-09", "acme", start="2026-01-05")],
    "finished_below_100": [
        report("build", "2026-01-09", "acme", start="2026-01-05", finish="2026-01-09", percent=90.0)
    ],
    "finish_from_status": [report("build", "2026-01-09", "acme", start="2026-01-05", percent=100.0)],
    "start_from_status": [report("build", "2026-01-09", "acme", percent=10.0)],
    "reopened": [
        done("build", "2026-01-09", "acme", start="2026-01-05"),
        report("build", "2026-01-16", "acme", percent=90.0),
    ],
    "cost_falls": [
        report("build", "2026-01-09", "acme", percent=10.0, start="2026-01-05", cost=5000),
        report("build", "2026-01-16", "acme", percent=20.0, cost=4000),
    ],
    "cost_carried": [
        report("build", "2026-01-09", "acme", percent=10.0, start="2026-01-05", cost=5000),
        report("build", "2026-01-16", "acme", percent=20.0),
    ],
    "finish_before_start": [
        report("build", "2026-01-16", "acme", percent=10.0, start="2026-01-12"),
        done("build", "2026-01-09", "acme", status="2026-01-23"),
    ],
}


@pytest.mark.parametrize("code", ODD)
def test_what_is_odd_counts_and_is_listed(code: str) -> None:
    found = known(*ODD[code])
    assert codes(found) == [(code, True)]
    assert "build" in found.by_activity
    assert str(found.rows[-1].status_date.day) in found.issues[0].words


def test_what_is_odd_is_settled_as_said() -> None:
    def build(code: str) -> Any:
        return known(*ODD[code]).by_activity["build"]

    assert build("percent_falls").percent == 30
    assert build("percent_unknown").percent == 0
    assert build("finished_below_100").state == "done"
    assert build("finish_from_status").finish == dt.date(2026, 1, 9)
    assert build("start_from_status").start == dt.date(2026, 1, 9)
    assert build("reopened").state == "under_way"
    assert build("cost_falls").cost == 4000
    assert build("cost_carried").cost == 5000
    assert (build("finish_before_start").start, build("finish_before_start").finish) == (None, dt.date(2026, 1, 9))


def test_a_percentage_follows_from_what_remains() -> None:
    found = known(report("build", "2026-01-16", "acme", start="2026-01-05", remaining=36.0))
    assert (found.by_activity["build"].percent, found.by_activity["build"].remaining) == (pytest.approx(20), 36)


def test_an_unknown_activity_has_a_suggestion() -> None:
    assert "did you mean 'build'?" in known(IMPOSSIBLE["unknown_activity"]).issues[0].words


def test_other_plans_are_none_of_its_business() -> None:
    assert known(report("build", "2026-01-09", "acme", percent=9.0, plan="other")) == Progress()


REPORTS = [
    *ON_TIME,
    *CLAIMS,
    *(row for rows in ODD.values() for row in rows),
    *IMPOSSIBLE.values(),
    report("train", "2026-04-10", "assay", percent=70.0),
]


@given(st.permutations(REPORTS[:12]), st.sampled_from(list(Grade)))
def test_the_order_of_reports_never_matters(rows: list[ProgressRow], grade: Grade) -> None:
    # Rows that correct each other are told apart by when they became known.
    numbered = {id(row): index for index, row in enumerate(REPORTS)}
    timed = [_at(row, numbered[id(row)]) for row in rows]
    usual = sorted(timed, key=lambda row: row.recorded_at)
    assert known(*timed, grade=grade) == known(*usual, grade=grade)


def _at(row: ProgressRow, minute: int) -> ProgressRow:
    return ProgressRow(
        **{name: getattr(row, name) for name in ProgressRow.__slots__ if name != "recorded_at"},
        recorded_at=KNOWN + dt.timedelta(minutes=minute),
    )


@given(st.lists(st.sampled_from(REPORTS), max_size=8))
def test_every_report_counts_or_is_listed(rows: list[ProgressRow]) -> None:
    found = known(*rows)
    said = {(issue.activity, issue.reported_by, issue.status_date) for issue in found.issues if not issue.counts}
    kept = {(row.activity, row.reported_by, row.status_date) for row in found.rows}
    assert {(row.activity, row.reported_by, row.status_date) for row in rows} <= said | kept
