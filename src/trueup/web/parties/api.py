"""People, parties and what lets programs in, for programs."""

from __future__ import annotations

from ninja import Field, Router, Schema, Status
from ninja.pagination import paginate

from trueup.web.given import Given, Whole
from trueup.web.parties import actions, queries
from trueup.web.parties.access import ActorRequest, require
from trueup.web.parties.actions.invitations import Offer
from trueup.web.parties.actions.tokens import NewToken
from trueup.web.parties.challenge import challenge
from trueup.web.parties.rows import InvitationRow, KeyRow, MemberRow, Membership, Profile, TokenRow

router = Router()
ADMIN, SIGN = {"x-scope": "admin"}, {"x-scope": "sign"}


class Me(Schema):
    """Who asks: the person, the seat by which they act, and what this token or session may do."""

    profile: Profile
    seat: Membership
    scopes: list[str] = Field(description="out of read, write, sign, admin")
    seats: list[Membership] = Field(description="every seat of this person")


class ProfileChange(Given):
    """What a person says about themselves."""

    name: str = Field(max_length=200)
    language: str = Field(default="", max_length=10, description="en or de; empty: the browser's")
    time_zone: str = Field(default="", max_length=60, description="as Europe/Berlin; empty: that of each book")


class PartyMade(Given):
    """A party of which the asking person is the first owner."""

    name: str = Field(max_length=200)


class RoleChange(Given):
    """Another role for a member."""

    role: str = Field(description="owner, editor or viewer")


class InvitationMade(Given):
    """An invitation into the asking party."""

    email: str = Field(max_length=254)
    role: str = Field(default="viewer", description="owner, editor or viewer")


class SeatOffered(Given):
    """An invitation to take a seat of a book."""

    email: str = Field(max_length=254)


class TokenMade(Given):
    """A token to be made."""

    name: str = Field(max_length=100)
    scopes: list[str] = Field(description="out of read, write, sign, admin")
    days: Whole = Field(default=90, description="how long it lives: 1 to 366")


class KeyAdded(Given):
    """The public half of a key, and the proof that its holder has the private one."""

    vkey: str = Field(max_length=400, description="the public key as a note's verifier key")
    challenge: str = Field(max_length=1000, description="the text that POST /keys/challenge gave")
    proof: str = Field(max_length=200, description="its signature by the key, base 64")


class Challenge(Schema):
    """What to sign, exactly, as UTF-8, by a new key of this name."""

    name: str = Field(description="the name that the new key should have")
    text: str = Field(description="the text to sign")


class PublicKey(Schema):
    """The public half of a key."""

    vkey: str


class KeyNumber(Schema):
    """The number of a key."""

    id: int


class SessionsEnded(Schema):
    """How many sessions were ended."""

    sessions: int


@router.get("/me", response=Me, summary="Who asks")
def me(request: ActorRequest) -> Me:
    """The person, the seat and the scopes of the token or session."""
    actor = require(request.actor)
    seats = queries.memberships(actor.user)
    return Me(
        profile=queries.profile(actor),
        seat=queries.membership(actor.user, actor.member),
        scopes=sorted(actor.scopes),
        seats=list(seats),
    )


@router.put("/me", response=Profile, summary="Change one's profile", openapi_extra=ADMIN)
def change_me(request: ActorRequest, given: ProfileChange) -> Profile:
    """Name, language and time zone of the person."""
    actions.change_profile(request.actor, name=given.name, language=given.language, time_zone=given.time_zone)
    return queries.profile(request.actor)


@router.post("/me/sign-out", response=SessionsEnded, summary="Sign out everywhere", openapi_extra=ADMIN)
def sign_out(request: ActorRequest) -> SessionsEnded:
    """End every session of the person in every browser. Tokens stay."""
    return SessionsEnded(sessions=actions.sign_out_everywhere(request.actor))


@router.post("/parties", response={201: Membership}, summary="Make a party", openapi_extra=ADMIN)
def make_party(request: ActorRequest, given: PartyMade) -> Status[Membership]:
    """A party of which the person is the first owner."""
    made = actions.found_party(require(request.actor), given.name)
    return Status(201, queries.membership(made.user, made.member))


@router.get("/members", response=list[MemberRow], summary="The members of one's party")
@paginate(key=("id",))
def members(request: ActorRequest) -> tuple[MemberRow, ...]:
    """Everybody who acts for the party now."""
    return queries.members(request.actor)


