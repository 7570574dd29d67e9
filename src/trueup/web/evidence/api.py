"""Evidence for programs: report actuals, verify, attest, dispute, answer."""

# No `from __future__ import annotations` here: the library reads the annotations of paged functions from elsewhere.

import datetime as dt
import hashlib
import uuid
from decimal import Decimal
from typing import Annotated, Literal, Self

from django.http import HttpRequest, HttpResponse
from ninja import Field, File, Query, Router, Schema, Status
from ninja.files import UploadedFile

from trueup.agreements.documents import Evidence
from trueup.web.evidence.actions import dispute as disputing
from trueup.web.evidence.actions import report as reporting
from trueup.web.evidence.actions import vouch
from trueup.web.evidence.actions.land import Landed
from trueup.web.evidence.actions.statements import Stated
from trueup.web.evidence.rows import Reading
from trueup.web.evidence.sheets import Sheets, pasted, stated, uploaded
from trueup.web.given import Given
from trueup.web.parties.access import ActorRequest

router = Router()
SIGN = {"x-scope": "sign"}
REPORT = {"x-scope": "write", "x-own-idempotency": True}
AGREEMENT = "/books/{book}/agreements/{path:id}"
Number = float | int


class ActualRow(Given):
    """One actual, or why there is none. Where there is only one slice it can be in, the row need not name it."""

    kpi: str | None = Field(default=None, max_length=200, description="the KPI's id")
    period: str | None = Field(default=None, max_length=40, description="2026, 2026-Q3, 2026-07, 2026-07-14 or a/b")
    period_start: str | None = Field(default=None, max_length=40, description="with period_end, instead of period")
    period_end: str | None = Field(default=None, max_length=40, description="the day after the last one")
    actual: Number | None = Field(default=None, description="the actual in the KPI's unit")
    n: int | None = Field(default=None, description="how many cases it is over")
    stderr: Number | None = Field(default=None, description="its standard error")
    missing_reason: str | None = Field(default=None, max_length=2000, description="why there is no actual")
    claim: str | None = Field(default=None, max_length=2000, description="what the reporter says of it")
    stage: str | None = Field(default=None, max_length=200)
    phase: str | None = Field(default=None, max_length=200)
    project: str | None = Field(default=None, max_length=200)
    provider: str | None = Field(default=None, max_length=200)
    segment: str | None = Field(default=None, max_length=200)


class Reported(Given):
    """Actuals to take in: all of them or none."""

    rows: list[ActualRow] = Field(max_length=20_000)
    reason: str = Field(default="", max_length=2000, description="why, where a row corrects an earlier one")


class Pasted(Given):
    """Cells copied from a spreadsheet, or CSV, under a header."""

    text: str = Field(max_length=10 * 2**20)
    kpi: str = Field(default="", max_length=200, description="the KPI, where no column says it")
    mark: Literal[".", ","] | None = Field(default=None, description="the decimal mark, where it is in doubt")
    order: Literal["dmy", "mdy"] | None = Field(
        default=None, description="the order of day and month, where it is in doubt"
    )
    reason: str = Field(default="", max_length=2000)


class LandedBatch(Schema):
    """A batch of facts that is stored and recorded."""

    key: str = Field(description="the key under which it is kept")
    digest: str = Field(description="SHA-256 of the rows; empty where nothing was new")
    rows: int = Field(description="how many rows were stored")
    corrections: int = Field(description="how many of them correct earlier ones")
    unchanged: int = Field(description="how many said what was known already, and were left out")
    reason: str
    recorded_at: dt.datetime | None = Field(description="since when it is known; null where nothing was new")
    leaf: int | None = Field(description="its place in the ledger; null where nothing was new")

    @classmethod
    def of(cls, landed: Landed) -> Self:
        """What became of it, the same however often it is sent."""
        at = None if landed.leaf is None else landed.recorded_at
        names = ("key", "digest", "rows", "corrections", "unchanged", "reason", "leaf")
        return cls(recorded_at=at, **{name: getattr(landed, name) for name in names})


