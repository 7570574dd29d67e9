"""Small random plans for properties: all links, lags and leads, two calendars, moves, people, progress."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from tests.delivery.containment.plans import START
from trueup.delivery.documents import Plan
from trueup.delivery.status import ActivityStatus, Progress
from trueup.vocabulary import Grade

CALENDARS = {
    "always": {"week": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]},
    "odd": {"week": ["tue", "thu", "sat"], "holidays": ["2026-01-15"], "hours": 6},
}
LENGTHS = ["0d", "1d", "2d", "3d", "1w", "4h", "12h"]
LAGS = ["", "+1d", "-1d", "+2ed", "+4h", "-2d"]


@st.composite
def plans(draw: st.DrawFn, *, people: bool = False, calendars: bool = True) -> Plan:
    count = draw(st.integers(2, 6))
    activities = [_activity(draw, at, people=people, calendars=calendars) for at in range(count)]
    moves = [_move(draw, activities, number, people=people) for number in range(draw(st.integers(0, 4)))]
    body: dict[str, Any] = {
        "id": "p",
        "start": START,
        "calendar": {"holidays": ["2026-01-09"]},
        "calendars": CALENDARS,
        "activities": activities,
        "moves": [move for move in moves if move is not None],
        "resources": [{"id": "crew", "capacity": 2}],
        "commitment": {"finish": START + dt.timedelta(draw(st.integers(0, 30))), "budget": 400},
    }
    return Plan.model_validate(body)


def _activity(draw: st.DrawFn, at: int, *, people: bool, calendars: bool) -> dict[str, Any]:
    before = draw(st.sets(st.integers(0, at - 1), max_size=2)) if at else set()
    links = [
        f"a{each} {draw(st.sampled_from(['FS', 'FS', 'SS', 'FF', 'SF']))}{draw(st.sampled_from(LAGS))}"
        for each in sorted(before)
    ]
    body: dict[str, Any] = {"id": f"a{at}", "duration": draw(st.sampled_from(LENGTHS)), "after": links, "cost": 10}
    if calendars:
        body["calendar"] = draw(st.sampled_from([None, None, "always", "odd"]))
    if people:
        body["needs"] = {"crew": draw(st.sampled_from([0, 1, 2, "0.5"]))}
    return {key: value for key, value in body.items() if value is not None}


def _move(draw: st.DrawFn, activities: list[dict[str, Any]], number: int, *, people: bool) -> dict[str, Any] | None:
    activity = draw(st.sampled_from(activities))
    kind = draw(st.sampled_from(["help", "crash", "overlap", "resequence", "descope"]))
    body: dict[str, Any] = {"id": f"m{number}", "kind": kind, "activity": activity["id"]}
    body["cost"] = draw(st.integers(0, 9)) * 10
    if kind in ("overlap", "resequence"):
        if not activity["after"]:
            return None
        body["link"] = draw(st.sampled_from(activity["after"])).split()[0]
    if kind in ("help", "crash"):
        body["saves"] = draw(st.sampled_from(["1d", "4h", "2d"]))
    if kind == "overlap":
        if any("ed" in link for link in activity["after"]):
            return None
        body["saves"] = draw(st.sampled_from(["1d", "2d"]))
    if people and kind in ("help", "crash") and activity["needs"]["crew"] in (0, 1):
        body["needs"] = {"crew": draw(st.sampled_from([0, 1]))}
    return body


@st.composite
def under_way(draw: st.DrawFn) -> Progress:
    """The first activity is done or half done after a week."""
    status_date = START + dt.timedelta(4)
    state = draw(st.sampled_from(["done", "under_way"]))
    status = ActivityStatus(
        activity="a0",
        state=state,
        start=START,
        finish=START + dt.timedelta(draw(st.integers(0, 4))) if state == "done" else None,
        percent=100.0 if state == "done" else 50.0,
        cost=None,
        remaining=draw(st.sampled_from([None, 1.0, 2.5])) if state == "under_way" else None,
        status_date=status_date,
        reported_by="acme",
        grade=Grade.reported,
    )
    return Progress(status_date=status_date, by_activity={"a0": status})
