"""People for the seats of a book: an organisation with an owner for each, and a link that lets them in once."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import slugify

from trueup.web.documents.actions.seats import take_seat
from trueup.web.documents.models import Book, Seat
from trueup.web.ledger.acting import action
from trueup.web.parties.actions import enrol, offer_sign_in
from trueup.web.parties.actions.members import SERVER
from trueup.web.parties.models import Member, Party

MOST = 12
"""A book that sources fill may have parties by the hundred: so many get people of their own."""


@dataclass(frozen=True, slots=True)
class Link:
    """A way in: the party's id in the book, its role there, its name, and the address that lets its owner in once."""

    seat: str
    role: str
    name: str
    address: str


def fill(book: Book) -> None:
    """Give each free seat, up to `MOST`, a new organisation with an owner who has no password.

    A seat whose name an organisation of this server has already stays free: nobody gets into it by a name.
    """
    for seat in list(Seat.objects.filter(book=book, party=None).order_by("pk")[:MOST]):
        if not Party.objects.filter(slug=slugify(seat.name)[:90].strip("-")).exists():
            _fill(book.slug, seat)


@action("seat.fill")
def _fill(book: str, seat: Seat) -> None:
    owner = enrol(seat.name, mail_of(book, seat.local_id))
    take_seat(book, seat.local_id, owner.party, by=SERVER)


def links(book: Book) -> list[Link]:
    """A new one-time link for each owner made by `fill` who has not taken the account over (set a password) yet."""
    found = []
    for seat in Seat.objects.filter(book=book).exclude(party=None).order_by("pk"):
        member = _made_here(book, seat)
        if member is not None:
            found.append(Link(seat.local_id, seat.role, seat.name, offer_sign_in(member.user_id)))
    return found


def mail_of(book: str, seat: str) -> str:
    """The address of an owner made by `fill`: no mail ever reaches it (RFC 2606)."""
    plain = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in seat.lower()).strip("-")
    return f"owner@{plain[:60]}.{book.lower().replace('_', '-')[:60].strip('-')}.example"


def _made_here(book: Book, seat: Seat) -> Member | None:
    rows = Member.objects.filter(party=seat.party, ended_at=None, user__email=mail_of(book.slug, seat.local_id))
    member = rows.select_related("user").first()
    return member if member is not None and not member.user.has_usable_password() else None
