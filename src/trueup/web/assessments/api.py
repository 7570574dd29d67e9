"""Verdicts, values and scorecards, for programs: what the pages show, as data."""

# No `from __future__ import annotations` here: the library reads the annotations of paged functions from elsewhere.

import datetime as dt
from typing import Annotated, Self

from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate

from trueup.agreements.results import AgreementResult
from trueup.scorecard.model import ClaimConflict, Claims, Finding, HeatCell, PartyName
from trueup.vocabulary.result import Amount
from trueup.web.assessments import queries
from trueup.web.assessments.portfolio import Filters
from trueup.web.assessments.seen import Seen
from trueup.web.assessments.stored import Freshness
from trueup.web.assessments.summary import Summary
from trueup.web.given import STANDS, Day, Given, Instant
from trueup.web.parties.access import ActorRequest, NotFound

router = Router()
Graded = Annotated[str, Query(description="only evidence of at least this grade: reported, verified or attested")]
KnownAt = Annotated[Instant | None, Query(description="only what was known at this instant; default: everything known")]
AsOf = Annotated[Day | None, Query(description="what had happened when this day began; default: today")]


class Narrowed(Given):
    """What a list of agreements is narrowed to."""

    book: str = Field(default="", description="the slug of a book")
    provider: str = Field(default="", description="the id of a provider in the book")
    project: str = Field(default="", description="a project")
    stage: str = Field(default="", description="a stage of the value chain that an objective is about")
    phase: str = Field(default="", description="a phase of the engagement that an objective is about")
    verdict: str = Field(default="", description="a verdict")
    text: str = Field(default="", max_length=200, description="a part of the title or of the id")
    grade: str = Field(default="reported", description="only evidence of at least this grade")


class AgreementRow(Schema):
    """An agreement in a list, as last assessed."""

    book: str = Field(description="the slug of its book")
    book_name: str
    id: str
    title: str
    project: str | None
    verdict: str
    p_success: float | None = Field(description="the chance that it keeps its promise; null: not to be said")
    realised: Amount = Field(description="the expected value realised, in the summary's currency")
    cost: Amount = Field(description="what it has cost")
    grade: str
    parts: list[str] = Field(description="the parts that the asking party has in it")
    summary: Summary
    freshness: Freshness


class JudgedAgreement(Schema):
    """An agreement as assessed: promise against proof, value against cost."""

    book: str
    grade: str
    currency: str
    parties: dict[str, str] = Field(description="the names of those who have a part in it, by id")
    freshness: Freshness
    on_grades: str | None = Field(description="one sentence, where the verdict changes with the grade of evidence")
    result: AgreementResult


class DayOfVerdict(Schema):
    """What was said of an agreement on a day."""

    as_of: dt.date
    computed_at: dt.datetime
    verdict: str
    p_success: float | None
    realised: float | None
    cost: float | None


class BookScorecard(Schema):
    """A book as assessed, as far as it is for the asking seat: `whole` for its customer."""

    book: str
    name: str
    as_of: dt.date
    grade: str
    currency: str
    whole: bool = Field(description="whether this is all of it; otherwise only what the seat's agreements say")
    freshness: Freshness
    parties: list[PartyName]
    agreements: list[AgreementResult]
    strengths: list[Finding]
    weaknesses: list[Finding]
    conflicts: list[ClaimConflict]
    insufficient: list[str]
    heat: list[HeatCell] | None
    claims: Claims | None
    expected_false_alarms: float | None
    multiplicity: str
    book_digest: str
    method: str
    seed: int

    @classmethod
    def of(cls, found: Seen) -> Self:
        """What was seen, in the names of the scorecard's contract."""
        return cls(
            as_of=found.freshness.as_of,
            parties=list(found.parties.values()),
            **{name: getattr(found, name) for name in cls.model_fields if name not in ("as_of", "parties")},
        )


@router.get("/agreements", response=list[AgreementRow], summary="Every agreement of one's party", openapi_extra=STANDS)
@paginate(key=("book", "id"))
def agreements(request: ActorRequest, narrowed: Query[Narrowed]) -> tuple[object, ...]:
    """Every agreement that the party has a part in, over all books, as last assessed."""
    asked = narrowed.model_dump(exclude={"grade"})
    return queries.portfolio(request.actor, Filters(**asked), narrowed.grade)


@router.get(
    "/books/{book}/agreements/{path:id}/timeline",
    response=list[DayOfVerdict],
    summary="The verdict day by day",
    openapi_extra=STANDS,
)
@paginate(key=("as_of",))
def timeline(request: ActorRequest, book: str, id: str, grade: Graded = "reported") -> tuple[object, ...]:
    """The verdict of each day on which the book was assessed, the earliest first."""
    return queries.timeline(request.actor, book, id, grade)


@router.get("/books/{book}/scorecard", response=BookScorecard, summary="A book as assessed", openapi_extra=STANDS)
def scorecard(
    request: ActorRequest, book: str, grade: Graded = "reported", as_of: AsOf = None, known_at: KnownAt = None
) -> BookScorecard:
    """The scorecard of a book, as far as it is for one's party: computed at once where it is not kept."""
    return BookScorecard.of(queries.latest(request.actor, book, grade, as_of, known_at))


@router.get(
    "/books/{book}/agreements/{path:id}",
    response=JudgedAgreement,
    summary="An agreement as assessed",
    openapi_extra=STANDS,
)
def agreement(
    request: ActorRequest, book: str, id: str, grade: Graded = "reported", as_of: AsOf = None
) -> queries.Judged:
    """Verdict, objectives, value and cost, at a grade and as of a day. 404 while no version is in force."""
    found = queries.agreement(request.actor, book, id, grade, as_of)
    if found is None:
        raise NotFound(f"no version of the agreement {id!r} is in force as of that day")
    return found
