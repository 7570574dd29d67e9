"""What is read about people and parties. Lists are of the actor's own party only."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from trueup.web.parties.access import SCOPES, SCOPES_OF, Actor, NotFound, require
from trueup.web.parties.models import ApiToken, Invitation, Member, Party, SigningKey, SignInLink, User
from trueup.web.parties.rows import InvitationRow, Invited, KeyRow, MemberRow, Membership, Profile, TokenRow
from trueup.web.parties.secrets import hash_of, is_secret
from trueup.web.written import written

SEAT = "member"
"""The session key that remembers which membership a person of several parties acts by."""
_NOTE_USE_EVERY = dt.timedelta(minutes=1)


def actor_of(request: HttpRequest) -> Actor | None:
    """The member that the signed-in person acts as: the one chosen, else the first."""
    if not request.user.is_authenticated:
        return None
    known = request.user.acting
    found = {member.pk: member for member in (acting(request.user.pk) if known is None else known)}
    chosen = found.get(request.session.get(SEAT, 0)) or next(iter(found.values()), None)
    return actor(chosen) if chosen else None


def acting(user: int) -> tuple[Member, ...]:
    """The memberships by which a person may act, each with the person and the party: in one question."""
    return _acting(user)


@written
def _acting(user: int) -> QuerySet[Member]:
    return Member.objects.filter(user_id=user, ended_at=None).select_related("user", "party").order_by("pk")


def actor(member: Member, scopes: frozenset[str] = frozenset(SCOPES)) -> Actor:
    """The actor that a member is in a browser, or through a token with these scopes."""
    party = member.party
    return Actor(member.pk, member.user_id, party.pk, party.slug, party.name, member.role, scopes)


def actor_of_token(text: str) -> Actor | None:
    """The actor that an API token stands for, or None. Its scopes are never above what the member's role allows now.

    The row is found by the token's SHA-256, so what an attacker can measure is about a hash they cannot choose.
    """
    now = timezone.now()
    token = next(iter(_standing(hash_of(text), now)), None)
    if token is None or not is_secret(text, token.token_hash):
        return None
    if token.last_used_at is None or now - token.last_used_at > _NOTE_USE_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return actor(token.member, frozenset(token.scopes) & SCOPES_OF[token.member.role])


@written
def _standing(hashed: str, now: dt.datetime) -> QuerySet[ApiToken]:
    rows = ApiToken.objects.filter(token_hash=hashed, revoked_at=None, expires_at__gt=now)
    return rows.filter(member__ended_at=None, member__user__is_active=True).select_related("member__party")


def actor_by_address(party: str, email: str) -> Actor | None:
    """The member of a party (by slug) with this address, or None: for whoever runs the server."""
    rows = Member.objects.filter(party__slug=party, user__email=email.lower(), ended_at=None)
    member = rows.select_related("party").first()
    return actor(member) if member else None


def memberships(user: int) -> tuple[Membership, ...]:
    """Every seat of a person, to choose from."""
    rows = Member.objects.filter(user_id=user, ended_at=None).select_related("party").order_by("party__name", "pk")
    return tuple(Membership(row.pk, row.party_id, row.party.slug, row.party.name, row.role) for row in rows)


def membership(user: int, member: int) -> Membership:
    """One seat of a person. Raises NotFound for what is not theirs."""
    for found in memberships(user):
        if found.member == member:
            return found
    raise NotFound("there is no such seat")


def members(actor: Actor | None) -> tuple[MemberRow, ...]:
    """The members of the actor's party, by name."""
    actor = require(actor)
    rows = Member.objects.filter(party_id=actor.party, ended_at=None).select_related("user")
    return tuple(sorted((MemberRow.of(row, actor) for row in rows), key=lambda row: (row.label.casefold(), row.id)))


def invitations(actor: Actor | None) -> tuple[InvitationRow, ...]:
    """The open invitations that the actor's party made, latest first. Raises Refused for anybody but an owner."""
    actor = require(actor, role="owner")
    rows = open_invitations().filter(invited_by__party_id=actor.party).select_related("invited_by__user")
    return tuple(InvitationRow.of(row) for row in rows.order_by("-pk"))


