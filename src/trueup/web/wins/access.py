"""The one door to wins: author and named readers read, owners erase and exchange keys, nobody else finds any."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from trueup.web.documents.access import document_place
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Book, Seat
from trueup.web.parties.access import Actor, NotFound, Refused
from trueup.web.wins.models import Win

KIND = "stakeholders"


@dataclass(frozen=True, slots=True)
class Door:
    """Where an actor stands: the book, the document, and the id of the seat by which it writes ("" for an observer)."""

    actor: Actor
    book: Book
    id: str
    local: str

    @property
    def writes(self) -> bool:
        """Whether the actor may write a win here."""
        return bool(self.local) and self.actor.is_at_least("editor") and "write" in self.actor.scopes

    @property
    def owns(self) -> bool:
        """Whether the actor may make and exchange the party's key."""
        return bool(self.local) and self.actor.is_at_least("owner") and "admin" in self.actor.scopes


def door(actor: Actor | None, book: str, id: str) -> Door:
    """Where the actor stands to the wins of a document of stakeholders that is in force.

    Raises NotFound where there is none, where it is not theirs, and for an observer whom no author has named.
    """
    place = document_place(actor, book, KIND, id)
    if id not in open_book(book).book.stakeholders:
        raise nothing(book, id)
    sides = [local for local, part in place.seats.items() if part in ("customer", "provider")]
    found = Door(place.actor, place.book, id, next(iter(sides), ""))
    if not found.local and not visible(found).exists():
        raise nothing(book, id)
    return found


def nothing(book: str, id: str) -> NotFound:
    """There is nothing, or nothing for this actor."""
    return NotFound(f"there is no {KIND} {id!r} in a book {book!r}")


def named(actor: Actor) -> Q:
    """The wins that the actor may read: its own, and those whose readers it is among."""
    mine = Q(party_id=actor.party)
    reading = Q(readers__ended_at=None)
    as_member = mine & (Q(author_id=actor.member) | reading & Q(readers__member_id=actor.member))
    as_observer = ~mine & reading & Q(readers__member=None, readers__party_id=actor.party)
    return as_member | as_observer


def reads(actor: Actor, book: Book, id: str) -> bool:
    """Whether there is a win of that document that the actor may read."""
    return Win.objects.filter(named(actor), book=book, stakeholders=id).exclude(sealed=None).exists()


def visible(here: Door) -> QuerySet[Win]:
    """The wins that the actor knows of: those it may read; for an owner all of the party's, read or not."""
    rows = Win.objects.filter(book=here.book, stakeholders=here.id)
    seen = named(here.actor)
    if here.local and here.actor.is_at_least("owner"):
        seen |= Q(party_id=here.actor.party)
    return rows.filter(seen).distinct()


def readable(here: Door) -> QuerySet[Win]:
    """The wins that the actor may read, and that are not erased."""
    rows = Win.objects.filter(book=here.book, stakeholders=here.id).filter(named(here.actor))
    return rows.exclude(sealed=None).select_related("key").distinct()


def known(here: Door, win: str) -> Win:
    """A win that the actor knows of. Raises NotFound."""
    found = visible(here).filter(win=win).select_related("key", "author__user").first()
    if found is None:
        raise NotFound(_("there is no such win"))
    return found


def written(here: Door, win: str) -> Win:
    """A win of the actor's own, to be changed. Raises NotFound for none, Refused for another's or an erased one."""
    found = known(here, win)
    require_writer(here)
    if found.author_id != here.actor.member:
        raise Refused(_("only who wrote it may do this"), do=_("ask the author"))
    if found.sealed is None:
        raise Refused(_("this win was erased"), do=_("write it anew"))
    return found


def require_writer(here: Door) -> None:
    """Raises Refused without the role or the scope to write, and for an observer."""
    if "write" not in here.actor.scopes:
        raise Refused(
            _("this token lacks the scope %(scope)r") % {"scope": "write"}, do=_("make a token with it in Settings")
        )
    if not here.writes:
        raise Refused(_("only an editor of the customer or of a provider writes wins"), do=_("ask one of them"))


def require_owner(here: Door) -> None:
    """Raises Refused for whoever may not exchange the party's key."""
    if "admin" not in here.actor.scopes:
        raise Refused(
            _("this token lacks the scope %(scope)r") % {"scope": "admin"}, do=_("make a token with it in Settings")
        )
    if not here.owns:
        raise Refused(_("only an owner of the party may do this"), do=_("ask one of them"))


def observers(here: Door) -> Iterator[Seat]:
    """The seats that observe the book and that somebody sits in: an author may name them."""
    yield from Seat.objects.filter(book=here.book, role="observer").exclude(party=None).select_related("party")
