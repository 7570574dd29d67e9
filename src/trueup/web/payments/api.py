"""Payments for programs: compared with the plan, row by row, and reported."""

# No `from __future__ import annotations` here: the library reads the annotations of paged functions from elsewhere.

from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router, Status
from ninja.pagination import paginate

from trueup.value.compared import read_by
from trueup.value.results_payments import PaymentsCompared
from trueup.web.evidence.sending import batch, own_key
from trueup.web.evidence.shapes import LandedBatch
from trueup.web.evidence.sheets import pasted, stated
from trueup.web.given import STANDS, Day
from trueup.web.parties.access import ActorRequest
from trueup.web.payments import queries
from trueup.web.payments.actions import report as take_in
from trueup.web.payments.rows import Reading
from trueup.web.payments.shapes import PaymentRead, PaymentsGiven, PaymentsPasted

router = Router()
REPORT = {"x-scope": "write", "x-own-idempotency": True}
AGREEMENT = "/books/{book}/agreements/{path:id}/payments"
By = Annotated[str, Query(max_length=60, description="what a line is: agreement, year, kind, party, currency")]
AsOf = Annotated[Day | None, Query(description="what had happened when this day began; default: today")]


@router.get(
    "/books/{book}/payments", response=PaymentsCompared, summary="Planned against paid in a book", openapi_extra=STANDS
)
def of_book(request: ActorRequest, book: str, by: By = "agreement", as_of: AsOf = None) -> PaymentsCompared:
    """Planned against invoiced and paid under all agreements, for the book's customer."""
    return queries.of_book(request.actor, book, read_by(by), as_of)


@router.get(
    AGREEMENT + "/compared",
    response=PaymentsCompared,
    summary="Planned against paid under an agreement",
    openapi_extra=STANDS,
)
def of_agreement(
    request: ActorRequest, book: str, id: str, by: By = "agreement", as_of: AsOf = None
) -> PaymentsCompared:
    """Planned against invoiced and paid, with what cannot be compared."""
    return queries.of_agreement(request.actor, book, id, read_by(by), as_of).compared


@router.get(AGREEMENT, response=list[PaymentRead], summary="The payments under an agreement", openapi_extra=STANDS)
@paginate(key=("kind", "payee", "what", "ref", "plan"))
def rows(request: ActorRequest, book: str, id: str) -> list[PaymentRead]:
    """Every payment as known now; of corrections the last."""
    return [PaymentRead.of(row) for row in queries.of_agreement(request.actor, book, id, ("currency",)).payments]


@router.post(AGREEMENT, response={201: LandedBatch}, summary="Report payments", openapi_extra=REPORT)
def report(
    request: ActorRequest, response: HttpResponse, book: str, id: str, given: PaymentsGiven
) -> Status[LandedBatch]:
    """Take payments in, all of them or none; a provider reports what it invoiced and credited itself."""
    sheets = stated([row.model_dump(exclude_none=True) for row in given.rows])
    made = take_in(request.actor, book, id, sheets, key=own_key(request), how="api", reason=given.reason)
    return batch(response, made)


@router.post(AGREEMENT + "/text", response={201: LandedBatch}, summary="Report pasted payments", openapi_extra=REPORT)
def paste(
    request: ActorRequest, response: HttpResponse, book: str, id: str, given: PaymentsPasted
) -> Status[LandedBatch]:
    """Take in cells copied from a spreadsheet, under a header."""
    reading, sheets, key = Reading(mark=given.mark, order=given.order), pasted(given.text), own_key(request)
    made = take_in(request.actor, book, id, sheets, reading, key=key, how="pasted", reason=given.reason)
    return batch(response, made)
