"""What programs send and read of plans."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal, Self

from ninja import Field, Schema

from trueup.delivery.documents import ContainmentState, FrozenForecast
from trueup.delivery.results import ContainmentResult, Frontier, Overall, Standing
from trueup.scorecard.model import Delivery
from trueup.sources.plans.file import PlanReport
from trueup.vocabulary.result import Amount
from trueup.web.assessments.stored import Freshness
from trueup.web.delivery.contained import Contained
from trueup.web.delivery.frontiers import Run
from trueup.web.delivery.models import BroughtPlan
from trueup.web.delivery.queries import PlanRow, Seen, parties
from trueup.web.delivery.summary import PlanSummary
from trueup.web.documents.models import Version
from trueup.web.evidence.shapes import Cells
from trueup.web.given import Day, Given, Real, Whole

Number = Real | Whole
RunState = Literal["under_way", "done", "failed"]
ReadState = Literal["under_way", "read", "failed"]


class PlanRead(Schema):
    """A plan in a list, as last assessed."""

    book: str = Field(description="the slug of its book")
    book_name: str
    id: str
    title: str
    standing: Standing
    overall: Overall | None
    p_met: float | None = Field(description="the chance that the whole is met, as agreed; null: not to be said")
    currency: str
    parts: list[str] = Field(description="the parts that the asking party has in it")
    summary: PlanSummary
    freshness: Freshness

    @classmethod
    def of(cls, row: PlanRow) -> Self:
        """The row of a list."""
        said = row.summary
        return cls(
            book=row.book, book_name=row.book_name, id=row.id, title=row.title, standing=said.standing,
            overall=said.overall, p_met=said.p_met, currency=row.currency, parts=list(row.parts), summary=said,
            freshness=row.freshness,
        )  # fmt: skip


class Delivered(Schema):
    """A plan as assessed: verdicts, schedule, futures, earned value, quality and containments."""

    book: str
    grade: str
    currency: str
    parties: dict[str, str] = Field(description="the names of the parties of the plan, by id")
    freshness: Freshness
    result: Delivery

    @classmethod
    def of(cls, seen: Seen, result: Delivery) -> Self:
        """What is seen of it."""
        return cls(book=seen.book, grade=seen.grade, currency=seen.currency, parties=parties(seen.place, seen.id),
                   freshness=seen.freshness, result=result)  # fmt: skip


class ProgressRow(Given):
    """What is known of one activity as at the end of a day: at least one of the last five."""

    activity: str | None = Field(default=None, max_length=200, description="the activity's id, or its name")
    status_date: str | None = Field(default=None, max_length=40, description="what is said holds at this day's end")
    actual_start: str | None = Field(default=None, max_length=40, description="its first day")
    actual_finish: str | None = Field(default=None, max_length=40, description="its last day, if it is done")
    percent: Number | None = Field(default=None, description="how much of it is done, 0 to 100")
    actual_cost: Number | None = Field(default=None, description="cost to date, in the book's currency")
    remaining_days: Number | None = Field(default=None, description="working days that are left of it")


class ProgressGiven(Given):
    """Reports to take in: all of them or none."""

    rows: list[ProgressRow] = Field(max_length=20_000)
    reason: str = Field(default="", max_length=2000, description="why, where a row corrects an earlier one")


class ProgressPasted(Cells):
    """Cells of reports."""

    status_date: Day | None = Field(default=None, description="the status date, where no column says it")


class FrontierAsked(Given):
    """What stands for the plan's own promise in the search."""

    deadline: Day | None = Field(default=None, description="the last day; default: the plan's own")
    budget: Number | None = Field(default=None, description="the budget; default: the plan's own")


class FrontierRead(Schema):
    """The frontier that was asked for last."""

    state: RunState
    asked_at: dt.datetime
    ended_at: dt.datetime | None
    doing: str = Field(description="what is being done")
    done: int | None = Field(description="how far it is")
    total: int | None = Field(description="of how much")
    problem: str = Field(description="why it failed")
    out_of_date: bool = Field(description="whether the book has moved on since it was computed")
    frontier: Frontier | None

    @classmethod
    def of(cls, run: Run) -> Self:
        """How far it is."""
        row = run.row
        state: RunState = "under_way" if run.under_way else "failed" if row.problem else "done"
        return cls(
            state=state, asked_at=row.asked_at, ended_at=row.ended_at, doing=row.doing, done=row.done, total=row.total,
            problem=row.problem, out_of_date=run.out_of_date, frontier=run.frontier,
        )  # fmt: skip


class ContainmentRead(Schema):
    """A containment: the step that stands, the one that waits for signatures, and what came of it."""

    id: str
    title: str
    by: str = Field(description="the party that proposed it")
    state: ContainmentState
    moves: list[str]
    cost: Amount | None
    pays: dict[str, str] = Field(description="who pays for each move")
    forecast: FrozenForecast | None = Field(description="frozen when the customer validated it")
    waiting: ContainmentState | None = Field(description="the step that waits for signatures")
    waits_for: list[str] = Field(description="the parties that must still sign it")
    next: list[ContainmentState] = Field(description="the steps that the asking member may take next")
    result: ContainmentResult | None

    @classmethod
    def of(cls, found: Contained) -> Self:
        """How far it is."""
        step, waiting = found.latest, found.waiting
        return cls(
            id=found.id, title=found.title, by=step.by, state=step.state, moves=list(step.moves), cost=step.cost,
            pays=step.pays, forecast=step.forecast, waiting=found.proposed.state if found.proposed else None,
            waits_for=list(waiting.waits_for) if waiting else [], next=list(found.next), result=found.result,
        )  # fmt: skip


class ContainmentGiven(Given):
    """A set of moves to propose."""

    moves: list[str] = Field(min_length=1, max_length=40, description="ids of moves of the plan")
    title: str = Field(default="", max_length=200)
    why: str = Field(default="", max_length=5000)
    id: str = Field(default="", max_length=100, description="its id; default: made of the title")


class StepGiven(Given):
    """The next step of a containment."""

    to: ContainmentState
    cost: Decimal | None = Field(default=None, ge=0, description="costed: what it costs in all")
    pays: dict[str, str] = Field(default_factory=dict, description="costed: who pays for each move")
    why: str = Field(default="", max_length=5000, description="withdrawn: why")


class TakenStep(Schema):
    """A step that was taken: in force, or waiting for signatures."""

    id: str
    version: int
    state: Literal["proposed", "in_force"] = Field(description="proposed: it waits for signatures")
    digest: str = Field(description="what is signed")

    @classmethod
    def of(cls, version: Version) -> Self:
        """The version that says so."""
        state: Literal["proposed", "in_force"] = "in_force" if version.state == "in_force" else "proposed"
        return cls(id=version.doc_id, version=version.number, state=state, digest=version.digest)


class BroughtRead(Schema):
    """A file of a plan that was uploaded."""

    id: int
    file: str
    state: ReadState
    plan: str = Field(description="the plan whose draft it became")
    problem: str
    report: PlanReport | None
    progress: int = Field(description="reports of progress that came with it")
    recorded_at: dt.datetime | None = Field(description="when its progress was recorded")

    @classmethod
    def of(cls, row: BroughtPlan) -> Self:
        """How far it is."""
        state: ReadState = "under_way" if row.under_way else "failed" if row.problem else "read"
        return cls(id=row.pk, file=row.file, state=state, plan=row.plan, problem=row.problem, report=row.report_read,
                   progress=len(row.progress), recorded_at=row.recorded_at)  # fmt: skip
