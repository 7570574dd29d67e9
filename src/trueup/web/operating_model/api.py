"""Operating models for programs: the map, a trace, the gaps, what hangs on what, the 7-S check, the ArchiMate file."""

# No `from __future__ import annotations` here: the library reads the annotations of paged functions from elsewhere.

from typing import Annotated

from django.http import HttpResponse
from ninja import File, Query, Router, Status, UploadedFile
from ninja.pagination import paginate

from trueup.operating_model.results import Hanging, Trace
from trueup.web.operating_model import queries
from trueup.web.operating_model.actions import draft_of_file
from trueup.web.operating_model.shapes import ArchimateTaken, GapsRead, MapRead, ModelRow, SevensRead, stated
from trueup.web.operating_model.views.files import as_archimate
from trueup.web.parties.access import ActorRequest

router = Router()
MODEL = "/books/{book}/models/{path:id}"
ELEMENT = Annotated[str, Query(max_length=500, description="an element of the model, by its id or name")]
OF = Annotated[str, Query(max_length=500, description="an element or a party, by its id or name")]


@router.get("/models", response=list[ModelRow], summary="Every operating model of one's party")
@paginate(key=("book", "id"))
def models(request: ActorRequest) -> list[ModelRow]:
    """Every operating model in force that the party sees: of books whose customer or observer it is."""
    return [ModelRow.of(each) for each in queries.every(request.actor)]


@router.get(MODEL + "/trace", response=Trace, summary="What an element hangs on, and what hangs on it")
def model_trace(request: ActorRequest, book: str, id: str, element: ELEMENT) -> Trace:
    """Up to the jobs and down to the cash flows, with the number of complete paths through it."""
    return queries.seen(request.actor, book, id).trace(element)


@router.get(MODEL + "/gaps", response=GapsRead, summary="What an operating model lacks")
def gaps(request: ActorRequest, book: str, id: str) -> dict[str, object]:
    """Six kinds of gaps, each with its exact list."""
    seen = queries.seen(request.actor, book, id)
    return stated(seen) | {"result": seen.found.gaps if seen.found else None}


@router.get(MODEL + "/what-if", response=Hanging, summary="What hangs on an element or a party")
def what_if(request: ActorRequest, book: str, id: str, of: OF) -> Hanging:
    """Which jobs and how much cash are touched, and cut off, were it gone."""
    return queries.seen(request.actor, book, id).hanging(of)


@router.get(MODEL + "/seven-s", response=SevensRead, summary="The 7-S profile of each party")
def seven_s(request: ActorRequest, book: str, id: str) -> dict[str, object]:
    """Strategy, structure, systems, shared values, skills, style, staff: by party, with dates; never an average."""
    seen = queries.seen(request.actor, book, id)
    return stated(seen) | {"result": seen.found.seven_s if seen.found else None}


@router.get(MODEL + "/archimate", summary="An operating model as an ArchiMate file")
def archimate(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """The Open Group's exchange format, as Archi opens it (XML)."""
    return as_archimate(queries.seen(request.actor, book, id))


@router.post(MODEL + "/archimate", response={201: ArchimateTaken}, summary="An ArchiMate file as a draft")
def upload_archimate(
    request: ActorRequest,
    book: str,
    id: str,
    file: Annotated[UploadedFile, File(description="the Open Group's exchange format, as Archi and others write it")],
) -> Status[ArchimateTaken]:
    """Write a file down as one's draft of the model. What has no word in Trueup is kept as it is."""
    read = draft_of_file(request.actor, book, id, file.read(), file.name or "model.xml")
    return Status(201, ArchimateTaken.of(read))


@router.get(MODEL, response=MapRead, summary="An operating model")
def model(request: ActorRequest, book: str, id: str) -> dict[str, object]:
    """Its layers, elements and links, with what is measured of them."""
    seen = queries.seen(request.actor, book, id)
    return stated(seen) | {"result": seen.found}
