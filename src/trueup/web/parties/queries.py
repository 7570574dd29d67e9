"""What is read about people and parties."""

from __future__ import annotations

from django.http import HttpRequest

from trueup.web.parties.access import Actor
from trueup.web.parties.models import Member

SEAT = "member"
"""The session key that remembers which membership a person of several parties acts by."""


def actor_of(request: HttpRequest) -> Actor | None:
    """The member that the signed-in person acts as: the one chosen, else the first."""
    if not request.user.is_authenticated:
        return None
    members = Member.objects.filter(user_id=request.user.pk, ended_at=None).select_related("party").order_by("pk")
    found = {member.pk: member for member in members}
    chosen = found.get(request.session.get(SEAT, 0)) or next(iter(found.values()), None)
    return actor(chosen) if chosen else None


def actor(member: Member) -> Actor:
    """The actor that a member is in a browser."""
    party = member.party
    return Actor(member.pk, member.user_id, party.pk, party.slug, party.name, member.role)
