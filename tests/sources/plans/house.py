"""A small plan with everything that a file of Microsoft Project can hold."""

from __future__ import annotations

from trueup.delivery.documents import Plan
from trueup.delivery.results import Scheduled
from trueup.delivery.schedule import schedule

HOUSE = Plan.model_validate(
    {
        "id": "house",
        "title": "House",
        "start": "2026-01-05",
        "calendar": {"shifts": ["07:00-12:00", "12:30-15:30"], "holidays": ["2026-01-06"], "working": ["2026-01-10"]},
        "calendars": {"around": {"week": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "hours": 24}},
        "activities": [
            {"id": "dig", "name": "Dig", "party": "acme", "duration": "2d", "group": "Ground", "cost": 100,
             "at_start": 100,
             "committed": {"finish": "2026-01-09"}, "needs": {"crew": 2}},
            {"id": "pour", "name": "Pour", "party": "sint", "duration": "3d", "group": "Ground", "calendar": "around",
             "after": ["dig FS+8h"]},
            {"id": "roof", "name": "Roof", "duration": "4h", "after": ["pour SS+2d", "dig FF-1ed"],
             "constraint": {"kind": "start_no_earlier_than", "date": "2026-02-02"}},
            {"id": "over", "name": "Handed over", "duration": "0d", "after": ["roof"]},
        ],
        "resources": [{"id": "crew", "name": "Crew", "party": "acme", "capacity": 4}],
        "baselines": [
            {"id": "first", "set_on": "2026-01-01",
             "activities": {"dig": {"start": "2026-01-05", "finish": "2026-01-07T12:00:00", "cost": 100,
                                    "at_start": 100}}},
        ],
    }
)  # fmt: skip


def scheduled(plan: Plan) -> list[Scheduled]:
    """The schedule of a plan as rows."""
    planned = schedule(plan)
    return [
        Scheduled(
            activity=activity.id,
            name=activity.name or activity.id,
            party=activity.party,
            state="to_do",
            start=planned.start_day(at),
            finish=planned.finish_day(at),
            duration=1.0,
            percent=0.0,
            total_float=float(planned.total_float[at]),
            free_float=float(planned.free_float[at]),
            critical=bool(planned.critical[at]),
        )
        for at, activity in enumerate(plan.activities)
    ]
