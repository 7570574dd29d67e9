"""The cube for programs: any KPI by any two dimensions over time, the facts behind it, and kept views."""

# No `from __future__ import annotations` here: the library reads the annotations of paged functions from elsewhere.

import datetime as dt
from typing import Any, Literal, Self
from urllib.parse import urlencode

from ninja import Field, Query, Router, Schema, Status
from ninja.pagination import paginate

from trueup.vocabulary import PeriodText, SliceKeys
from trueup.web.evidence.known import Known
from trueup.web.explore import actions, queries
from trueup.web.explore.asked import Asked
from trueup.web.explore.models import SavedView
from trueup.web.given import STANDS, Given
from trueup.web.parties.access import ActorRequest

router = Router()
Down = Literal["kpi", "stage", "phase", "project", "provider", "segment"]
Across = Literal["stage", "phase", "project", "provider", "segment", "month", "quarter", "year"]
EVERY_AXIS = ("kpi", "stage", "phase", "project", "provider", "segment", "month", "quarter", "year")


class Place(Given):
    """Where: `-` stands for what belongs to no stage, project or provider."""

    kpi: str = Field(default="", max_length=200, description="a KPI")
    stage: str = Field(default="", max_length=200)
    phase: str = Field(default="", max_length=200)
    project: str = Field(default="", max_length=200)
    provider: str = Field(default="", max_length=200)
    segment: str = Field(default="", max_length=200)


class CubeAsked(Place):
    """Which part of the cube."""

    down: Down = Field(default="stage", description="the first dimension")
    across: Across = Field(default="provider", description="the second dimension, or a grain of time")
    last: Literal["12", "24", "60"] = Field(default="12", description="how many of the last periods")

    @property
    def asked(self) -> Asked:
        """The same, as Explore reads it: two equal dimensions are not asked for."""
        return Asked.of({name: str(value) for name, value in self.model_dump().items()})


class FactRead(Schema):
    """An observation behind a cell."""

    kpi: str
    period: PeriodText
    slice: SliceKeys
    actual: float | None
    n: int | None
    stderr: float | None
    reported_by: str
    claim: str | None
    missing_reason: str | None
    recorded_at: dt.datetime
    source: str
    source_ref: str | None
    seq: int = Field(description="its place among the facts of the book")


class ViewGiven(Given):
    """A view to keep, for everybody who sees the book."""

    name: str = Field(min_length=1, max_length=100)
    view: CubeAsked


class ViewRead(Schema):
    """A view that somebody kept; `query` is that of the page Explore."""

    id: int
    name: str
    query: str
    created_at: dt.datetime

    @classmethod
    def of(cls, kept: SavedView) -> Self:
        """The kept view."""
        return cls(id=kept.pk, name=kept.name, query=kept.query, created_at=kept.created_at)


@router.get("/books/{book}/cube", response=list[dict[str, Any]], summary="The cube", openapi_extra=STANDS)
@paginate(key=EVERY_AXIS)
def cube(request: ActorRequest, book: str, asked: Query[CubeAsked]) -> list[Any]:
    """The actual, n, target and attainment of each KPI by two dimensions and a grain of time.

    The whole cube for the book's customer; what their agreements promise for others.
    """
    return [dict(row) for row in queries.cube(queries.sight(request.actor, book), asked.asked)]


@router.get(
    "/books/{book}/cube/facts", response=list[FactRead], summary="The facts behind a cell", openapi_extra=STANDS
)
@paginate(key=("-seq",))
def facts(request: ActorRequest, book: str, place: Query[Place]) -> list[Known]:
    """The observations in a place that one may see: the latest 500."""
    where = {name: value for name, value in place.model_dump().items() if value}
    return list(queries.facts(queries.sight(request.actor, book), where))


@router.get("/books/{book}/views", response=list[ViewRead], summary="Kept views", openapi_extra=STANDS)
@paginate(key=("id",))
def views(request: ActorRequest, book: str) -> list[ViewRead]:
    """The views of the cube that somebody kept."""
    return [ViewRead.of(kept) for kept in queries.views(queries.sight(request.actor, book))]


@router.post("/books/{book}/views", response={201: ViewRead}, summary="Keep a view")
def keep_view(request: ActorRequest, book: str, given: ViewGiven) -> Status[ViewRead]:
    """Keep a view of the cube under a name."""
    found = queries.sight(request.actor, book)
    return Status(201, ViewRead.of(actions.save(request.actor, found, given.name, urlencode(given.view.model_dump()))))


@router.delete("/books/{book}/views/{int:view}", response={204: None}, summary="Remove a view")
def remove_view(request: ActorRequest, book: str, view: int) -> Status[None]:
    """Let go of a kept view: its maker may, and owners of the maker's party."""
    actions.remove(request.actor, queries.sight(request.actor, book), view)
    return Status(204, None)
