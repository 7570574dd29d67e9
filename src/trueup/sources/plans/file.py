"""What reading a file of a plan gives: the plan, its progress, and a report of what was read and what was not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field

from trueup.delivery.documents import Plan
from trueup.vocabulary.result import Result

NoteKind = Literal["dropped", "changed", "added", "missing"]


class Note(Result):
    """One thing of the file that did not get in as it stands, or that is not in the file and was put there."""

    kind: NoteKind = Field(description="dropped, changed, added, or missing from the file")
    where: str = Field(description="the row, task or sheet")
    what: str = Field(description="what, and why")

    def __str__(self) -> str:
        return f"{self.where}: {self.what} ({self.kind})"


class PlanReport(Result):
    """What was read of a file, and everything that was dropped or changed, with the place it came from."""

    file: str = Field(description="the file's name")
    format: str = Field(description="what it was read as")
    plan: str = Field(description="the plan's id")
    activities: int = Field(description="activities that were read")
    milestones: int = Field(default=0, description="those of them that take no time")
    groups: int = Field(default=0, description="summary tasks: they became `group` of their activities")
    links: int = Field(default=0, description="links between activities")
    resources: int = Field(default=0, description="resources")
    assignments: int = Field(default=0, description="what activities need of resources")
    calendars: int = Field(default=0, description="calendars, the plan's own included")
    baselines: int = Field(default=0, description="baselines")
    progress: int = Field(default=0, description="rows of progress")
    parties: dict[str, int] = Field(default_factory=dict, description="activities by the party that owns them")
    without_party: int = Field(default=0, description="activities that nobody owns")
    notes: tuple[Note, ...] = Field(default=(), description="what was dropped, changed, added or missing")


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan as a file has it. `progress` are rows of the fact table of that name."""

    plan: Plan
    progress: tuple[dict[str, Any], ...]
    report: PlanReport
