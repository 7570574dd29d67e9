"""Small plans for the tests of containment."""

from __future__ import annotations

import datetime as dt
from typing import Any

from trueup.delivery.documents import Plan
from trueup.delivery.status import Roles

START = dt.date(2026, 1, 5)  # a Monday
ROLES = Roles(customer="northwind", providers=("acme", "sint"), names={"acme": "Acme", "northwind": "Northwind"})


def plan_of(activities: list[dict[str, Any]], moves: list[dict[str, Any]] = [], **keys: Any) -> Plan:  # noqa: B006
    """A plan of one calendar from Monday to Friday."""
    return Plan.model_validate({"id": "p", "start": START, "activities": activities, "moves": moves, **keys})


def rollout(**keys: Any) -> Plan:
    """Build and migrate follow one another, train stands beside; one move of each kind."""
    return plan_of(
        [
            {"id": "build", "party": "acme", "duration": "40d", "three_point": ["35d", "40d", "60d"], "cost": 120000},
            {"id": "train", "party": "sint", "duration": "3w", "cost_per_day": 100},
            {
                "id": "migrate",
                "name": "Migrate data",
                "party": "northwind",
                "duration": "30d",
                "three_point": ["4d", "30d", "50d"],
                "after": ["build", "train SS+5d"],
                "cost": 90000,
                "needs": {"crew": 1},
            },
        ],
        [
            {"id": "lend", "activity": "migrate", "by": "acme", "kind": "help", "saves": "10d", "cost": 25000},
            {"id": "rush", "activity": "build", "kind": "crash", "saves": "2w", "cost": 30000, "needs": {"crew": 2}},
            {"id": "early", "activity": "migrate", "kind": "overlap", "link": "build", "saves": "5d", "cost": 1000},
            {"id": "apart", "activity": "migrate", "kind": "resequence", "link": "train"},
            {"id": "drop", "scope": "training", "kind": "descope", "excludes": ["apart"]},
        ],
        resources=[{"id": "crew", "party": "northwind", "capacity": 2}],
        scope=[{"id": "training", "title": "Training", "activities": ["train"], "must": False}],
        **keys,
    )
