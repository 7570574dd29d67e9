"""A plan in trouble as of today: Sint's migration is late, and the plan names moves that could contain it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from trueup.book import write
from trueup.web.delivery.actions.report import report
from trueup.web.documents.access import plan_place
from trueup.web.evidence.sheets import stated
from trueup.web.parties.access import Actor

PLAN = "archive-plan"
TITLE = "Move the archive"
PAGE = f"/plans/northwind/{PLAN}"


def days(today: dt.date, number: int) -> str:
    return (today + dt.timedelta(days=number)).isoformat()


def plan(today: dt.date) -> dict[str, Any]:
    """Design and interfaces are done, the migration is under way and late, acceptance and the switch are to come."""
    return {
        "kind": "plan",
        "id": PLAN,
        "title": TITLE,
        "agreement": "claims-platform",
        "project": "claims-2026",
        "start": days(today, -140),
        "calendar": {"week": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]},
        "commitment": {"finish": days(today, 60), "budget": 520000, "must": ["finish"], "tolerance": 0.05},
        "commitments": {"acme": {"finish": days(today, -60)}, "sint": {"finish": days(today, 30)}},
        "activities": [
            {"id": "design", "name": "Design the new archive", "party": "acme", "duration": "40d", "cost": 80000},
            {"id": "core", "name": "Build the archive", "party": "acme", "duration": "35d", "after": ["design"],
             "cost": 120000},
            {"id": "migrate", "name": "Migrate the documents", "party": "sint", "duration": "60d",
             "three_point": ["55d", "60d", "95d"], "after": ["core"], "cost_per_day": 2000},
            {"id": "accept", "name": "Accept the archive", "party": "northwind", "duration": "20d",
             "three_point": ["15d", "20d", "30d"], "after": ["migrate"], "cost": 40000},
            {"id": "switch", "name": "Switch the old archive off", "party": "northwind", "duration": "10d",
             "after": ["accept"], "cost": 20000},
        ],
        "moves": [
            {"id": "lend", "name": "Acme lends six people to the migration", "kind": "help", "activity": "migrate",
             "by": "acme", "saves": "30d", "cost": 30000},
            {"id": "weekends", "name": "Sint migrates at night too", "kind": "crash", "activity": "migrate",
             "by": "sint", "saves": "10d", "cost": 25000},
            {"id": "early", "name": "Accept while the last documents move", "kind": "overlap", "activity": "accept",
             "link": "migrate", "by": "northwind", "saves": "6d", "cost": 5000},
        ],
        "baselines": [
            {"id": "signed", "set_on": days(today, -150), "activities": {
                "design": {"start": days(today, -140), "finish": days(today, -101), "cost": 80000},
                "core": {"start": days(today, -100), "finish": days(today, -66), "cost": 120000},
                "migrate": {"start": days(today, -65), "finish": days(today, -6), "cost": 120000},
                "accept": {"start": days(today, -5), "finish": days(today, 14), "cost": 40000},
                "switch": {"start": days(today, 15), "finish": days(today, 24), "cost": 20000},
            }}
        ],
        "scope": [{"id": "archive", "title": "The archive", "activities": ["migrate", "switch"]}],
    }  # fmt: skip


def put_in(folder: Path, today: dt.date) -> None:
    """The plan as a file of the book in a folder."""
    (folder / "plans" / "archive.yaml").write_text(write.dump(plan(today)), encoding="utf-8")


def reports(today: dt.date, party: str) -> list[dict[str, Any]]:
    """What a party says of its portion as of the day before yesterday."""
    status = days(today, -2)
    own = {
        "acme": [
            {"activity": "design", "actual_start": days(today, -140), "actual_finish": days(today, -101),
             "percent": 100, "actual_cost": 82000},
            {"activity": "core", "actual_start": days(today, -100), "actual_finish": days(today, -66),
             "percent": 100, "actual_cost": 118000},
        ],
        "sint": [
            {"activity": "migrate", "actual_start": days(today, -60), "percent": 20, "remaining_days": 55,
             "actual_cost": 90000}
        ],
    }  # fmt: skip
    return [{**row, "status_date": status} for row in own[party]]


def report_all(today: dt.date, **actors: Actor) -> None:
    """Both providers report."""
    for party, actor in actors.items():
        assert plan_place(actor, "northwind", PLAN)
        report(actor, "northwind", PLAN, stated(reports(today, party)), key=f"first-{party}", how="api")
