"""A plan as its file has it, before it is a document: keys of the tool, and everything that a person may ask for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from trueup.delivery.documents import Calendar, Constraint, Day, Distribution
from trueup.delivery.duration import Duration
from trueup.delivery.link import NO_LAG, LinkKind
from trueup.sources.plans.file import Note, NoteKind

DAY = Duration(Decimal(1), "d")
NO_TIME = Duration(Decimal(0), "d")


@dataclass(slots=True)
class DraftLink:
    """A link from the activity or group with the key `before`."""

    before: str
    kind: LinkKind = "FS"
    lag: Duration = NO_LAG


@dataclass(slots=True)
class DraftActivity:
    """One activity. `fields` holds what may name its party; `where` is its place in the file.

    `planned` is when the file says that it starts, whatever its links ask.
    """

    key: str
    name: str
    where: str
    duration: Duration = NO_TIME
    three_point: tuple[Duration, Duration, Duration] | None = None
    distribution: Distribution = "pert"
    links: list[DraftLink] = field(default_factory=list)
    groups: tuple[str, ...] = ()
    calendar: str | None = None
    constraint: Constraint | None = None
    cost: Decimal = Decimal(0)
    cost_per_day: Decimal = Decimal(0)
    at_start: Decimal = Decimal(0)
    deadline: dt.date | None = None
    needs: dict[str, Decimal] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    planned: Day | None = None


@dataclass(slots=True)
class DraftResource:
    """Someone or something that activities need."""

    key: str
    name: str
    capacity: Decimal
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class DraftPlanned:
    """One activity in a baseline."""

    start: Day
    finish: Day
    cost: Decimal = Decimal(0)
    at_start: Decimal = Decimal(0)


@dataclass(slots=True)
class DraftBaseline:
    """A baseline: by the key of each activity."""

    id: str
    set_on: dt.date
    activities: dict[str, DraftPlanned] = field(default_factory=dict)


@dataclass(slots=True)
class DraftProgress:
    """How far an activity was at the end of a day; percent 0 to 100."""

    activity: str
    status_date: dt.date
    actual_start: dt.date | None = None
    actual_finish: dt.date | None = None
    percent: float | None = None
    actual_cost: Decimal | None = None
    remaining_days: float | None = None
    reported_by: str | None = None

    @property
    def says_anything(self) -> bool:
        """Whether it is more than the name of an activity."""
        return bool(self.percent or self.actual_start or self.actual_finish or self.actual_cost)


@dataclass(slots=True)
class DraftScope:
    """A deliverable and the activities that make it."""

    key: str
    title: str
    activities: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """Everything that was read, and the notes on what was not."""

    format: str
    title: str = ""
    start: dt.date | None = None
    calendar: Calendar = field(default_factory=Calendar)
    calendars: dict[str, Calendar] = field(default_factory=dict)
    activities: list[DraftActivity] = field(default_factory=list)
    groups: dict[str, str] = field(default_factory=dict)
    group_links: list[tuple[str, DraftLink]] = field(default_factory=list)
    resources: list[DraftResource] = field(default_factory=list)
    baselines: list[DraftBaseline] = field(default_factory=list)
    progress: list[DraftProgress] = field(default_factory=list)
    scope: list[DraftScope] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def note(self, kind: NoteKind, where: str, what: str) -> None:
        """Keep what a person must be told."""
        self.notes.append(Note(kind=kind, where=where, what=what))
