"""Statements for programs: settlement periods, drawing a statement up, reading it, and recomputing it."""

# No `from __future__ import annotations` here: the library reads the annotations of paged functions from elsewhere.

from typing import Annotated, Any, Literal

from ninja import Query, Router, Status
from ninja.pagination import paginate

from trueup.value.results_statement import Checked
from trueup.web.parties.access import ActorRequest
from trueup.web.statements import queries
from trueup.web.statements.actions import draw_up as drawn_up
from trueup.web.statements.checking import recount
from trueup.web.statements.files import made
from trueup.web.statements.shapes import DrawnUp, DrawUp, PeriodsRead, PricedAgreement, StatementRead

router = Router()
_BINARY = {"schema": {"type": "string", "format": "binary"}}
FILES = {"application/pdf": _BINARY, "text/csv": _BINARY, "application/xml": _BINARY}


@router.get("/statements", response=list[PricedAgreement], summary="Agreements whose fee follows value")
@paginate(key=("book", "agreement"))
def priced(request: ActorRequest) -> list[PricedAgreement]:
    """Every agreement with terms of a fee that the party sees, over all books: what is ready, due and held."""
    return [PricedAgreement.of(row) for row in queries.rows(request.actor)]


@router.get(
    "/books/{book}/agreements/{path:id}/settlements", response=PeriodsRead, summary="Settlement periods of an agreement"
)
def settlements(request: ActorRequest, book: str, id: str) -> PeriodsRead:
    """Each period with its state: open, provisional, ready, settled or corrected, and the totals."""
    return PeriodsRead.of(queries.row(request.actor, book, id))


@router.post("/books/{book}/agreements/{path:id}/settlements", response={201: DrawnUp}, summary="Draw up a statement")
def draw_up(request: ActorRequest, book: str, id: str, asked: DrawUp) -> Status[DrawnUp]:
    """Reckon a period as of now and propose its statement; refused while evidence is not at the grade that settles."""
    return Status(201, DrawnUp.of(drawn_up(request.actor, book, id, asked.period, correct=asked.correct)))


@router.get("/books/{book}/statements/{path:id}/check", response=Checked, summary="Recompute a statement")
def check(request: ActorRequest, book: str, id: str) -> Checked:
    """Draw the statement up again as of its own moment: equal, or where it differs."""
    return recount(request.actor, book, id)


@router.get(
    "/books/{book}/statements/{path:id}/file",
    summary="A statement as a file",
    openapi_extra={"responses": {200: {"content": FILES, "description": "PDF to sign, CSV, or UBL 2.1 by EN 16931"}}},
)
def file(
    request: ActorRequest,
    book: str,
    id: str,
    form: Annotated[Literal["pdf", "csv", "xml"], Query(description="xml: the invoice or credit note of one provider")],
    party: Annotated[str, Query(max_length=200, description="xml: which provider; default: one's own seat")] = "",
    number: Annotated[str, Query(max_length=200, description="xml: the invoice's own number")] = "",
) -> Any:
    """The page to sign, the table of every figure, or the invoice or credit note that follows from it."""
    return made(request.actor, book, id, form, party, number)


@router.get("/books/{book}/statements/{path:id}", response=StatementRead, summary="A statement")
def statement(request: ActorRequest, book: str, id: str) -> StatementRead:
    """Every clause with its arithmetic, what is held, what is due, and who has signed."""
    return StatementRead.of(queries.stated(request.actor, book, id))