class Vouched(Given):
    """What the customer verifies or the observer attests."""

    evidence: list[Evidence] = Field(min_length=1, max_length=1000, description="KPI, period and slice of each")
    statement: str = Field(min_length=1, max_length=5000, description="what was checked, and how")


class Disputed(Given):
    """An actual that is held to be wrong."""

    evidence: Evidence
    reason: str = Field(min_length=1, max_length=5000)
    counter: Decimal | None = Field(default=None, max_digits=40, description="the figure that is held true")
    enclosure: str = Field(default="", max_length=100_000, description="a text that shows why; it can be erased")


class Answered(Given):
    """How a dispute ends."""

    finding: Literal["upheld", "rejected", "settled"]
    actual: Decimal | None = Field(default=None, max_digits=40, description="the figure that stands, if a new one")
    reason: str = Field(default="", max_length=5000)


class Statement(Schema):
    """A statement in force: a document of its own, with a leaf in the ledger."""

    kind: str
    id: str
    number: int
    digest: str


@router.post(AGREEMENT + "/observations", response={201: LandedBatch}, summary="Report actuals", openapi_extra=REPORT)
def report(request: ActorRequest, response: HttpResponse, book: str, id: str, given: Reported) -> Status[LandedBatch]:
    """Take actuals in for an agreement, all of them or none; a provider reports its own."""
    return _reported(request, response, book, id, _stated(given), None, "api", given.reason)


@router.post(
    AGREEMENT + "/observations/text", response={201: LandedBatch}, summary="Report pasted cells", openapi_extra=REPORT
)
def paste(request: ActorRequest, response: HttpResponse, book: str, id: str, given: Pasted) -> Status[LandedBatch]:
    """Take in cells copied from a spreadsheet, under a header."""
    reading = Reading(kpi=given.kpi, mark=given.mark, order=given.order)
    return _reported(request, response, book, id, pasted(given.text), reading, "pasted", given.reason)


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
    return _reported(request, response, book, id, sheets, Reading(kpi=kpi), "uploaded", reason)


@router.post(
    "/books/{book}/observations", response={201: LandedBatch}, summary="Report for the book", openapi_extra=REPORT
)
def report_for_book(request: ActorRequest, response: HttpResponse, book: str, given: Reported) -> Status[LandedBatch]:
    """Take in actuals of any entered KPI of a book, as its customer."""
    return _reported(request, response, book, None, _stated(given), None, "api", given.reason)


@router.post(AGREEMENT + "/verifications", response={201: Statement}, summary="Verify evidence", openapi_extra=SIGN)
def verify(request: ActorRequest, book: str, id: str, given: Vouched) -> Status[Stated]:
    """The customer verifies actuals as they are known now."""
    made = vouch.verify(request.actor, book, id, given.evidence, given.statement, key=_key(request))
    return Status(201, made)


@router.post(AGREEMENT + "/attestations", response={201: Statement}, summary="Attest evidence", openapi_extra=SIGN)
def attest(request: ActorRequest, book: str, id: str, given: Vouched) -> Status[Stated]:
    """The observer, if it has declared no stake, attests actuals as they are known now."""
    made = vouch.attest(request.actor, book, id, given.evidence, given.statement, key=_key(request))
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
        key=_key(request),
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


def _stated(given: Reported) -> Sheets:
    return stated([row.model_dump(exclude_none=True) for row in given.rows])


def _reported(
    request: ActorRequest,
    response: HttpResponse,
    book: str,
    agreement: str | None,
    sheets: Sheets,
    reading: Reading | None,
    how: str,
    reason: str,
) -> Status[LandedBatch]:
    key = _key(request)
    landed = reporting.report(request.actor, book, agreement, sheets, reading, key=key, how=how, reason=reason)
    if landed.already:
        response["Idempotency-Replayed"] = "true"
    return Status(201, LandedBatch.of(landed))


def _key(request: HttpRequest) -> str:
    """The request's own key: facts and statements are known by it for good, not for a day only."""
    given = request.headers.get("Idempotency-Key")
    said = f"{request.path} {given}" if given else uuid.uuid4().hex
    return f"api-{hashlib.sha256(said.encode()).hexdigest()[:40]}"
