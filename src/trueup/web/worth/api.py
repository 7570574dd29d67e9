"""Worth for programs: improvements of one's own party, judged, and what to do with a budget."""

# No `from __future__ import annotations` here: the library reads the annotations of paged functions from elsewhere.

from decimal import Decimal
from typing import Annotated

from ninja import Query, Router
from ninja.pagination import paginate

from trueup.web.parties.access import ActorRequest
from trueup.web.worth import queries
from trueup.web.worth.shapes import MoneyRead, WorthRead, WorthRow

router = Router()
BUDGET = Annotated[Decimal | None, Query(ge=0, le=10**15, description="the most that may be spent; default: no limit")]


@router.get("/worth", response=list[WorthRow], summary="Every improvement of one's party")
@paginate(key=("book", "id"))
def improvements(request: ActorRequest) -> list[WorthRow]:
    """Every improvement in force that is one's own party's or shown to it, over all books, with its answer."""
    return [WorthRow.of(each, row) for each in queries.holdings(request.actor) for row in each.rows]


@router.get("/books/{book}/worth", response=list[MoneyRead], summary="What to do with a budget")
@paginate(key=("party",))
def money(request: ActorRequest, book: str, budget: BUDGET = None) -> list[MoneyRead]:
    """For each of one's parties in the book: the best set within a budget, and past options followed up."""
    return [
        MoneyRead(
            party=each.party,
            currency=each.currency,
            best=queries.best(each, budget),
            followed=list(each.whole.followed) if each.whole else [],
            optimism=list(each.whole.optimism) if each.whole else [],
        )
        for each in queries.holding(request.actor, book)
        if each.own
    ]


@router.get("/books/{book}/worth/{path:id}", response=WorthRead, summary="An improvement, judged")
def improvement(request: ActorRequest, book: str, id: str) -> WorthRead:
    """Act, leave, or measure first: the answer with everything it rests on."""
    return WorthRead.of(queries.seen(request.actor, book, id))
