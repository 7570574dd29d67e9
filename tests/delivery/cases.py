"""A small project of three parties, told in days and reports: for tests that judge it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from trueup.delivery.case import Case
from trueup.delivery.documents import Plan
from trueup.delivery.network import compile_plan
from trueup.delivery.progress import progress_of
from trueup.delivery.status import Progress, ProgressRow, Roles
from trueup.vocabulary import Grade

KNOWN = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
LATER = dt.date(2027, 1, 1)
ROLES = Roles(
    "northwind",
    ("acme", "sint"),
    ("assay",),
    {"northwind": "Northwind", "acme": "Acme", "sint": "Sint", "assay": "Assay"},
)
ACTIVITIES: tuple[dict[str, Any], ...] = (
    {"id": "build", "name": "Build", "party": "acme", "duration": "45d", "cost": 120000,
     "committed": {"finish": "2026-03-06", "cost": 120000}},
    {"id": "migrate", "name": "Migrate data", "party": "northwind", "duration": "30d", "after": ["build"],
     "cost": 90000},
    {"id": "train", "name": "Train", "party": "sint", "duration": "20d", "after": ["build"], "cost": 40000,
     "committed": {"finish": "2026-04-30"}},
)  # fmt: skip


def plan(**other: Any) -> Plan:
    """The rollout: Acme builds, Northwind migrates, Sint trains; all by 30 April for at most 260,000."""
    body = {
        "id": "rollout",
        "start": "2026-01-05",
        "commitment": {"finish": "2026-04-30", "budget": 260000},
        "activities": ACTIVITIES,
    }
    return Plan.model_validate(body | other)


def day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def report(activity: str, status: str, by: str, **said: Any) -> ProgressRow:
    """One report; `start` and `finish` as text, `cost` as a number."""
    cost = said.get("cost")
    return ProgressRow(
        plan=said.get("plan", "rollout"),
        activity=activity,
        status_date=dt.date.fromisoformat(status),
        actual_start=day(said.get("start")),
        actual_finish=day(said.get("finish")),
        percent=said.get("percent"),
        actual_cost=None if cost is None else Decimal(str(cost)),
        remaining_days=said.get("remaining"),
        reported_by=by,
        recorded_at=said.get("at", KNOWN),
    )


def done(activity: str, finish: str, by: str, cost: float | None = None, **said: Any) -> ProgressRow:
    """A report that an activity was finished."""
    return report(activity, said.pop("status", finish), by, finish=finish, percent=100.0, cost=cost, **said)


ON_TIME = (
    done("build", "2026-03-06", "acme", 120000, start="2026-01-05"),
    done("migrate", "2026-04-17", "northwind", 90000, start="2026-03-09"),
    done("train", "2026-04-30", "sint", 40000, start="2026-03-09"),
)
"""Everything on its day, for its price."""


def but(*changed: ProgressRow, of: Iterable[ProgressRow] = ON_TIME) -> list[ProgressRow]:
    """The same with the reports of some activities replaced."""
    names = {row.activity for row in changed}
    return [*(row for row in of if row.activity not in names), *changed]


def case(
    rows: Iterable[ProgressRow] = ON_TIME,
    versions: Sequence[Plan] | None = None,
    *,
    as_of: dt.date = LATER,
    roles: Roles = ROLES,
    grade: Grade = Grade.reported,
    expected: Mapping[str, dt.date] | None = None,
) -> Case:
    """The case before the judge, with one reading for each side of an open dispute."""
    told, reports = versions or [plan()], list(rows)

    def known(believe: str | None = None) -> Progress:
        return progress_of(told[-1], reports, as_of=as_of, roles=roles, grade=grade, believe=believe)

    progress = known()
    return Case(
        versions=told,
        progress=progress,
        axis=compile_plan(told[-1]).axis,
        roles=roles,
        currency="EUR",
        zone=dt.UTC,
        expected=expected or {},
        believed={party: known(party) for party in progress.claimants},
    )
