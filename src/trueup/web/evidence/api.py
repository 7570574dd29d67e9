"""Evidence for programs: report actuals, verify, attest, dispute, answer."""

# No `from __future__ import annotations` here: the library reads the annotations of paged functions from elsewhere.

from typing import Annotated

from django.http import HttpResponse
from ninja import File, Query, Router, Status
from ninja.files import UploadedFile
from ninja.pagination import paginate

from trueup.vocabulary import Party
from trueup.web.evidence import queries
from trueup.web.evidence.actions import dispute as disputing
from trueup.web.evidence.actions import report as reporting
from trueup.web.evidence.actions import stakes as staking
from trueup.web.evidence.actions import vouch
from trueup.web.evidence.actions.statements import Stated
from trueup.web.evidence.rows import Reading
from trueup.web.evidence.sending import batch, own_key
from trueup.web.evidence.shapes import (
    ActualRead,
    Answered,
    AttestationRead,
    BatchRead,
    CertificateRead,
    Disputed,
    DisputeRead,
    LandedBatch,
    Pasted,
    Reported,
    StakeRead,
    StakesGiven,
    StakesRead,
    Statement,
    Vouched,
)
from trueup.web.evidence.sheets import Sheets, pasted, stated, uploaded
from trueup.web.given import STANDS
from trueup.web.parties.access import ActorRequest

router = Router()
SIGN = {"x-scope": "sign"}
REPORT = {"x-scope": "write", "x-own-idempotency": True}
AGREEMENT = "/books/{book}/agreements/{path:id}"


@router.post(AGREEMENT + "/observations", response={201: LandedBatch}, summary="Report actuals", openapi_extra=REPORT)
def report(request: ActorRequest, response: HttpResponse, book: str, id: str, given: Reported) -> Status[LandedBatch]:
    """Take actuals in for an agreement, all of them or none; a provider reports its own."""
    key = own_key(request)
    made = reporting.report(request.actor, book, id, _stated(given), key=key, how="api", reason=given.reason)
    return batch(response, made)


@router.post(
    AGREEMENT + "/observations/text", response={201: LandedBatch}, summary="Report pasted cells", openapi_extra=REPORT
)
def paste(request: ActorRequest, response: HttpResponse, book: str, id: str, given: Pasted) -> Status[LandedBatch]:
    """Take in cells copied from a spreadsheet, under a header."""
    reading = Reading(kpi=given.kpi, mark=given.mark, order=given.order)
    rows, key = pasted(given.text), own_key(request)
    made = reporting.report(request.actor, book, id, rows, reading, key=key, how="pasted", reason=given.reason)
    return batch(response, made)


@router.post(
    AGREEMENT + "/observations/files", response={201: LandedBatch}, summary="Report a file", openapi_extra=REPORT
)
def upload(
    request: ActorRequest,
    response: HttpResponse,
    book: str,
    id: str,
    file: Annotated[UploadedFile, File(description="CSV, Excel, OpenDocument, JSON Lines or Parquet")],
    kpi: Annotated[str, Query(max_length=200, description="the KPI, where no column says it")] = "",
    reason: Annotated[str, Query(max_length=2000, description="why, where rows correct earlier ones")] = "",
) -> Status[LandedBatch]:
    """Take in the rows of a file, sent as multipart/form-data."""
    sheets = uploaded(file.name or "", file.read())
    key, reading = own_key(request), Reading(kpi=kpi)
    made = reporting.report(request.actor, book, id, sheets, reading, key=key, how="uploaded", reason=reason)
    return batch(response, made)


@router.post(
    "/books/{book}/observations", response={201: LandedBatch}, summary="Report for the book", openapi_extra=REPORT
)
def report_for_book(request: ActorRequest, response: HttpResponse, book: str, given: Reported) -> Status[LandedBatch]:
    """Take in actuals of any entered KPI of a book, as its customer."""
    key = own_key(request)
    made = reporting.report(request.actor, book, None, _stated(given), key=key, how="api", reason=given.reason)
    return batch(response, made)


@router.post(AGREEMENT + "/verifications", response={201: Statement}, summary="Verify evidence", openapi_extra=SIGN)
def verify(request: ActorRequest, book: str, id: str, given: Vouched) -> Status[Stated]:
    """The customer verifies actuals as they are known now."""
    made = vouch.verify(request.actor, book, id, given.evidence, given.statement, key=own_key(request))
    return Status(201, made)


