"""A plan assessed as a whole: pure, in parts, as of a moment."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from trueup.delivery.assess import BUDGET, PlanAssessment, assess_plan
from trueup.delivery.documents import Containment, Plan
from trueup.delivery.known import known_steps, known_versions
from trueup.delivery.results import DeliveryResult
from trueup.delivery.status import ProgressRow, Roles
from trueup.vocabulary import Grade, InputError, Moment

ROLES = Roles("northwind", ("acme",), ("assay",), {"northwind": "Northwind", "acme": "Acme", "assay": "Assay"})


def plan(**changes: Any) -> Plan:
    stated = {
        "id": "rollout",
        "start": dt.date(2026, 1, 5),
        "commitment": {"finish": dt.date(2026, 2, 13), "must": ["finish"]},
        "commitments": {"acme": {"finish": dt.date(2026, 1, 30)}},
        "activities": [
            {"id": "build", "party": "acme", "duration": "20d", "three_point": ["15d", "20d", "30d"], "cost": 100},
            {"id": "check", "party": "northwind", "duration": "10d", "after": ["build"], "cost": 50},
        ],
    }
    return Plan.model_validate(stated | changes)


def row(activity: str, status: dt.date, **said: Any) -> ProgressRow:
    blank = dict.fromkeys(("actual_start", "actual_finish", "percent", "actual_cost", "remaining_days"))
    recorded = dt.datetime.combine(status, dt.time(12), tzinfo=dt.UTC)
    stated: dict[str, Any] = {"reported_by": "acme", **blank, **said}
    return ProgressRow(plan="rollout", activity=activity, status_date=status, recorded_at=recorded, **stated)


BUILT = row(
    "build",
    dt.date(2026, 1, 31),
    actual_start=dt.date(2026, 1, 5),
    actual_finish=dt.date(2026, 1, 28),
    actual_cost=Decimal(90),
)


def assessed(
    *rows: ProgressRow, versions: tuple[Plan, ...] = (), as_of: dt.date = dt.date(2026, 2, 2)
) -> DeliveryResult:
    return assess_plan(
        versions or (plan(),),
        rows,
        (),
        moment=Moment(as_of),
        roles=ROLES,
        grade=Grade.reported,
        seed=7,
        currency="EUR",
        zone=dt.UTC,
    )


def test_the_same_input_gives_the_same_bytes():
    assert assessed(BUILT).model_dump_json() == assessed(BUILT).model_dump_json()


def test_the_simulation_of_an_assessment_is_bounded():
    found = assessed().simulation
    assert found is not None
    assert found.iterations == BUDGET


def test_nothing_is_simulated_once_everything_is_done():
    checked = row(
        "check",
        dt.date(2026, 2, 28),
        actual_start=dt.date(2026, 1, 29),
        actual_finish=dt.date(2026, 2, 11),
        reported_by="northwind",
    )
    found = assessed(BUILT, checked, as_of=dt.date(2026, 3, 1))
    assert found.complete
    assert found.simulation is None
    assert found.insufficient == ("nothing is left to simulate: everything is done",)
    assert (found.overall.standing, found.overall.overall) == ("final", "met")


def test_what_is_reported_after_the_moment_is_not_known():
    assert assessed(BUILT, as_of=dt.date(2026, 1, 31)).activities[0].state == "to_do"
    assert assessed(BUILT, as_of=dt.date(2026, 2, 1)).activities[0].state == "done"


def test_before_any_report_the_status_is_of_the_day_before_the_start():
    assert assessed().status_date == dt.date(2026, 1, 4)


def test_what_only_serves_scope_that_was_given_up_takes_no_time_any_more():
    whole = plan(
        activities=[
            *plan().model_dump()["activities"],
            {"id": "extra", "party": "northwind", "duration": "90d", "after": ["build"]},
        ],
        scope=[{"id": "more", "title": "More", "activities": ["extra"]}],
    )
    less = whole.model_copy(
        update={
            "version": 2,
            "effective": dt.date(2026, 2, 1),
            "scope": (whole.scope[0].model_copy(update={"descoped": dt.date(2026, 2, 1)}),),
        }
    )
    assert assessed(BUILT, versions=(whole,)).finish > dt.date(2026, 5, 1)
    assert assessed(BUILT, versions=(whole, less)).finish == dt.date(2026, 2, 13)


def test_parts_can_be_asked_for_without_the_rest():
    found = PlanAssessment((plan(),), (), (), Moment(dt.date(2026, 1, 5)), ROLES, Grade.reported, 7, "EUR", dt.UTC)
    assert found.schedule.last_day == dt.date(2026, 2, 13)
    assert "played" not in vars(found), "a schedule asks for no simulation"


def test_versions_are_known_when_they_were_agreed_and_hold_from_their_day_on():
    first = plan(agreed_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), effective=dt.date(2026, 2, 1))
    second = plan(version=2, effective=dt.date(2026, 3, 1))
    early = dt.datetime(2025, 12, 1, tzinfo=dt.UTC)
    assert known_versions((first, second), Moment(dt.date(2026, 1, 10))) == (first,)
    assert known_versions((first, second), Moment(dt.date(2026, 3, 1))) == (first, second)
    assert known_versions((first,), Moment(dt.date(2026, 3, 1), early)) == ()
    with pytest.raises(InputError, match="no version of the plan was known"):
        assess_plan(
            (first,), (), (), moment=Moment(dt.date(2026, 3, 1), early), roles=ROLES, grade=Grade.reported, seed=1,
            currency="EUR", zone=dt.UTC,
        )  # fmt: skip


def test_a_step_of_a_containment_is_known_from_its_day_on():
    proposed = Containment(id="c", plan="rollout", by="acme", on=dt.date(2026, 1, 20), moves=("lend",))
    withdrawn = proposed.model_copy(update={"version": 2, "state": "withdrawn", "on": dt.date(2026, 1, 25)})
    steps = (proposed, withdrawn)
    assert known_steps(steps, Moment(dt.date(2026, 1, 19))) == ()
    assert known_steps(steps, Moment(dt.date(2026, 1, 20))) == (proposed,)
    assert known_steps(steps, Moment(dt.date(2026, 1, 25))) == steps
