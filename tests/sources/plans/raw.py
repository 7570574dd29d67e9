"""What the child process answers, without Java: as plain data."""

from __future__ import annotations

from typing import Any

DAY = [["08:00", "12:00"], ["13:00", "17:00"]]


def task(key: str, **said: Any) -> dict[str, Any]:
    """One task: a day of work from 5 January 2026, unless said otherwise."""
    found: dict[str, Any] = dict.fromkeys(
        ("code", "wbs", "parent", "calendar", "deadline", "constraint", "second", "type", "percent", "actual_start",
         "actual_finish", "actual_cost", "accrual", "remaining")
    )  # fmt: skip
    found |= {
        "key": key, "id": key, "name": f"Task {key}", "level": 1.0, "summary": False, "children": 0, "external": False,
        "active": True, "subproject": False, "duration": [1.0, "DAYS"], "start": "2026-01-05T08:00",
        "finish": "2026-01-05T17:00", "manual": False, "cost": 0.0, "fixed_cost": 0.0, "baselines": {}, "links": [],
        "fields": {}, "splits": 0,
    }  # fmt: skip
    return found | said


def calendar(key: str = "1", **said: Any) -> dict[str, Any]:
    """Monday to Friday, eight hours."""
    week = [DAY] * 5 + [[], []]
    return {"key": key, "name": "Standard", "week": week, "odd": {}, "minutes_per_day": 480} | said


def project(*tasks: dict[str, Any], **said: Any) -> dict[str, Any]:
    """A whole answer."""
    properties = {
        "title": "House", "start": "2026-01-05T08:00", "status": None, "minutes_per_day": 480, "days_per_month": 20,
        "minutes_per_week": 2400, "calendar": "1", "application": "a tool", "baselines": [None] * 11,
    }  # fmt: skip
    found: dict[str, Any] = {"calendars": [calendar()], "resources": [], "assignments": [], "tasks": list(tasks)}
    return found | {"project": properties | said.pop("project", {})} | said
