"""What is known of the progress of a plan: the shapes. trueup.delivery.progress works them out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from trueup.delivery.results import State
from trueup.vocabulary import Grade

Claimable = Literal["finish", "cost"]
IssueCode = Literal[
    "unknown_activity", "not_its_portion", "before_plan_start", "start_after_status", "finish_after_status",
    "finish_before_start", "percent_falls", "percent_unknown", "finished_below_100", "finish_from_status",
    "start_from_status", "reopened", "cost_falls", "cost_carried", "overruled", "below_grade", "no_party",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """One report of one activity, as at the end of `status_date`; percent 0 to 100, cost to date."""

    plan: str
    activity: str
    status_date: dt.date
    actual_start: dt.date | None
    actual_finish: dt.date | None
    percent: float | None
    actual_cost: Decimal | None
    remaining_days: float | None
    reported_by: str
    recorded_at: dt.datetime


@dataclass(frozen=True, slots=True)
class ActivityStatus:
    """How far one activity is, by one party's word: `percent` 0 to 100, `remaining` in its own working days.

    `start` is None for what has not begun, and for what is done by someone who never said when it began. `finish` is
    its last day. `cost` is cost to date; None: nobody said.
    """

    activity: str
    state: State
    start: dt.date | None
    finish: dt.date | None
    percent: float
    cost: Decimal | None
    remaining: float | None
    status_date: dt.date
    reported_by: str
    grade: Grade


@dataclass(frozen=True, slots=True)
class Conflict:
    """Claims about one activity that cannot all be true, in the order of who made them; the first named stands."""

    activity: str
    about: tuple[Claimable, ...]
    stands: str
    claims: tuple[ActivityStatus, ...]

    @property
    def claimants(self) -> tuple[str, ...]:
        """Who claims something."""
        return tuple(claim.reported_by for claim in self.claims)


@dataclass(frozen=True, slots=True)
class ProgressIssue:
    """Something odd about a report. `counts` says whether the report counts all the same."""

    code: IssueCode
    activity: str
    reported_by: str
    status_date: dt.date
    counts: bool
    words: str


@dataclass(frozen=True)
class Progress:
    """What is known of a plan's progress as of a moment.

    `status_date` is the latest day that any report which counts speaks for; None: nothing is reported.
    """

    status_date: dt.date | None = None
    by_activity: Mapping[str, ActivityStatus] = field(default_factory=dict)
    rows: tuple[ProgressRow, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    issues: tuple[ProgressIssue, ...] = ()

    def of(self, activity: str) -> ActivityStatus | None:
        """The status of an activity; None: nobody has said anything of it."""
        return self.by_activity.get(activity)

    def done(self, activity: str) -> bool:
        """Whether the activity is finished."""
        found = self.by_activity.get(activity)
        return found is not None and found.state == "done"

    @property
    def claimants(self) -> tuple[str, ...]:
        """Everyone with a claim that somebody else contradicts."""
        return tuple(sorted({name for conflict in self.conflicts for name in conflict.claimants}))


@dataclass(frozen=True, slots=True)
class Roles:
    """Who is who for a plan. `observers` are those without a stake in the result; `names` is what people call them."""

    customer: str | None = None
    providers: tuple[str, ...] = ()
    observers: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def name(self, party: str | None) -> str:
        """What people call the party."""
        return "nobody named" if party is None else self.names.get(party, party)