@router.patch("/members/{int:member}", response=MemberRow, summary="Change a member's role", openapi_extra=ADMIN)
def change_member(request: ActorRequest, member: int, given: RoleChange) -> MemberRow:
    """Give a member of the party another role. A party always has an owner."""
    actions.change_role(require(request.actor), member, given.role)
    return next(row for row in queries.members(request.actor) if row.id == member)


@router.delete("/members/{int:member}", response={204: None}, summary="End a membership", openapi_extra=ADMIN)
def end_member(request: ActorRequest, member: int) -> Status[None]:
    """End a membership and its tokens. What the member signed stays theirs."""
    actions.end_member(require(request.actor), member)
    return Status(204, None)


@router.get("/invitations", response=list[InvitationRow], summary="Open invitations")
@paginate(key=("-id",))
def invitations(request: ActorRequest) -> tuple[InvitationRow, ...]:
    """The invitations of the party that can still be accepted."""
    return queries.invitations(request.actor)


@router.post("/invitations", response={201: Offer}, summary="Invite a person", openapi_extra=ADMIN)
def invite(request: ActorRequest, given: InvitationMade) -> Status[Offer]:
    """Invite a person into the party: by e-mail, and by the link in the answer."""
    return Status(201, actions.invite(request.actor, given.email, given.role))


@router.delete(
    "/invitations/{int:invitation}", response={204: None}, summary="Withdraw an invitation", openapi_extra=ADMIN
)
def withdraw(request: ActorRequest, invitation: int) -> Status[None]:
    """Make the link of an open invitation worthless."""
    actions.withdraw(request.actor, invitation)
    return Status(204, None)


@router.post(
    "/books/{book}/seats/{seat}/invitations", response={201: Offer}, summary="Offer a seat", openapi_extra=ADMIN
)
def offer_seat(request: ActorRequest, book: str, seat: str, given: SeatOffered) -> Status[Offer]:
    """Invite a person to take a free seat of a book, for the party that they own or make."""
    return Status(201, actions.invite_to_seat(request.actor, book, seat, given.email))


@router.get("/tokens", response=list[TokenRow], summary="API tokens")
@paginate(key=("-id",))
def tokens(request: ActorRequest) -> tuple[TokenRow, ...]:
    """One's own tokens; for an owner, those of every member. Never their secrets."""
    return queries.tokens(request.actor)


@router.post("/tokens", response={201: NewToken}, summary="Make a token", openapi_extra=ADMIN)
def make_token(request: ActorRequest, given: TokenMade) -> Status[NewToken]:
    """A token of one's own, with no more rights than the asking one. Its text is shown this once."""
    return Status(201, actions.make_token(request.actor, given.name, given.scopes, given.days))


@router.delete("/tokens/{int:token}", response={204: None}, summary="Revoke a token", openapi_extra=ADMIN)
def revoke_token(request: ActorRequest, token: int) -> Status[None]:
    """End a token: one's own, or as an owner that of anybody of the party."""
    actions.revoke_token(request.actor, token)
    return Status(204, None)


@router.get("/keys", response=list[KeyRow], summary="Signing keys")
@paginate(key=("-id",))
def keys(request: ActorRequest) -> tuple[KeyRow, ...]:
    """One's own keys, revoked ones too, and who holds the private half."""
    return queries.keys(request.actor)


@router.post("/keys/challenge", response=Challenge, summary="Ask for a text to sign", openapi_extra=SIGN)
def ask_challenge(request: ActorRequest) -> Challenge:
    """A text that proves, signed within ten minutes, that one holds a key."""
    actor = require(request.actor, role="editor", scope="sign")
    return Challenge(name=queries.key_name(actor), text=challenge(actor))


@router.post("/keys/server", response=PublicKey, summary="Let the server keep a key", openapi_extra=SIGN)
def keep_key(request: ActorRequest) -> PublicKey:
    """The key by which the server signs for the member when asked to, made now if there is none."""
    return PublicKey(vkey=str(actions.server_key(request.actor)))


@router.post("/keys", response={201: KeyNumber}, summary="Register a key", openapi_extra=SIGN)
def add_key(request: ActorRequest, given: KeyAdded) -> Status[KeyNumber]:
    """Register the public half of a key that one holds. The private half is never sent."""
    return Status(201, KeyNumber(id=actions.add_key(request.actor, given.vkey, given.challenge, given.proof)))


@router.delete("/keys/{int:key}", response={204: None}, summary="Revoke a key", openapi_extra=SIGN)
def revoke_key(request: ActorRequest, key: int) -> Status[None]:
    """From now on nothing is signed with this key; what was signed stays signed."""
    actions.revoke_key(request.actor, key)
    return Status(204, None)
