"""A member's own notices, wishes and addresses (webhooks among them), for programs."""

# No `from __future__ import annotations` here: the library reads the annotations of paged functions from elsewhere.

from typing import Annotated, Literal

from ninja import Field, Query, Router, Schema, Status
from ninja.pagination import paginate

from trueup.web.given import Given, LocalTime, Whole
from trueup.web.notices import actions, queries
from trueup.web.notices.queries import DeliveryRow, EndpointRow, NoticeRow
from trueup.web.parties.access import ActorRequest, require

router = Router()
Ways = Literal["now", "digest", "off"]


class Read(Given):
    """Which notice was read."""

    id: Whole | None = Field(default=None, description="its number; null: all of them")


class Choice(Given):
    """How a kind of notice comes on a channel."""

    kind: str
    channel: str
    how: Ways


class ChoiceRead(Schema):
    """How a kind of notice comes on a channel."""

    kind: str
    channel: str
    how: str


class Choices(Given):
    """What the member chooses; what is not named stays."""

    wishes: list[Choice] = Field(max_length=1000)


class RhythmGiven(Given):
    """When digests come and when nothing does, in the member's time zone."""

    digest_at: LocalTime
    digest_weekday: Whole | None = Field(default=None, ge=0, le=6, description="0 is Monday; null: every day")
    quiet_from: LocalTime | None = None
    quiet_until: LocalTime | None = None


class RhythmRead(Schema):
    """When digests come and when nothing does."""

    digest_at: LocalTime
    digest_weekday: int | None
    quiet_from: LocalTime | None
    quiet_until: LocalTime | None


class AddressGiven(Given):
    """Where a channel leads."""

    url: str = Field(min_length=1, max_length=2000)


class AddressKept(Schema):
    """The secret by which a webhook's messages are signed, shown this once; empty where none is used."""

    secret: str


@router.get("/notices", response=list[NoticeRow], summary="Notices")
@paginate(key=("-at", "-id"))
def notices(
    request: ActorRequest, unread: Annotated[bool, Query(description="only those not read")] = False
) -> list[NoticeRow]:
    """What the member was told, newest first."""
    return queries.notices(request.actor, unread=unread)


@router.post("/notices/read", response={204: None}, summary="Mark notices read")
def mark_read(request: ActorRequest, given: Read) -> Status[None]:
    """Mark one notice read, or all of them."""
    actions.mark_read(require(request.actor, scope="write"), given.id)
    return Status(204, None)


@router.get("/notices/deliveries", response=list[DeliveryRow], summary="What went out")
def deliveries(request: ActorRequest) -> list[DeliveryRow]:
    """The latest deliveries over other channels, newest first."""
    return queries.deliveries(request.actor)


@router.get("/notices/wishes", response=list[ChoiceRead], summary="What comes where")
def wishes(request: ActorRequest) -> list[ChoiceRead]:
    """How each kind of notice comes on each channel."""
    return _wishes(request)


@router.patch("/notices/wishes", response=list[ChoiceRead], summary="Choose what comes where")
def wish(request: ActorRequest, given: Choices) -> list[ChoiceRead]:
    """Choose how kinds of notices come: now, in a digest, or not."""
    chosen = {(each.kind, each.channel): each.how for each in given.wishes}
    actions.wish(require(request.actor, scope="write"), chosen)
    return _wishes(request)


@router.get("/notices/rhythm", response=RhythmRead, summary="Digests and quiet hours")
def rhythm(request: ActorRequest) -> object:
    """When digests come and when nothing does."""
    return queries.rhythm(request.actor)


@router.put("/notices/rhythm", response=RhythmRead, summary="Choose digests and quiet hours")
def set_rhythm(request: ActorRequest, given: RhythmGiven) -> object:
    """When digests come and when nothing does."""
    actions.set_rhythm(require(request.actor, scope="write"), **given.model_dump())
    return queries.rhythm(request.actor)


@router.get("/notices/endpoints", response=list[EndpointRow], summary="Addresses")
def endpoints(request: ActorRequest) -> list[EndpointRow]:
    """Where channels lead: their hosts, never the whole address."""
    return queries.endpoints(request.actor)


@router.put("/notices/endpoints/{channel}", response=AddressKept, summary="Give an address")
def set_endpoint(request: ActorRequest, channel: str, given: AddressGiven) -> AddressKept:
    """Where a channel (webhook, slack, teams) leads. A webhook's messages are signed with the secret in the answer."""
    return AddressKept(secret=actions.set_endpoint(request.actor, channel, given.url))


@router.delete("/notices/endpoints/{channel}", response={204: None}, summary="Forget an address")
def remove_endpoint(request: ActorRequest, channel: str) -> Status[None]:
    """Forget an address and its secret."""
    actions.remove_endpoint(require(request.actor, scope="write"), channel)
    return Status(204, None)


def _wishes(request: ActorRequest) -> list[ChoiceRead]:
    found = queries.wishes(request.actor)
    return [ChoiceRead(kind=kind, channel=channel, how=how) for (kind, channel), how in found.items()]
