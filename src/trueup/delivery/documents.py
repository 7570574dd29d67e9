"""What may be agreed about delivery: the plan with its portions and commitments, and containments of a slip."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from trueup.delivery.duration import DurationText
from trueup.delivery.link import LinkText
from trueup.vocabulary import Document, Id, Number, Part, Whole

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _date_alone(value: Any) -> Any:
    """The text 2026-03-05 is a day, not its first moment: as the end of something they are a day apart."""
    if isinstance(value, str) and len(value.strip()) == len("2026-03-05"):
        return dt.date.fromisoformat(value.strip())
    return value


Day = Annotated[dt.datetime | dt.date, BeforeValidator(_date_alone)]
"""A day, or an hour of it in the book's time zone (baselines of other tools are known to the hour)."""
Distribution = Literal["pert", "triangular", "uniform", "lognormal", "fixed"]
EarnedBy = Literal["measured", "0/100", "50/50", "milestones"]
ConstraintKind = Literal[
    "start_no_earlier_than", "start_no_later_than", "finish_no_earlier_than", "finish_no_later_than",
    "must_start_on", "must_finish_on", "as_late_as_possible",
]  # fmt: skip
MoveKind = Literal["help", "crash", "overlap", "resequence", "descope"]
ContainmentState = Literal["proposed", "costed", "validated", "in_progress", "done", "withdrawn"]


def date_of(day: Day) -> dt.date:
    """The day of an hour."""
    return day.date() if isinstance(day, dt.datetime) else day


def _twice(names: Iterable[str]) -> str:
    return ", ".join(sorted(name for name, count in Counter(names).items() if count > 1))


def _only_once(what: str, names: Iterable[str]) -> None:
    again = _twice(names)
    if again:
        raise ValueError(f"two {what} with one name: {again}")


def _at_most_the_cost(at_start: Decimal, cost: Decimal) -> None:
    if at_start > cost:
        raise ValueError(f"`at_start` is part of the cost: {at_start} is more than {cost}")


class Calendar(Part):
    """When people work: days of the week, hours a day, days off; `shifts` where the hours of the day matter."""

    week: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")
    hours: Number = Field(default=Decimal(8), gt=0, le=24)
    shifts: tuple[Annotated[str, Field(pattern=r"^\d\d:\d\d-\d\d:\d\d$")], ...] = ()
    holidays: tuple[dt.date, ...] = ()
    working: tuple[dt.date, ...] = ()

    @field_validator("week")
    @classmethod
    def _some_day(cls, value: tuple[Weekday, ...]) -> tuple[Weekday, ...]:
        if not value:
            raise ValueError("a week without a working day: nothing would ever finish")
        return value


class Commitment(Part):
    """What was promised overall: the last day, and the budget.

    `must` names what may not be missed at all; the rest is met within `tolerance` (a share: .10 is "largely met").
    `margin` is how much better makes a party's own portion exceeded.
    """

    finish: dt.date | None = None
    budget: Number | None = Field(default=None, ge=0)
    must: tuple[Literal["finish", "budget"], ...] = ()
    tolerance: Number = Field(default=Decimal("0.10"), ge=0, le=1)
    margin: Number = Field(default=Decimal("0.05"), gt=0, le=1)


class Committed(Part):
    """What a party committed to for its portion, or for one activity: the last day it works on, and the cost."""

    finish: dt.date | None = None
    cost: Number | None = Field(default=None, ge=0)


class Constraint(Part):
    """A day, or an hour of it, that the network alone does not give.

    Hard ones hide the truth: the quality gate counts them.
    """

    kind: ConstraintKind
    date: Day | None = None

    @model_validator(mode="after")
    def _dated(self) -> Any:
        if (self.date is None) != (self.kind == "as_late_as_possible"):
            raise ValueError("every constraint but as_late_as_possible has a `date`")
        return self


class Milestone(Part):
    """A step of an activity that earns its share of the value when it is reached."""

    id: Id
    name: str | None = None
    percent: Number = Field(gt=0, le=100)
    earns: Number = Field(gt=0, le=1)


