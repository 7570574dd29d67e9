"""An API of its own, with the rules of the real one and operations that need nothing but members."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import include, path
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile
from ninja.pagination import paginate

from trueup.vocabulary import DocumentError, FactError, Issue, Refusal
from trueup.web.api.pages import ByCursor
from trueup.web.api.throttle import MemberRate
from trueup.web.api.urls import addresses
from trueup.web.api.v1 import build
from trueup.web.parties.access import NotFound, Refused
from trueup.web.parties.models import Party

router = Router()


@dataclass(frozen=True)
class Thing:
    """Something in a list."""

    id: str


class ThingOut(Schema):
    """Something in a list, as shown."""

    id: str


class Given(Schema):
    """What is sent."""

    name: str
    sizes: tuple[int, ...] = ()


THINGS: list[Thing] = []
ERRORS = {
    "missing": NotFound("there is no such thing"),
    "refused": Refused("only an owner may do this", do="ask one"),
    "document": DocumentError([Issue("error", "weaker", line=4, path="objectives[0].target", suggestion="5?")]),
    "facts": FactError("one row is wrong", refusals=[Refusal(3, "actual", "is not a number", "x")]),
    "broken": RuntimeError("a secret of the inside"),
}


@router.get("/things", response=list[ThingOut])
@paginate(ByCursor, key=("id",))
def things(request: HttpRequest) -> list[Thing]:
    """Things."""
    return list(THINGS)


@router.get("/newest", response=list[ThingOut])
@paginate(ByCursor, key=("-id",))
def newest(request: HttpRequest) -> list[Thing]:
    """Things, the last first."""
    return list(THINGS)


@router.get("/rare", throttle=[MemberRate("3/min")])
def rare(request: HttpRequest) -> None:
    """May be asked three times a minute."""


@router.get("/fails/{how}")
def fails(request: HttpRequest, how: str) -> None:
    """Fails."""
    raise ERRORS[how]


@router.post("/parties", response={201: ThingOut})
def make(request: HttpRequest, given: Given) -> Status[Thing]:
    """Make a party; fails after the work if told to."""
    party = Party.objects.create(slug=f"made-{Party.objects.count()}", name=given.name)
    if given.name in ERRORS:
        raise ERRORS[given.name]
    return Status(201, Thing(party.slug))


@router.post("/files", response={201: ThingOut})
def keep(request: HttpRequest, file: UploadedFile = File(...)) -> Status[Thing]:  # noqa: B008 - as the library asks
    """Make a party called as the file says."""
    return make(request, Given(name=file.read().decode()))


urlpatterns = [path("api/", include(addresses(build({"test": router}, "api-of-tests"))))]
