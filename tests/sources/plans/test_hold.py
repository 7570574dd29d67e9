from __future__ import annotations

import datetime as dt

from trueup.delivery.documents import Constraint, Plan
from trueup.delivery.schedule import schedule
from trueup.sources.plans.file import PlanFile, PlanReport
from trueup.sources.plans.hold import hold_starts

PLAN = Plan.model_validate(
    {
        "id": "house",
        "start": "2026-01-05",
        "calendar": {"shifts": ["08:00-12:00", "13:00-17:00"]},
        "activities": [
            {"id": "dig", "duration": "2d"},
            {"id": "pour", "duration": "3d", "after": ["dig"]},
            {"id": "crane", "duration": "1d", "after": ["dig"]},
            {"id": "roof", "duration": "1d", "after": ["crane", "pour"]},
        ],
    }
)


def held(planned: dict[str, dt.datetime]) -> PlanFile:
    report = PlanReport(file="x", format="csv", plan="house", activities=4)
    return hold_starts(PlanFile(PLAN, (), report), planned)


def test_only_starts_that_no_link_explains_are_kept_to_the_hour() -> None:
    read = held(
        {
            "dig": dt.datetime(2026, 1, 5, 8),
            "pour": dt.datetime(2026, 1, 7, 8),
            "crane": dt.datetime(2026, 1, 20, 13),
            "roof": dt.datetime(2026, 1, 21, 13),
        }
    )
    constraints = {each.id: each.constraint for each in read.plan.activities}
    assert constraints["crane"] == Constraint(kind="start_no_earlier_than", date=dt.datetime(2026, 1, 20, 13))
    assert [name for name, each in constraints.items() if each is not None] == ["crane"]
    assert [note.where for note in read.report.notes] == ["activity crane"]
    assert schedule(read.plan).early.start.tolist() == [0.0, 2.0, 15.5, 16.5]


def test_the_hour_at_which_work_begins_is_the_day() -> None:
    kept = held({"crane": dt.datetime(2026, 1, 20, 8)}).plan.activities[2].constraint
    assert kept is not None
    assert type(kept.date) is dt.date


def test_a_start_earlier_than_links_allow_is_left_to_the_links() -> None:
    assert held({"pour": dt.datetime(2026, 1, 6, 8)}).plan == PLAN


def test_a_day_in_json_is_a_day_and_an_hour_an_hour() -> None:
    for text, kind in (("2026-01-20", dt.date), ("2026-01-20T13:00:00", dt.datetime)):
        read = Constraint.model_validate({"kind": "start_no_earlier_than", "date": text})
        assert type(read.date) is kind
        assert read.model_dump(mode="json")["date"] == text
