"""Plans through the client: verdicts, progress, ways to contain a slip, plans in and out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from trueup.client.results import Answer, Freshness, Landed
from trueup.client.transport import Transport
from trueup.delivery.documents import ContainmentState, FrozenForecast
from trueup.delivery.results import ContainmentResult, Frontier, Overall, Standing, Why
from trueup.scorecard.model import Delivery

ROOT = "/api/v1"
Row = Mapping[str, Any]


class PlanRow(Answer):
    """A plan in a list, as last assessed."""

    book: str
    book_name: str
    id: str
    title: str
    standing: Standing
    overall: Overall | None
    p_met: float | None
    currency: str
    parts: tuple[str, ...]
    freshness: Freshness


class DeliveredPlan(Answer):
    """A plan as assessed; `parties` has their names by id."""

    book: str
    grade: str
    currency: str
    parties: dict[str, str]
    freshness: Freshness
    result: Delivery


class FrontierRun(Answer):
    """The frontier that was asked for last: `done` of `total` steps while it is under way."""

    state: Literal["under_way", "done", "failed"]
    asked_at: dt.datetime
    ended_at: dt.datetime | None
    doing: str
    done: int | None
    total: int | None
    problem: str
    out_of_date: bool
    frontier: Frontier | None


class PlanContainment(Answer):
    """A containment: the step that stands, the one that waits for signatures, what may follow, what came of it."""

    id: str
    title: str
    by: str
    state: ContainmentState
    moves: tuple[str, ...]
    cost: Decimal | None
    pays: dict[str, str]
    forecast: FrozenForecast | None
    waiting: ContainmentState | None
    waits_for: tuple[str, ...]
    next: tuple[ContainmentState, ...]
    result: ContainmentResult | None


class Taken(Answer):
    """A step of a containment: in force, or `proposed` while it waits for signatures."""

    id: str
    version: int
    state: Literal["proposed", "in_force"]
    digest: str


class BroughtPlan(Answer):
    """A file of a plan that was uploaded: read into the draft of `plan`."""

    id: int
    file: str
    state: Literal["under_way", "read", "failed"]
    plan: str
    problem: str
    progress: int


class PlanCalls:
    """What a client does with plans."""

    transport: Transport

    def plans(self, *, at_grade: str = "reported") -> Iterator[PlanRow]:
        """Every plan in which the member's party has a part."""
        return map(PlanRow.of, self.transport.pages(f"{ROOT}/plans", grade=at_grade))

    def plan(
        self, book: str, id: str, *, as_of: dt.date | str | None = None, at_grade: str = "reported"
    ) -> DeliveredPlan:
        """A plan as assessed, on progress of at least a grade."""
        day = as_of.isoformat() if isinstance(as_of, dt.date) else as_of
        return DeliveredPlan.of(self.transport.get(_plan(book, id), grade=at_grade, as_of=day))

    def why(self, book: str, id: str, activity: str = "") -> tuple[Why, ...]:
        """The chain that drives an activity, or the end of the plan."""
        return tuple(
            Why.model_validate(each) for each in self.transport.get(f"{_plan(book, id)}/why", activity=activity)
        )

    def report_progress(
        self, book: str, id: str, rows: Sequence[Row], *, reason: str = "", key: str | None = None
    ) -> Landed:
        """Report progress, all rows or none; a provider its own portion. A correction takes a `reason`.

        A row is a mapping: activity, status_date, and some of percent, actual_start, actual_finish, actual_cost and
        remaining_days.
        """
        body = {"rows": [dict(row) for row in rows], "reason": reason}
        return Landed.of(self.transport.change("POST", f"{_plan(book, id)}/progress", body, key=key))

    def search_frontier(
        self,
        book: str,
        id: str,
        *,
        deadline: dt.date | None = None,
        budget: float | None = None,
        key: str | None = None,
    ) -> FrontierRun:
        """Have the ways to contain a slip computed in the background."""
        body = {"deadline": deadline.isoformat() if deadline else None, "budget": budget}
        return FrontierRun.of(self.transport.change("POST", f"{_plan(book, id)}/frontier", body, key=key))

    def frontier(self, book: str, id: str) -> FrontierRun | None:
        """The frontier that was asked for last, and how far it is."""
        found = self.transport.get(f"{_plan(book, id)}/frontier")
        return None if found is None else FrontierRun.of(found)

    def containments(self, book: str, id: str) -> Iterator[PlanContainment]:
        """Every containment of a plan."""
        return map(PlanContainment.of, self.transport.pages(f"{_plan(book, id)}/containments"))

    def propose_containment(
        self, book: str, id: str, moves: Sequence[str], *, title: str = "", why: str = "", key: str | None = None
    ) -> Taken:
        """Propose a set of the plan's moves."""
        body = {"moves": list(moves), "title": title, "why": why}
        return Taken.of(self.transport.change("POST", f"{_plan(book, id)}/containments", body, key=key))

    def take_step(
        self,
        book: str,
        id: str,
        containment: str,
        to: ContainmentState,
        *,
        cost: Decimal | None = None,
        pays: Mapping[str, str] | None = None,
        why: str = "",
        key: str | None = None,
    ) -> Taken:
        """Take the next step of a containment; others sign its version (`version`, `sign`)."""
        body = {"to": to, "cost": None if cost is None else str(cost), "pays": dict(pays or {}), "why": why}
        path = f"{_plan(book, id)}/containments/{quote(containment, safe='')}/steps"
        return Taken.of(self.transport.change("POST", path, body, key=key))

    def bring_plan(self, book: str, file: Path | str, *, key: str | None = None, **said: str) -> BroughtPlan:
        """Have a file of a plan read into a draft; `said` may be plan, title, agreement, party, party_from."""
        path = Path(file)
        sent = {"files": {"file": (path.name, path.read_bytes())}, "params": said}
        address = f"{ROOT}/books/{quote(book, safe='')}/plan-files"
        return BroughtPlan.of(self.transport.change("POST", address, key=key, **sent))

    def brought_plan(self, book: str, id: int) -> BroughtPlan:
        """How far the reading of a file is."""
        return BroughtPlan.of(self.transport.get(f"{ROOT}/books/{quote(book, safe='')}/plan-files/{id}"))

    def export_plan(self, book: str, id: str) -> bytes:
        """The plan with its schedule as MSPDI XML."""
        return self.transport.send("GET", f"{_plan(book, id)}/export").content


def _plan(book: str, id: str) -> str:
    return f"{ROOT}/books/{quote(book, safe='')}/plans/{quote(id, safe='')}"
