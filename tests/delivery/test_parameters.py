"""What a party committed to, parameter by parameter: better, worse, open, and amended."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.delivery.cases import ACTIVITIES, ON_TIME, but, case, done, plan, report
from trueup.delivery.commitments import own_portion
from trueup.delivery.parameters import Allowed, Judged, Subject, judge_cost, judge_finish

BUILD = Subject("build", "Acme", "Build", "Build", ("build",))
TENTH = Allowed(Fraction(1, 10))
COMMITTED = dt.date(2026, 3, 6)


def finish_on(day: str, allowed: Allowed = TENTH) -> Judged:
    return judge_finish(case(but(done("build", day, "acme", 1))), BUILD, COMMITTED, allowed)


@pytest.mark.parametrize(
    ("day", "better", "status", "words"),
    [
        ("2026-02-27", Fraction(7, 61), "met", "Acme finished Build on 27 February, 5 working days before"),
        ("2026-03-06", Fraction(0), "met", "Acme finished Build on 6 March, the day of its commitment"),
        ("2026-03-07", Fraction(-1, 61), "within_tolerance", "Acme finished Build on 7 March, 1 day after its"),
        ("2026-03-09", Fraction(-3, 61), "within_tolerance", "Acme finished Build on 9 March, 1 working day after"),
        ("2026-03-12", Fraction(-6, 61), "within_tolerance", "Acme finished Build on 12 March, 4 working days after"),
        ("2026-03-13", Fraction(-7, 61), "missed", "Acme finished Build on 13 March, 5 working days after"),
    ],
)
def test_a_finish_is_measured_from_the_start_of_the_plan(day: str, better: Fraction, status: str, words: str) -> None:
    found = finish_on(day)
    assert (found.better, found.status) == (better, status)
    assert found.words.startswith(words)
    assert finish_on(day, Allowed()).status == ("met" if better >= 0 else "missed")
    assert finish_on(day, Allowed(Fraction(1, 10), must=True)).status == ("met" if better >= 0 else "missed")


@given(
    st.dates(dt.date(2026, 1, 5), dt.date(2026, 12, 31)), st.fractions(0, 1), st.dates(dt.date(2026, 1, 5), COMMITTED)
)
def test_the_last_day_is_the_last_that_counts(day: dt.date, share: Fraction, committed: dt.date) -> None:
    allowed = Allowed(share)
    found = judge_finish(case(but(done("build", str(day), "acme", 1))), BUILD, committed, allowed)
    assert (found.status != "missed") == (day <= allowed.last_day(dt.date(2026, 1, 5), committed))


def cost_of(cost: str | None, committed: str = "120000", allowed: Allowed = TENTH) -> Judged:
    rows = but(done("build", "2026-03-06", "acme", None if cost is None else float(cost)))
    return judge_cost(case(rows), BUILD, Decimal(committed), allowed)


@pytest.mark.parametrize(
    ("cost", "better", "status"),
    [
        ("108000", Fraction(1, 10), "met"),
        ("120000", Fraction(0), "met"),
        ("132000", Fraction(-1, 10), "within_tolerance"),
        ("132000.01", None, "missed"),
    ],
)
def test_a_cost_is_measured_against_what_was_committed(cost: str, better: Fraction | None, status: str) -> None:
    found = cost_of(cost)
    assert found.status == status
    assert better is None or found.better == better


def test_no_cost_committed_and_some_spent() -> None:
    assert (cost_of("0", "0").status, cost_of("0", "0").better) == ("met", None)
    assert (cost_of("1", "0").status, cost_of("1", "0").better) == ("missed", None)


def test_a_cost_that_is_not_reported_is_open_and_unknown() -> None:
    found = cost_of(None)
    assert (found.status, found.unknown, found.actual) == ("open", True, None)
    under_way = judge_cost(
        case([report("build", "2026-02-06", "acme", percent=30.0, start="2026-01-05")]), BUILD, Decimal(10), TENTH
    )
    assert (under_way.status, under_way.unknown, under_way.actual) == ("open", False, None)
    assert under_way.words.endswith("nobody has reported what Build cost")


def test_a_portion_is_done_when_all_of_it_is() -> None:
    both = [{**each, "party": "acme"} for each in ACTIVITIES]
    of = plan(activities=both, commitments={"acme": {"finish": "2026-04-30", "cost": 250000}})
    rows = [done(row.activity, str(row.actual_finish), "acme", float(row.actual_cost or 0)) for row in ON_TIME]
    found = own_portion(case(rows, [of]), "acme").standing
    assert [(each.what, each.of, each.status) for each in found] == [
        ("finish", "acme", "met"), ("cost", "acme", "met"), ("finish", "build", "met"), ("cost", "build", "met"),
        ("finish", "train", "met"),
    ]  # fmt: skip
    assert found[0].words == "Acme finished its portion on 30 April, the day of its commitment"
    assert found[1].words == "Acme's portion cost 250,000 of 250,000 EUR"
    assert own_portion(case(rows[:2], [of]), "acme").standing[0].status == "open"


def test_what_was_left_out_after_its_day_is_missed() -> None:
    items = [{"id": "training", "title": "Training", "party": "sint", "activities": ["train"]}]
    rows = ON_TIME[:2]
    for day, expected in (("2026-04-01", []), ("2026-05-04", ["missed"])):
        gone = plan(version=2, effective=day, scope=[items[0] | {"descoped": day}])
        found = own_portion(case(rows, [plan(scope=items), gone]), "sint")
        assert [each.status for each in found.standing] == expected
        assert [each.status for each in found.first] == ["missed", "missed"]
    gone = plan(version=2, effective="2026-05-04", activities=ACTIVITIES[:2])
    [found_] = own_portion(case(rows, [plan(), gone]), "sint").standing
    assert (found_.status, found_.words) == ("missed", "train was left out after it was committed")


@pytest.mark.parametrize(("day", "standing"), [("2026-03-06", []), ("2026-03-07", ["missed", "met"])])
def test_handing_an_activity_over_ends_a_commitment_only_before_the_fact(day: str, standing: list[str]) -> None:
    """Who takes it over does not take the commitment."""
    taken = {**ACTIVITIES[0], "party": "sint", "committed": None}
    handed = plan(version=2, effective=day, activities=[taken, *ACTIVITIES[1:]])
    of = case([*ON_TIME[1:], done("build", "2026-03-20", "sint", 1)], [plan(), handed])
    assert [each.status for each in own_portion(of, "acme").standing] == standing
    assert [each.of for each in own_portion(of, "sint").standing] == ["train"]


def test_what_other_scope_still_needs_is_not_given_up() -> None:
    items = [
        {"id": "portal", "title": "Portal", "activities": ["train", "migrate"], "descoped": "2026-02-02"},
        {"id": "app", "title": "App", "activities": ["migrate"]},
    ]
    of = case(versions=[plan(scope=items)])
    assert (of.given_up, of.in_scope) == ({"train"}, ("build", "migrate"))


def test_an_amendment_without_a_date_was_known_from_the_start() -> None:
    loose = [{**ACTIVITIES[0], "committed": {"finish": "2026-03-20"}}, *ACTIVITIES[1:]]
    found = own_portion(case(versions=[plan(), plan(version=2, activities=loose)]), "acme")
    assert [each.committed for each in found.standing] == ["2026-03-20"]
    assert [each.committed for each in found.first] == ["2026-03-06", "120,000 EUR"]
