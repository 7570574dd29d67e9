"""The ledger for programs: checkpoints, entries and their proofs, and the bundle of an agreement."""

# No `from __future__ import annotations` here: the library reads the annotations of paged functions from elsewhere.

import datetime as dt
from typing import Annotated, Any, Literal, Self

from django.http import HttpResponse
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema

from trueup.vocabulary import Grade, LedgerError
from trueup.web.given import Day
from trueup.web.ledger import receipts
from trueup.web.ledger.checkpoints import current, latest, published
from trueup.web.parties.access import ActorRequest, NotFound, require
from trueup.web.proofs import bundles, queries
from trueup.web.proofs.queries import Seen, Signed

router = Router()
LARGEST = 2**63 - 1
BUNDLE = "application/vnd.trueup.bundle"
AsBytes = {
    "responses": {
        200: {"description": "the bundle", "content": {BUNDLE: {"schema": {"type": "string", "format": "binary"}}}}
    }
}


class CheckpointRead(Schema):
    """A signed root of the log, with those who have cosigned it."""

    size: int
    root: str = Field(description="hexadecimal")
    at: dt.datetime
    witnesses: list[str]

    @classmethod
    def of(cls, found: Signed) -> Self:
        """Without how their clocks differ."""
        return cls(size=found.size, root=found.root, at=found.at, witnesses=[name for name, *_ in found.witnesses])


class LogRead(Schema):
    """The log at a glance."""

    origin: str = Field(description="its name in checkpoints")
    key: str = Field(description="its public key, as a note's verifier key")
    size: int = Field(description="how many entries it has")
    checkpoints: list[CheckpointRead] = Field(description="the latest that were signed, newest first")
    trouble: str = Field(description="why nothing can be signed, if so")


class NoteRead(Schema):
    """A signed checkpoint as text (C2SP signed-note and tlog-checkpoint)."""

    note: str


class EntryRead(Schema):
    """An entry. Of what is not yours to see, the hash only."""

    index: int
    hash: str = Field(description="the hash of the leaf, hexadecimal")
    at: dt.datetime | None
    type: str
    book: str
    subject: str
    data: str | None = Field(description="the leaf as canonical JSON: what the hash is taken of")

    @classmethod
    def of(cls, seen: Seen) -> Self:
        """The entry as its reader may see it."""
        data = None if seen.entry is None else seen.entry.encoded.decode()
        names = ("index", "hash", "at", "type", "book", "subject")
        return cls(data=data, **{name: getattr(seen, name) for name in names})


class EntryPage(Schema):
    """A page of the log, newest first."""

    items: list[EntryRead]
    next: str | None = Field(description="the address of the next page, or null on the last one")


class StepRead(Schema):
    """One step of a proof."""

    sibling: str
    on_left: bool
    result: str


class ProvenRead(Schema):
    """An entry on its way to the root of a signed checkpoint; without one, it was not signed yet."""

    entry: EntryRead
    checkpoint: CheckpointRead | None
    steps: list[StepRead]
    note: str
    holds: bool
    trouble: str


class ReceiptRead(Schema):
    """What anybody verifies offline: where the leaf stands, its path, and a signed checkpoint (C2SP tlog-proof)."""

    receipt: str


class ContinuationRead(Schema):
    """The proof that the log at a size begins with what it was at a smaller one (RFC 9162, 2.1.4)."""

    hashes: list[str] = Field(description="base 64, in order")


@router.get("/ledger", response=LogRead, summary="The log at a glance")
def ledger(request: ActorRequest) -> LogRead:
    """Its name, key and size, and the latest signed checkpoints."""
    found = queries.overview(request.actor, None, None)
    signed = [CheckpointRead.of(each) for each in found.checkpoints]
    return LogRead(origin=found.origin, key=found.key, size=found.size, checkpoints=signed, trouble=found.trouble)


@router.get("/ledger/checkpoint", response=NoteRead, summary="The checkpoint of now")
def checkpoint(request: ActorRequest) -> NoteRead:
    """The signed root of the log as it is; the last one signed while none can be."""
    require(request.actor)
    try:
        row = current(timezone.now())
    except LedgerError:
        last = latest()
        if last is None:
            raise
        row = last
    return NoteRead(note=str(published(row)))


@router.get("/ledger/consistency", response=ContinuationRead, summary="That the log only grew")
def consistency(
    request: ActorRequest,
    old: Annotated[int, Query(ge=1, le=LARGEST, description="a size that was signed before")],
    new: Annotated[int, Query(ge=1, le=LARGEST, description="a later size")],
) -> ContinuationRead:
    """The proof that the first `new` entries begin with the first `old`."""
    require(request.actor)
    return ContinuationRead(hashes=receipts.continuation(old, new).split())


@router.get("/ledger/entries", response=EntryPage, summary="Entries")
def entries(
    request: ActorRequest,
    below: Annotated[int | None, Query(ge=0, le=LARGEST, description="only entries before this one")] = None,
    book: Annotated[str, Query(description="with agreement: only entries about it")] = "",
    agreement: Annotated[str, Query(description="an agreement of that book")] = "",
) -> EntryPage:
    """Newest first. The log only grows at its end, so a page never changes."""
    about = (book, agreement) if book and agreement else None
    found = queries.overview(request.actor, below, about)
    following = None if found.older is None else _next(request, found.older)
    return EntryPage(items=[EntryRead.of(each) for each in found.entries], next=following)


def _next(request: ActorRequest, below: int) -> str:
    asked = request.GET.copy()
    asked["below"] = str(below)
    return f"{request.path}?{asked.urlencode()}"


@router.get("/ledger/entries/{index}", response=ProvenRead, summary="An entry, proved")
def entry(request: ActorRequest, index: Annotated[int, Path(ge=0, le=LARGEST)]) -> ProvenRead:
    """An entry with the proof that a signed checkpoint covers it, recomputed step by step."""
    found = queries.proven(request.actor, index)
    return ProvenRead(
        entry=EntryRead.of(found.seen),
        checkpoint=None if found.checkpoint is None else CheckpointRead.of(found.checkpoint),
        steps=[StepRead.model_validate(each) for each in found.steps],
        note=found.note,
        holds=found.holds,
        trouble=found.trouble,
    )


@router.get("/ledger/entries/{index}/receipt", response=ReceiptRead, summary="The receipt of an entry")
def receipt(request: ActorRequest, index: Annotated[int, Path(ge=0, le=LARGEST)]) -> ReceiptRead:
    """What proves it to anybody, offline."""
    require(request.actor)
    try:
        return ReceiptRead(receipt=str(receipts.receipt(index, current(timezone.now()))))
    except LedgerError as wrong:
        raise NotFound(wrong.what) from None


@router.get(
    "/books/{book}/agreements/{path:id}/bundle", response={200: None}, summary="The bundle", openapi_extra=AsBytes
)
def bundle(
    request: ActorRequest,
    book: str,
    id: str,
    grade: Annotated[Literal["reported", "verified", "attested"], Query(description="the least grade")] = "reported",
    as_of: Annotated[Day | None, Query(description="default: today where the book is")] = None,
) -> Any:
    """One file with everything that recomputes and verifies the agreement offline: `trueup verify FILE`."""
    now = timezone.now()
    data = bundles.bundle(request.actor, book, id, as_of=as_of, grade=Grade.parse(grade), now=now)
    return HttpResponse(data, content_type=BUNDLE)
