"""Who is told: members of parties with a part in the agreement, and nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from trueup.web.documents.models import AgreementSeat, Seat
from trueup.web.parties.access import ROLES
from trueup.web.parties.models import Member

EVERYBODY = {"customer": "viewer", "provider": "viewer", "observer": "viewer"}
SIGNERS = {"customer": "owner", "provider": "owner"}


def of_agreement(book: str, agreement: str, parts: Mapping[str, str] = EVERYBODY) -> list[Member]:
    """The members with one of these parts in an agreement whose role reaches the least one named for it."""
    seats = AgreementSeat.objects.filter(book__slug=book, agreement=agreement, part__in=parts)
    rows = seats.exclude(seat__party=None).values_list("seat__party", "part")
    return _reaching((party, parts[part]) for party, part in rows if party is not None)


def of_customer(book: str, role: str = "editor") -> list[Member]:
    """The members of a book's customer from a role on."""
    rows = Seat.objects.filter(book__slug=book, role="customer").exclude(party=None).values_list("party", flat=True)
    return _reaching((party, role) for party in rows if party is not None)


def of_party(slug: str, role: str = "owner") -> list[Member]:
    """The members of an organisation from a role on."""
    found = _active().filter(party__slug=slug)
    return [member for member in found if _reaches(member, role)]


def may_know(member: Member, book: str, agreement: str) -> bool:
    """Whether a member may still be told of it: asked again before anything is shown or sent."""
    if member.ended_at is not None or not member.user.is_active:
        return False
    if agreement:
        return AgreementSeat.objects.filter(book__slug=book, agreement=agreement, seat__party=member.party_id).exists()
    return not book or Seat.objects.filter(book__slug=book, role="customer", party=member.party_id).exists()


def _reaching(wanted: Iterable[tuple[int, str]]) -> list[Member]:
    """Each member once, if the least role that any of its party's parts asks for is reached."""
    least: dict[int, str] = {}
    for party, role in wanted:
        least[party] = min(least.get(party, role), role, key=ROLES.index)
    found = _active().filter(party__in=least)
    return [member for member in found if _reaches(member, least[member.party_id])]


def _reaches(member: Member, role: str) -> bool:
    return ROLES.index(member.role) >= ROLES.index(role)


def _active() -> QuerySet[Member]:
    return Member.objects.filter(ended_at=None, user__is_active=True).select_related("user", "party").order_by("pk")
