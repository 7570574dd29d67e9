"""The money side for programs: what was caused, the sealed business case, its network, the goalposts that moved."""

# No `from __future__ import annotations` here: the library reads the annotations of paged functions from elsewhere.

import datetime as dt
from typing import Annotated, Literal

from ninja import Field, Query, Router, Schema

from trueup.value.deal import Stated
from trueup.value.goalposts_lines import read_by
from trueup.value.results_attribution import AttributionResult
from trueup.value.results_case import CaseResult, NetworkResult
from trueup.value.results_deal import Deal
from trueup.value.results_goalposts import Goalposts, GoalpostsResult
from trueup.web.documents.access import agreement_place
from trueup.web.given import Day
from trueup.web.parties.access import ActorRequest, NotFound
from trueup.web.value import deals, promises
from trueup.web.value.computing import ATTRIBUTION
from trueup.web.value.queries import kept

router = Router()
NOT_KEPT = {"x-scope": "read", "x-own-idempotency": True}
"""It changes nothing, and what a side states of its own is in no kept answer."""
Graded = Annotated[str, Query(description="only evidence of at least this grade: reported, verified or attested")]
AsOf = Annotated[Day | None, Query(description="what had happened when this day began; default: today")]
By = Annotated[str, Query(description="what a line is: agreement, provider or month")]
AGREEMENT = "/books/{book}/agreements/{path:id}"


class AttributionOf(Schema):
    """What an agreement caused, as it was computed last."""

    state: Literal["done", "under_way", "refused"] = Field(description="under_way: it is being computed; ask again")
    problem: str = Field(description="why it could not be computed, where it was refused")
    computed_at: dt.datetime | None
    result: AttributionResult | None = Field(description="objective by objective; null while it is not done")


class GoalpostsOfBook(Schema):
    """Moved goalposts of one book, over the agreements that the asking party sees."""

    book: str = Field(description="the slug of the book")
    result: GoalpostsResult


@router.get(AGREEMENT + "/attribution", response=AttributionOf, summary="What an agreement caused")
def attribution(request: ActorRequest, book: str, id: str) -> AttributionOf:
    """Each objective's effect against what would have happened anyway, with every assumption and its mark."""
    told = kept(agreement_place(request.actor, book, id), ATTRIBUTION)
    if told is None:
        return AttributionOf(state="under_way", problem="", computed_at=None, result=None)
    return AttributionOf(
        state="done" if told.body else "refused",
        problem=told.problem,
        computed_at=told.computed_at,
        result=told.read(AttributionResult),
    )


class DealGiven(Schema):
    """What a simulation starts from, each for the whole deal; nothing of it is kept."""

    provider_cost: float | None = Field(None, ge=0, le=1e15, description="the provider's own cost; null: not stated")
    provider_needs: float = Field(0, ge=-1e15, le=1e15, description="what the provider must expect to be left with")
    customer_cost: float = Field(0, ge=0, le=1e15, description="the customer's own cost, fees apart")
    customer_needs: float = Field(0, ge=-1e15, le=1e15, description="what the customer must expect to be left with")
    reach: tuple[float, float, float] | None = Field(
        None, description="share of the promised value that is reached: least, likeliest, most; null: the forecasts"
    )


@router.post(AGREEMENT + "/deal", response=Deal, summary="Simulate a deal before it is signed", openapi_extra=NOT_KEPT)
def simulate_deal(request: ActorRequest, book: str, id: str, given: DealGiven) -> Deal:
    """The terms that are proposed, else those in force, over everything that may happen. Changes nothing."""
    stated = Stated(given.provider_cost, given.provider_needs, given.customer_cost, given.customer_needs)
    return deals.simulate(request.actor, book, id, stated, given.reach)


@router.get(AGREEMENT + "/business-case", response=CaseResult, summary="The business case of an agreement")
def business_case(
    request: ActorRequest, book: str, id: str, grade: Graded = "reported", as_of: AsOf = None
) -> CaseResult:
    """The case that the agreement names: by scenario, and its sealed version against what came."""
    return promises.case_of(request.actor, book, id, grade, as_of)


@router.get(AGREEMENT + "/benefits-network", response=NetworkResult, summary="What has to change for the benefits")
def benefits_network(request: ActorRequest, book: str, id: str) -> NetworkResult:
    """The benefits dependency network of that case, with its gaps."""
    found = promises.case_of(request.actor, book, id).network
    if found is None:
        raise NotFound("the business case has no network")
    return found


@router.get(AGREEMENT + "/goalposts", response=Goalposts, summary="What was moved in an agreement")
def goalposts(request: ActorRequest, book: str, id: str, as_of: AsOf = None) -> Goalposts:
    """Every move since the first promise, and what of that still stands."""
    return promises.moved(request.actor, book, id, as_of)


@router.get("/goalposts", response=list[GoalpostsOfBook], summary="What was moved, over all agreements")
def every_goalpost(request: ActorRequest, by: By = "provider") -> list[GoalpostsOfBook]:
    """By provider, month or agreement, for each book; agreements without an amendment are left out."""
    found = promises.moved_by(request.actor, read_by(by))
    return [GoalpostsOfBook(book=each.slug, result=each.result) for each in found]