class Activity(Part):
    """One piece of work, owned by one party.

    `duration` is the plan's; `three_point` what it may take (optimistic, most likely, pessimistic). `cost` is what it
    costs however long it takes, `cost_per_day` for each working day; `at_start` is how much of `cost` falls due as it
    starts, while the rest accrues evenly over its working time. `earned` is the declared rule by which value is earned:
    measured percent, 0/100, 50/50, or `milestones`.
    """

    id: Id
    name: str | None = None
    party: Id | None = None
    duration: DurationText
    three_point: tuple[DurationText, DurationText, DurationText] | None = None
    distribution: Distribution = "pert"
    after: tuple[LinkText, ...] = ()
    calendar: Id | None = None
    constraint: Constraint | None = None
    cost: Number = Field(default=Decimal(0), ge=0)
    cost_per_day: Number = Field(default=Decimal(0), ge=0)
    at_start: Number = Field(default=Decimal(0), ge=0)
    committed: Committed | None = None
    earned: EarnedBy = "measured"
    milestones: tuple[Milestone, ...] = ()
    needs: dict[Id, Number] = Field(default_factory=dict)
    group: str | None = None

    @model_validator(mode="after")
    def _milestones_belong_to_their_rule(self) -> Any:
        _only_once("milestones", (each.id for each in self.milestones))
        if bool(self.milestones) != (self.earned == "milestones"):
            raise ValueError("`milestones` belongs to `earned: milestones`: both or neither")
        if self.milestones and sum(each.earns for each in self.milestones) != 1:
            raise ValueError("the shares that milestones earn must add up to 1")
        return self

    @model_validator(mode="after")
    def _due_at_start_is_part_of_the_cost(self) -> Any:
        _at_most_the_cost(self.at_start, self.cost)
        return self


class Resource(Part):
    """People or machines of a party: how much of it there is at any time."""

    id: Id
    name: str | None = None
    party: Id | None = None
    capacity: Number = Field(gt=0)


class Risk(Part):
    """An event that may happen once: with `probability`, it adds `impact` to each of its activities, and `cost`."""

    id: Id
    name: str
    probability: Number = Field(ge=0, le=1)
    activities: tuple[Id, ...] = Field(min_length=1)
    impact: tuple[DurationText, DurationText, DurationText] | None = None
    cost: Number = Field(default=Decimal(0), ge=0)
    owner: Id | None = None


class Correlation(Part):
    """How much durations move together (Gaussian copula, rank correlation): those of one party, and all others."""

    party: Number = Field(default=Decimal(0), ge=0, lt=1)
    overall: Number = Field(default=Decimal(0), ge=0, lt=1)

    @model_validator(mode="after")
    def _party_at_least_overall(self) -> Any:
        if self.overall > self.party:
            raise ValueError("activities of one party move together at least as much as any two: party >= overall")
        return self


class Planned(Part):
    """One activity in a baseline: when it was to start and finish (the last day), and what it was to cost in all.

    `at_start` is how much of that falls due as it starts; the rest accrues evenly over its working time.
    """

    start: Day
    finish: Day
    cost: Number = Field(default=Decimal(0), ge=0)
    at_start: Number = Field(default=Decimal(0), ge=0)

    @model_validator(mode="after")
    def _due_at_start_is_part_of_the_cost(self) -> Any:
        _at_most_the_cost(self.at_start, self.cost)
        return self


class PlanBaseline(Part):
    """The schedule as it was agreed on a day. Never changed afterwards: a new agreement is a new baseline."""

    id: Id
    set_on: dt.date
    activities: dict[Id, Planned] = Field(min_length=1)


class PlanScopeItem(Part):
    """A deliverable: done when its activities are. `descoped` says when it was given up; `must` that it may not be."""

    id: Id
    title: str
    activities: tuple[Id, ...] = ()
    party: Id | None = None
    must: bool = True
    descoped: dt.date | None = None


# Agreements have baselines and scope items too, and a schema needs one name for each; within delivery these do.
Baseline = PlanBaseline
ScopeItem = PlanScopeItem


