"""Horizons for programs: ladders with the gate, how they came to stand so, proposals, and what a side answers."""

# No `from __future__ import annotations` here: the library reads the annotations of paged functions from elsewhere.

from django.http import HttpResponse
from ninja import Router, Status
from ninja.pagination import paginate

from trueup.web.evidence.sending import batch, own_key
from trueup.web.evidence.shapes import LandedBatch
from trueup.web.horizons import proposing, queries
from trueup.web.horizons.access import relationship
from trueup.web.horizons.actions.answer import answer as take_answers
from trueup.web.horizons.actions.spend import spend as take_efforts
from trueup.web.horizons.lately import last_said
from trueup.web.horizons.scope import answering
from trueup.web.horizons.shapes import (
    AnswersGiven,
    AnswersTaken,
    EffortsGiven,
    HorizonsHistory,
    HorizonsProposed,
    HorizonsRead,
    HorizonsRow,
    LastAnswer,
)
from trueup.web.parties.access import ActorRequest

router = Router()
LADDER = "/books/{book}/horizons/{path:id}"
REPORT = {"x-scope": "write", "x-own-idempotency": True}


@router.get("/horizons", response=list[HorizonsRow], summary="Every ladder of one's party")
@paginate(key=("book", "id"))
def ladders(request: ActorRequest) -> list[HorizonsRow]:
    """Every relationship whose horizons are kept and that the party sees, over all books, with its answer."""
    return [HorizonsRow.of(each) for each in queries.standings(request.actor)]


@router.get(LADDER + "/history", response=HorizonsHistory, summary="How the five levels stood over time")
def history(request: ActorRequest, book: str, id: str) -> HorizonsHistory:
    """Each day on which anything changed, and where levels lapsed."""
    found = queries.standing(request.actor, book, id)
    ladder = found.ladder
    return HorizonsHistory(
        book=book, id=id, as_of=ladder.as_of if ladder else None, history=list(ladder.history) if ladder else [],
        lapses=list(ladder.lapses) if ladder else [],
    )  # fmt: skip


@router.get(
    LADDER + "/proposals", response=HorizonsProposed, summary="What Trueup proposes for levels without criteria"
)
def proposals(request: ActorRequest, book: str, id: str) -> HorizonsProposed:
    """Criteria from the agreement's objectives, the job maps and surveys, as YAML that is ready for a draft."""
    return HorizonsProposed.of(book, proposing.proposals(relationship(request.actor, book, id)))


@router.get(
    LADDER + "/answers", response=list[LastAnswer], summary="What one's own side answered last",
    openapi_extra={"x-scope": "write"},
)  # fmt: skip
def answered(request: ActorRequest, book: str, id: str) -> list[LastAnswer]:
    """Of each question the last answer of one's side, for those who may answer again. Of what is said in confidence and
    of SUS one reads nothing but one's own."""
    return [LastAnswer.of(each) for each in last_said(answering(request.actor, book, id))]


@router.post(LADDER + "/answers", response={201: AnswersTaken}, summary="Answer criteria", openapi_extra=REPORT)
def answer(
    request: ActorRequest, response: HttpResponse, book: str, id: str, given: AnswersGiven
) -> Status[AnswersTaken]:
    """Take answers in for one's side, all of them or none; a provider answers about itself."""
    rows = [row.given(number) for number, row in enumerate(given.rows, start=1)]
    taken = take_answers(request.actor, book, id, rows, key=own_key(request), how="api", reason=given.reason)
    if taken.landed is not None and taken.landed.already:
        response["Idempotency-Replayed"] = "true"
    return Status(201, AnswersTaken.of(taken))


@router.post(LADDER + "/efforts", response={201: LandedBatch}, summary="Write down effort", openapi_extra=REPORT)
def spend(
    request: ActorRequest, response: HttpResponse, book: str, id: str, given: EffortsGiven
) -> Status[LandedBatch]:
    """Take in what one's own side spent, all of it or none."""
    rows = [row.given(number) for number, row in enumerate(given.rows, start=1)]
    return batch(
        response, take_efforts(request.actor, book, id, rows, key=own_key(request), how="api", reason=given.reason)
    )


@router.get(LADDER, response=HorizonsRead, summary="The five levels of a relationship")
def ladder(request: ActorRequest, book: str, id: str) -> HorizonsRead:
    """Each level with its score against its threshold, the gate, what fails, and what to work at next."""
    return HorizonsRead.of(queries.standing(request.actor, book, id))
