"""Wins for programs. Answers are not kept: not by the browser, and no text by the store of idempotency keys."""

# No `from __future__ import annotations` here: the library reads the annotations of paged functions from elsewhere.

from django.http import HttpResponse
from django.views.decorators.debug import sensitive_variables
from ninja import Router, Status
from ninja.pagination import paginate

from trueup.vocabulary import InputError, LedgerError
from trueup.web.parties.access import ActorRequest
from trueup.web.wins import actions, queries
from trueup.web.wins.errors import Stopped
from trueup.web.wins.shapes import (
    Destroyed,
    KeyHeld,
    KeyMade,
    KeyRead,
    ReaderKept,
    ReaderNamed,
    WinBrought,
    WinDetail,
    WinGiven,
    WinKept,
    WinRow,
    WinText,
)

router = Router()
AT = "/books/{book}/horizons/{path:id}/wins"
READ, ADMIN = {"x-scope": "read"}, {"x-scope": "admin"}


@router.get("/wins/keys", response=list[KeyHeld], openapi_extra=ADMIN, summary="The party's keys for wins")
@paginate(key=("id",))
def keys(request: ActorRequest) -> list[KeyHeld]:
    """Every key that is not destroyed, over all books, those that the party has left too. For owners."""
    return [KeyHeld.of(each) for each in queries.held(request.actor)]


@router.delete("/wins/keys/{key}", response=Destroyed, openapi_extra=ADMIN, summary="Destroy keys and wins")
def destroy_key(request: ActorRequest, key: int) -> Destroyed:
    """Destroy every key of the party in the book of this one, and every win sealed to them. For owners."""
    return Destroyed(wins=actions.destroy_key(request.actor, key))


@router.get(AT, response=list[WinRow], summary="The wins that one may read")
@paginate(key=("id",))
def wins(request: ActorRequest, book: str, id: str) -> list[WinRow]:
    """Those of one's own party whose author or reader one is; an owner sees that the others exist. No text."""
    return [WinRow.of(each) for each in queries.listing(request.actor, book, id).lines]


@router.post(AT, response={201: WinKept}, summary="Write a win")
@sensitive_variables()
def write(request: ActorRequest, book: str, id: str, given: WinGiven) -> Status[WinKept]:
    """Seal a win to one's party. What the rules of compliance stop gives 422, and nothing of it is kept."""
    try:
        return Status(201, WinKept.of(actions.write(request.actor, book, id, given.model_dump())))
    except (Stopped, InputError):
        _unkept(request)
        raise


@router.post(f"{AT}/key", response={201: KeyRead}, openapi_extra=ADMIN, summary="Make or exchange the party's key")
def change_key(request: ActorRequest, book: str, id: str, given: KeyMade) -> Status[KeyRead]:
    """Wins are sealed to it from now on, and so is what the server can open under the keys of before. For owners."""
    done = actions.change_key(request.actor, book, id, public=given.public, ask=given.ask)
    return Status(201, KeyRead(key=done.key.key_id, by_server=done.key.by_server, moved=done.moved, left=done.left))


@router.post(f"{AT}/sealed", response={201: WinKept}, summary="Bring a sealed win")
def bring(request: ActorRequest, book: str, id: str, given: WinBrought) -> Status[WinKept]:
    """Take in a win that was sealed elsewhere to the key that the party holds itself: its text never comes here."""
    try:
        made = actions.bring(request.actor, book, id, given.sealed.encode(), given.commitment, given.answers())
    except (Stopped, InputError, LedgerError):
        _unkept(request)
        raise
    return Status(201, WinKept.of(made))


@router.get(f"{AT}/{{win}}", response=WinDetail, summary="A win without its text")
def win(request: ActorRequest, response: HttpResponse, book: str, id: str, win: str) -> WinDetail:
    """Who may read it, and for its author and owners who has."""
    response.headers["Cache-Control"] = "no-store"
    return WinDetail.seen(queries.detail(request.actor, book, id, win))


@router.put(f"{AT}/{{win}}", response=WinKept, summary="Write a win again")
@sensitive_variables()
def change(request: ActorRequest, book: str, id: str, win: str, given: WinGiven) -> WinKept:
    """Put another text in its place. By its author."""
    try:
        return WinKept.of(actions.change(request.actor, book, id, win, given.model_dump()))
    except (Stopped, InputError):
        _unkept(request)
        raise


@router.delete(f"{AT}/{{win}}", response={204: None}, summary="Erase a win")
def erase(request: ActorRequest, book: str, id: str, win: str) -> Status[None]:
    """By its author, or by an owner of the party without reading it."""
    actions.erase(request.actor, book, id, win)
    return Status(204, None)


@router.post(f"{AT}/{{win}}/read", response=WinText, openapi_extra=READ, summary="Read a win")
@sensitive_variables()
def read(request: ActorRequest, response: HttpResponse, book: str, id: str, win: str) -> WinText:
    """The look is written down. With an idempotency key too, each request is a look: the answer is not kept."""
    response.headers["Cache-Control"] = "no-store"
    _unkept(request)
    line = queries.detail(request.actor, book, id, win).line
    if not line.openable:
        row = actions.take(request.actor, book, id, win)
        return WinText(id=win, text=None, sealed=bytes(row.sealed or b"").decode())
    (shown,) = actions.read(request.actor, book, id, [win])
    return WinText(id=win, text=shown.text, sealed=None)


@router.post(f"{AT}/{{win}}/readers", response={201: ReaderKept}, summary="Name a reader")
def name_reader(request: ActorRequest, book: str, id: str, win: str, given: ReaderNamed) -> Status[ReaderKept]:
    """A member of one's party, or the observer in a seat. By its author."""
    if given.member is not None and given.seat is None:
        return Status(201, ReaderKept.of(actions.name_member(request.actor, book, id, win, given.member)))
    if given.seat is not None and given.member is None:
        return Status(201, ReaderKept.of(actions.name_observer(request.actor, book, id, win, given.seat)))
    raise InputError("name a member or the seat of an observer, one of them")


@router.delete(f"{AT}/{{win}}/readers/{{reader}}", response={204: None}, summary="Name a reader no more")
def end_reader(request: ActorRequest, book: str, id: str, win: str, reader: int) -> Status[None]:
    """From now on they read it no more. By its author."""
    actions.end_reader(request.actor, book, id, win, reader)
    return Status(204, None)


def _unkept(request: ActorRequest) -> None:
    """Let the API keep nothing of this request and its answer, whatever idempotency key it came with."""
    claim = getattr(request, "claim", None)
    if claim is not None:
        claim.let_go()