@router.post(AGREEMENT + "/attestations", response={201: Statement}, summary="Attest evidence", openapi_extra=SIGN)
def attest(request: ActorRequest, book: str, id: str, given: Vouched) -> Status[Stated]:
    """The observer, if it has declared no stake, attests actuals as they are known now."""
    made = vouch.attest(request.actor, book, id, given.evidence, given.statement, key=own_key(request))
    return Status(201, made)


@router.post(AGREEMENT + "/disputes", response={201: Statement}, summary="Dispute an actual")
def dispute(request: ActorRequest, book: str, id: str, given: Disputed) -> Status[Stated]:
    """Hold an actual to be wrong. Until it is answered, what it touches is shown with both sides' values."""
    made = disputing.dispute(
        request.actor,
        book,
        id,
        given.evidence,
        given.reason,
        key=own_key(request),
        counter=given.counter,
        enclosure=given.enclosure,
    )
    return Status(201, made)


@router.post(
    AGREEMENT + "/disputes/{dispute}/answer", response={201: Statement}, summary="Answer a dispute", openapi_extra=SIGN
)
def answer(request: ActorRequest, book: str, id: str, dispute: str, given: Answered) -> Status[Stated]:
    """The observer finds; who raised it may take it back; whose figure it is may concede."""
    made = disputing.answer(request.actor, book, id, dispute, given.finding, actual=given.actual, reason=given.reason)
    return Status(201, made)


@router.get(
    AGREEMENT + "/observations", response=list[ActualRead], summary="The actuals of an agreement", openapi_extra=STANDS
)
@paginate(key=("kpi", "period", "slice", "reported_by"))
def actuals(
    request: ActorRequest,
    book: str,
    id: str,
    kpi: Annotated[str, Query(description="only those of a KPI")] = "",
) -> list[ActualRead]:
    """Every actual that the agreement measures: who reported it, its grade, and what was said before a correction."""
    found = queries.evidence(request.actor, book, id)
    every = (actual for measure in found.measures for actual in measure.actuals)
    return [ActualRead.of(actual) for actual in every if kpi in ("", actual.row.kpi)]


@router.get(AGREEMENT + "/batches", response=list[BatchRead], summary="How the evidence came", openapi_extra=STANDS)
def batches(request: ActorRequest, book: str, id: str) -> list[queries.Sent]:
    """The latest batches that came through the server, each with its digest and leaf."""
    return list(queries.evidence(request.actor, book, id).batches)


@router.get(
    AGREEMENT + "/attestations",
    response=list[AttestationRead],
    summary="Who stands behind the evidence",
    openapi_extra=STANDS,
)
@paginate(key=("id",))
def attestations(request: ActorRequest, book: str, id: str) -> tuple[object, ...]:
    """What the customer has verified and observers have attested."""
    return queries.evidence(request.actor, book, id).vouched


@router.get(AGREEMENT + "/attestations/{attestation}", response=CertificateRead, summary="A certificate", by_alias=True)
def certificate(request: ActorRequest, book: str, id: str, attestation: str) -> object:
    """An attestation with its signatures, the stakes of who made it, and its place in the ledger."""
    return queries.certificate_of(request.actor, book, id, attestation)[1]


@router.get(AGREEMENT + "/disputes", response=list[DisputeRead], summary="Disputes", openapi_extra=STANDS)
@paginate(key=("id",))
def disputes(request: ActorRequest, book: str, id: str) -> list[DisputeRead]:
    """What is held to be wrong, and how it ended."""
    return [DisputeRead.of(each) for each in queries.evidence(request.actor, book, id).disputed]


@router.get("/books/{book}/stakes", response=list[StakesRead], summary="One's stakes in a book", by_alias=True)
def stakes(request: ActorRequest, book: str) -> list[StakesRead]:
    """What one's own seats have declared."""
    return [_stakes(party) for party in queries.stakes_of(request.actor, book)[1]]


@router.put(
    "/books/{book}/seats/{seat}/stakes",
    response=StakesRead,
    summary="Declare stakes",
    by_alias=True,
    openapi_extra=SIGN,
)
def declare(request: ActorRequest, book: str, seat: str, given: StakesGiven) -> StakesRead:
    """State all stakes of one's seat anew. An observer with a stake in an agreement cannot attest its evidence."""
    staking.declare(request.actor, book, seat, given.stakes)
    return next(_stakes(each) for each in queries.stakes_of(request.actor, book)[1] if each.id == seat)


def _stakes(party: Party) -> StakesRead:
    return StakesRead(seat=party.id, name=party.name, stakes=[StakeRead.model_validate(each) for each in party.stakes])


def _stated(given: Reported) -> Sheets:
    return stated([row.model_dump(exclude_none=True) for row in given.rows])
