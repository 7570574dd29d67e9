"""The promise in money for programs: the sealed business case, its network, and the goalposts that moved."""

# No `from __future__ import annotations` here: the library reads the annotations of paged functions from elsewhere.

from typing import Annotated

from ninja import Field, Query, Router, Schema

from trueup.value.goalposts_lines import read_by
from trueup.value.results_case import CaseResult, NetworkResult
from trueup.value.results_goalposts import Goalposts, GoalpostsResult
from trueup.web.parties.access import ActorRequest, NotFound
from trueup.web.value import promises

router = Router()
Graded = Annotated[str, Query(description="only evidence of at least this grade: reported, verified or attested")]
By = Annotated[str, Query(description="what a line is: agreement, provider or month")]
AGREEMENT = "/books/{book}/agreements/{path:id}"


class GoalpostsOfBook(Schema):
    """Moved goalposts of one book, over the agreements that the asking party sees."""

    book: str = Field(description="the slug of the book")
    result: GoalpostsResult


@router.get(AGREEMENT + "/business-case", response=CaseResult, summary="The business case of an agreement")
def business_case(request: ActorRequest, book: str, id: str, grade: Graded = "reported") -> CaseResult:
    """The case that the agreement names: by scenario, and its sealed version against what came."""
    return promises.case_of(request.actor, book, id, grade)


@router.get(AGREEMENT + "/benefits-network", response=NetworkResult, summary="What has to change for the benefits")
def benefits_network(request: ActorRequest, book: str, id: str) -> NetworkResult:
    """The benefits dependency network of that case, with its gaps."""
    found = promises.case_of(request.actor, book, id).network
    if found is None:
        raise NotFound("the business case has no network")
    return found


@router.get(AGREEMENT + "/goalposts", response=Goalposts, summary="What was moved in an agreement")
def goalposts(request: ActorRequest, book: str, id: str) -> Goalposts:
    """Every move since the first promise, and what of that still stands."""
    return promises.moved(request.actor, book, id)


@router.get("/goalposts", response=list[GoalpostsOfBook], summary="What was moved, over all agreements")
def every_goalpost(request: ActorRequest, by: By = "provider") -> list[GoalpostsOfBook]:
    """By provider, month or agreement, for each book; agreements without an amendment are left out."""
    found = promises.moved_by(request.actor, read_by(by))
    return [GoalpostsOfBook(book=each.slug, result=each.result) for each in found]
