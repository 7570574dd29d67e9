"""Books and documents for programs: read, draft, propose, sign."""

# No `from __future__ import annotations` here: the library reads the annotations of paged functions from elsewhere.

from typing import Annotated

from ninja import Query, Router, Status
from ninja.pagination import paginate

from trueup.vocabulary import InputError
from trueup.web.documents import actions, listing, queries
from trueup.web.documents.access import book_place
from trueup.web.documents.rows import BookRow, DocumentRow, SeatRow, ToSign
from trueup.web.documents.shapes import DraftGiven, DraftRead, Reason, Shown, SignatureGiven, TextGiven, VersionRead
from trueup.web.parties.access import ActorRequest, NotFound

router = Router()
SIGN, WRITE = {"x-scope": "sign"}, {"x-scope": "write"}
DOCUMENT = "/books/{book}/documents/{kind}/{path:id}"
VERSION = DOCUMENT + "/versions/{number}"


@router.get("/books", response=list[BookRow], summary="Books")
@paginate(key=("slug",))
def books(request: ActorRequest) -> tuple[BookRow, ...]:
    """The books in which one's party has a seat, and its parts there."""
    return queries.books(request.actor)


@router.get("/books/{book}/seats", response=list[SeatRow], summary="The seats of a book")
@paginate(key=("id",))
def seats(request: ActorRequest, book: str) -> tuple[SeatRow, ...]:
    """Every party of the book's documents and the organisation that sits there: for its customer."""
    return queries.seats(book_place(request.actor, book))


@router.get("/books/{book}/documents", response=list[DocumentRow], summary="The documents of a book")
@paginate(key=("kind", "id"))
def documents(
    request: ActorRequest,
    book: str,
    kind: Annotated[str, Query(description="only those of a kind: agreement, kpi, book ...")] = "",
    text: Annotated[str, Query(max_length=200, description="a part of the id or title")] = "",
) -> list[DocumentRow]:
    """All of them for the customer; for others their agreements and the KPIs that those rest on."""
    return listing.every(request.actor, book, kind=kind, words=text)


@router.get(DOCUMENT + "/draft", response=DraftRead, summary="The draft of one's party", openapi_extra=WRITE)
def draft(request: ActorRequest, book: str, kind: str, id: str) -> DraftRead:
    """The draft of the next version, or the text with which one would begin."""
    return DraftRead.of(queries.editing(request.actor, book, kind, id))


@router.put(DOCUMENT + "/draft", response=DraftRead, summary="Keep a draft")
def save_draft(request: ActorRequest, book: str, kind: str, id: str, given: DraftGiven) -> DraftRead:
    """Keep a draft of the next version and say what is wrong with it. Nobody else sees it."""
    if (given.text is None) == (given.data is None):
        raise InputError("a draft is either text or data", do="send one of them")
    checked = actions.save_draft(request.actor, book, kind, id, given.text, data=given.data, seen=given.seen)
    return DraftRead.kept(checked, queries.editing(request.actor, book, kind, id).text)


@router.delete(DOCUMENT + "/draft", response={204: None}, summary="Throw a draft away")
def discard_draft(request: ActorRequest, book: str, kind: str, id: str) -> Status[None]:
    """Throw the draft of one's party away."""
    actions.discard_draft(request.actor, book, kind, id)
    return Status(204, None)


@router.post(DOCUMENT + "/draft/check", response=DraftRead, summary="Check a text")
def check(request: ActorRequest, book: str, kind: str, id: str, given: TextGiven) -> DraftRead:
    """What would be wrong with a text as the next version. Nothing is kept."""
    return DraftRead.of(queries.editing(request.actor, book, kind, id, given.text))


@router.post(DOCUMENT + "/versions", response={201: VersionRead}, summary="Propose the draft")
def propose(request: ActorRequest, book: str, kind: str, id: str) -> Status[VersionRead]:
    """Propose the draft of one's party as the next version: from now on nothing in it changes."""
    made = actions.propose(request.actor, book, kind, id)
    return Status(201, _read(request, book, kind, id, made.number))


@router.get(VERSION + "/statements", response=list[ToSign], summary="What to sign", openapi_extra=SIGN)
def statements(request: ActorRequest, book: str, kind: str, id: str, number: int) -> list[ToSign]:
    """For each key that one holds, the exact text to sign."""
    return list(queries.to_sign(request.actor, book, kind, id, number))


@router.post(VERSION + "/signatures", response={201: VersionRead}, summary="Sign a version", openapi_extra=SIGN)
def sign(
    request: ActorRequest, book: str, kind: str, id: str, number: int, given: SignatureGiven
) -> Status[VersionRead]:
    """Sign for one's party, with one's own key or by the server; when all have signed, the version is in force."""
    actions.sign(request.actor, book, kind, id, number, given.digest, given.signed)
    return Status(201, _read(request, book, kind, id, number))


@router.post(VERSION + "/withdrawal", response={204: None}, summary="Withdraw a proposal")
def withdraw(request: ActorRequest, book: str, kind: str, id: str, number: int) -> Status[None]:
    """Take back a proposal of one's own party."""
    actions.withdraw(request.actor, book, kind, id, number)
    return Status(204, None)


@router.post(VERSION + "/rejection", response={204: None}, summary="Reject a proposal", openapi_extra=SIGN)
def reject(request: ActorRequest, book: str, kind: str, id: str, number: int, given: Reason) -> Status[None]:
    """Refuse to sign a proposal, and say why: it is off the table for all."""
    actions.reject(request.actor, book, kind, id, number, given.reason)
    return Status(204, None)


@router.get(VERSION, response=VersionRead, summary="One version")
def version(request: ActorRequest, book: str, kind: str, id: str, number: int) -> VersionRead:
    """What a version says, who has signed it, and what it changes against the one before and the first."""
    return _read(request, book, kind, id, number)


@router.get(DOCUMENT, response=Shown, summary="A document")
def document(request: ActorRequest, book: str, kind: str, id: str) -> Shown:
    """All versions of a document, with their signatures."""
    return Shown.of(queries.history(request.actor, book, kind, id))


@router.get("/books/{book}", response=BookRow, summary="A book")
def book(request: ActorRequest, book: str) -> BookRow:
    """The book's name and one's parts in it."""
    for row in queries.books(request.actor):
        if row.slug == book:
            return row
    raise NotFound(f"there is no book {book!r}")


def _read(request: ActorRequest, book: str, kind: str, id: str, number: int) -> VersionRead:
    return VersionRead.of(queries.reading(request.actor, book, kind, id, number))