def tokens(actor: Actor | None) -> tuple[TokenRow, ...]:
    """The actor's tokens that are not revoked; for an owner, those of all members. Latest first."""
    actor = require(actor)
    rows = ApiToken.objects.filter(member__party_id=actor.party, member__ended_at=None, revoked_at=None)
    if not actor.is_at_least("owner"):
        rows = rows.filter(member_id=actor.member)
    return tuple(TokenRow.of(row, actor, timezone.now()) for row in rows.select_related("member__user").order_by("-pk"))


def keys(actor: Actor | None) -> tuple[KeyRow, ...]:
    """The actor's signing keys, revoked ones too, latest first."""
    actor = require(actor)
    return tuple(KeyRow.of(row) for row in SigningKey.objects.filter(member_id=actor.member).order_by("-pk"))


def own_key(actor: Actor | None, vkey: str) -> KeyRow:
    """The actor's key of this public line, if it may sign. Raises NotFound for another's and for a revoked one."""
    for row in keys(actor):
        if row.vkey == vkey and row.revoked_at is None:
            return row
    raise NotFound("there is no such key")


def kept_key(actor: Actor) -> SigningKey | None:
    """The row of the key that the server keeps for the member: only the actions here read it."""
    return SigningKey.objects.filter(member_id=actor.member, revoked_at=None, sealed__isnull=False).first()


def key_name(actor: Actor) -> str:
    """What a key made for this member is called: this server, and the member as the ledger names them."""
    return f"{settings.URL.split('://')[1]}/{actor.name}"


def person(actor: Actor) -> User:
    """The person behind an actor: what logging in needs."""
    return User.objects.get(pk=actor.user)


def profile(actor: Actor | None) -> Profile:
    """What the actor's person says about themselves."""
    user = User.objects.get(pk=require(actor).user)
    return Profile(user.name, user.email, user.language, user.time_zone)


def invited(token: str) -> Invited | None:
    """What a link invites to, for whoever holds it; None for a used, withdrawn, expired or made-up one."""
    found = open_invitation(token)
    return None if found is None else Invited.of(found, User.objects.filter(email=found.email).exists())


def open_invitation(token: str) -> Invitation | None:
    """The row behind a link that still works: only the actions here read it."""
    rows = open_invitations().select_related("party", "invited_by__user", "invited_by__party")
    found = rows.filter(token_hash=hash_of(token)).first()
    return found if found is not None and is_secret(token, found.token_hash) else None


def open_invitations() -> QuerySet[Invitation]:
    """Neither accepted nor withdrawn nor expired, by somebody who is still an owner of the party."""
    standing = Q(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())
    return Invitation.objects.filter(standing, invited_by__ended_at=None, invited_by__role="owner")


def open_link(token: str) -> SignInLink | None:
    """The row behind a sign-in link that still works: only the actions here read it."""
    rows = SignInLink.objects.filter(token_hash=hash_of(token), used_at=None, expires_at__gt=timezone.now())
    found = rows.filter(user__is_active=True).select_related("user").first()
    return found if found is not None and is_secret(token, found.token_hash) else None


def link_is_for(token: str) -> str | None:
    """The name of the person whom a sign-in link lets in; None for a link that is no good."""
    link = open_link(token)
    return None if link is None else link.user.name or link.user.email


def join_link(token: str, proof: str = "") -> str:
    """The address of an invitation; with the proof, as it stands in the e-mail."""
    return settings.URL + reverse("join", args=[token]) + (f"?proof={proof}" if proof else "")


def sign_in_link(token: str) -> str:
    """The address of a one-time sign-in link."""
    return settings.URL + reverse("sign_in_link", args=[token])


def has_parties() -> bool:
    """Whether anybody was ever let in: an empty server prints a link for its first owner."""
    return Party.objects.exists()