class Move(Part):
    """What could contain a slip, on anyone's portion: `by` does it on `activity`, whoever owns that.

    `saves` is the working time it takes off the activity; `overlap` starts the activity before `link` has finished by
    `saves`; `resequence` drops the link from `link`; `descope` leaves the activity, or a whole `scope` item, out.
    """

    id: Id
    name: str | None = None
    kind: MoveKind
    activity: Id | None = None
    scope: Id | None = None
    link: Id | None = None
    by: Id | None = None
    saves: DurationText | None = None
    cost: Number = Field(default=Decimal(0), ge=0)
    excludes: tuple[Id, ...] = ()
    needs: dict[Id, Number] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Any:
        if (self.activity is None) == (self.scope is None):
            raise ValueError("a move is about an `activity` or a `scope` item: one of them")
        if self.scope is not None and self.kind != "descope":
            raise ValueError("only `descope` is about a `scope` item")
        if self.kind in ("help", "crash", "overlap") and self.saves is None:
            raise ValueError(f"`{self.kind}` says how much time it saves: saves: 10d")
        if (self.kind in ("overlap", "resequence")) != (self.link is not None):
            raise ValueError("`link` names the predecessor that overlap and resequence are about, and only they")
        return self


class Plan(Document):
    """Activities with links, each owned by a party (its portion), and what was committed.

    A version is never changed; version 1 holds the first promise. `baselines` of an earlier version stand unchanged in
    every later one.
    """

    kind: Literal["plan"] = "plan"
    title: str | None = None
    agreement: Id | None = None
    project: str | None = None
    effective: dt.date | None = None
    why: str | None = None
    start: dt.date
    calendar: Calendar = Calendar()
    calendars: dict[Id, Calendar] = Field(default_factory=dict)
    commitment: Commitment = Commitment()
    commitments: dict[Id, Committed] = Field(default_factory=dict)
    activities: tuple[Activity, ...] = Field(min_length=1)
    resources: tuple[Resource, ...] = ()
    moves: tuple[Move, ...] = ()
    risks: tuple[Risk, ...] = ()
    correlation: Correlation = Correlation()
    baselines: tuple[Baseline, ...] = ()
    scope: tuple[ScopeItem, ...] = ()
    penalty_per_day: Number = Field(default=Decimal(0), ge=0)
    bonus: Number = Field(default=Decimal(0), ge=0)
    bonus_by: dt.date | None = None

    @model_validator(mode="after")
    def _names_are_unique(self) -> Any:
        for what in ("activities", "resources", "moves", "risks", "baselines", "scope"):
            _only_once(what, (each.id for each in getattr(self, what)))
        return self

    def activity(self, id: str) -> Activity | None:
        """The activity of that id, or None."""
        return next((activity for activity in self.activities if activity.id == id), None)


class Chance(Part):
    """What was forecast of a plan at a moment, frozen: probabilities 0 to 1, days, money."""

    on_time: Number = Field(ge=0, le=1)
    in_budget: Number | None = Field(default=None, ge=0, le=1)
    met: Number = Field(ge=0, le=1)
    finish_p50: dt.date
    finish_p80: dt.date
    cost: Number


class FrozenForecast(Part):
    """The forecast on which a containment was validated: kept, so that predicted and realised stand side by side."""

    as_of: dt.date
    plan: str
    seed: Whole
    iterations: Whole = Field(ge=1)
    method: str
    without: Chance
    with_: Chance = Field(alias="with")


class Containment(Document):
    """A priced set of moves that brings a plan back inside its commitments.

    Each step is a version of its own, with the day `on` which it was taken: proposed, costed, validated (by the
    customer), in progress, done, or withdrawn. `pays` says who pays for each move.
    """

    kind: Literal["containment"] = "containment"
    plan: Id
    title: str | None = None
    by: Id
    state: ContainmentState = "proposed"
    on: dt.date
    moves: tuple[Id, ...] = Field(min_length=1)
    cost: Number | None = Field(default=None, ge=0)
    pays: dict[Id, Id] = Field(default_factory=dict)
    forecast: FrozenForecast | None = None
    why: str | None = None
