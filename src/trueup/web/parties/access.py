"""Who acts. Everything a person or program asks for is asked by an Actor; rights follow from it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from trueup.vocabulary import TrueupError


class NotFound(TrueupError):
    """There is no such thing, or it is not for this actor: from outside both look the same."""


class Refused(TrueupError):
    """The actor sees the thing and may not do this to it; `what` says who may."""


ROLES = ("viewer", "editor", "owner")
SCOPES = ("read", "write", "sign", "admin")
"""What a token may be allowed: read, write (report, propose, dispute), sign (sign, attest), admin (members, tokens)."""
SCOPES_OF: dict[str, frozenset[str]] = {
    "viewer": frozenset({"read"}),
    "editor": frozenset({"read", "write", "sign"}),  # an editor verifies and answers, which are signed
    "owner": frozenset(SCOPES),
}
"""What a token of a member of this role can be allowed at most. It shrinks with the role."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A member of a party at work, in a browser (all scopes) or through a token (some)."""

    member: int
    user: int
    party: int
    party_slug: str
    party_name: str
    role: str
    scopes: frozenset[str] = frozenset(SCOPES)

    def is_at_least(self, role: str) -> bool:
        """Whether the member's role reaches `role`."""
        return ROLES.index(self.role) >= ROLES.index(role)

    @property
    def name(self) -> str:
        """What the ledger calls the actor: no personal data."""
        return f"{self.party_slug}/{self.member}"


class ActorRequest(HttpRequest):
    """A request after `ActorMiddleware`: `actor` is None for somebody without a seat."""

    actor: Actor | None


def require(actor: Actor | None, *, role: str = "viewer", scope: str = "read") -> Actor:
    """The actor, if it has the role and the scope. Raises NotFound for nobody, Refused otherwise."""
    if actor is None:
        raise NotFound("there is no such page")
    if scope not in actor.scopes:
        raise Refused(f"this token lacks the scope {scope!r}", do="make a token with it in Settings")
    if not actor.is_at_least(role):
        raise Refused(f"only an {role} of {actor.party_name} may do this", do="ask one of them")
    return actor
