"""What is shown of people and parties: frozen values, made from rows the reader may see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from trueup.web.parties.access import SCOPES, SCOPES_OF, Actor
from trueup.web.parties.models import ApiToken, Invitation, Member, SigningKey, User


@dataclass(frozen=True, slots=True)
class Membership:
    """A seat of a person: the party, and the role there."""

    member: int
    party: int
    party_slug: str
    party_name: str
    role: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A person, as they see themselves. Empty language and time zone: the browser's and the book's."""

    name: str
    email: str
    language: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member, as the members of the same party see them."""

    id: int
    name: str
    email: str
    role: str
    since: dt.datetime
    is_me: bool

    @classmethod
    def of(cls, row: Member, actor: Actor) -> MemberRow:
        """The row, to this reader."""
        return cls(row.pk, row.user.name, row.user.email, row.role, row.created_at, row.pk == actor.member)

    @property
    def label(self) -> str:
        """The name, or the address of somebody who gave none."""
        return self.name or self.email


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An open invitation, as owners of the party that made it see it."""

    id: int
    email: str
    role: str
    seat_book: str
    seat_party: str
    seat_name: str
    by: str
    created_at: dt.datetime
    expires_at: dt.datetime

    @classmethod
    def of(cls, row: Invitation) -> InvitationRow:
        """The row, without what the link is made of."""
        seat = (row.seat_book, row.seat_party, row.seat_name)
        return cls(row.pk, row.email, row.role, *seat, _inviter(row), row.created_at, row.expires_at)


@dataclass(frozen=True, slots=True)
class Invited:
    """What an invitation is, to whoever holds its link. `to` is the party that one joins or works with."""

    email: str
    to: str
    by: str
    role: str
    seat: str
    has_account: bool

    @classmethod
    def of(cls, row: Invitation, has_account: bool) -> Invited:
        """The row, and whether the address has an account."""
        assert row.invited_by is not None
        party = row.party or row.invited_by.party
        return cls(row.email, party.name, _inviter(row), row.role, row.seat_name, has_account)


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token without its secret. `scopes` are those it has now: a lower role takes some away."""

    id: int
    name: str
    prefix: str
    scopes: tuple[str, ...]
    member: str
    is_mine: bool
    created_at: dt.datetime
    expires_at: dt.datetime
    last_used_at: dt.datetime | None
    expired: bool

    @classmethod
    def of(cls, row: ApiToken, actor: Actor, now: dt.datetime) -> TokenRow:
        """The row, to this reader."""
        scopes = tuple(scope for scope in SCOPES if scope in row.scopes and scope in SCOPES_OF[row.member.role])
        whose = (_label(row.member.user), row.member_id == actor.member)
        made, ends, used = row.created_at, row.expires_at, row.last_used_at
        return cls(row.pk, row.name, row.prefix, scopes, *whose, made, ends, used, ends <= now)


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A public key and who holds the private half: the member or the server."""

    id: int
    vkey: str
    held: str
    created_at: dt.datetime
    revoked_at: dt.datetime | None

    @classmethod
    def of(cls, row: SigningKey) -> KeyRow:
        """The row, without the private key."""
        return cls(row.pk, row.vkey, row.held, row.created_at, row.revoked_at)


def _inviter(row: Invitation) -> str:
    return "" if row.invited_by is None else _label(row.invited_by.user)


def _label(user: User) -> str:
    return user.name or user.email
