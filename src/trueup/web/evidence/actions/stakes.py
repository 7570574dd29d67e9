"""A party declares its stakes: its own interests in a result, along the four tests of independence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from django.utils import timezone
from django.utils.translation import gettext as _

from trueup.book.documents import BookDefinition
from trueup.vocabulary import InputError, PartyDocument, Stake
from trueup.web.documents.access import Place
from trueup.web.documents.actions import state
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Seat
from trueup.web.documents.versions import lock
from trueup.web.evidence.actions.statements import Stated
from trueup.web.ledger.acting import action
from trueup.web.parties.access import Actor, NotFound, require

TESTS: tuple[str, ...] = get_args(Stake.model_fields["test"].annotation)
MOST = 40


def declare(actor: Actor | None, book: str, seat: str, stakes: Sequence[Stake]) -> Stated:
    """State all stakes of the actor's own seat in a book anew; they replace those declared before.

    A new version of the book's definition (or of the party's own document) in force at once. An attestation by an
    observer whose stake touches it counts no longer. The same stakes again change nothing. Raises NotFound for another
    party's seat, Refused for less than an owner, InputError.
    """
    actor = require(actor)
    found = Seat.objects.filter(book__slug=book, local_id=seat, party_id=actor.party).select_related("book").first()
    if found is None:
        raise NotFound(_("there is no seat %(seat)r of yours in this book") % {"seat": seat})
    require(actor, role="owner", scope="sign")
    _check(stakes)
    place = Place(actor, found.book, None, {seat: found.role})
    now = _standing(book, seat)
    if tuple(stakes) == _stakes(now, seat):
        return Stated(now.kind, now.id, now.version, now.digest, already=True)
    return _declare(place, seat, tuple(stakes))


def _check(stakes: Sequence[Stake]) -> None:
    if len(stakes) > MOST or any(not stake.what.strip() or len(stake.what) > 1000 for stake in stakes):
        raise InputError(_("a stake says in at most 1000 characters what it is; at most 40 are declared"))


@action("stake.declare")
def _declare(place: Place, seat: str, stakes: tuple[Stake, ...]) -> Stated:
    slug = place.book.slug
    lock(slug)
    standing = _standing(slug, seat)
    later = {"version": standing.version + 1, "agreed_at": timezone.now()}
    if isinstance(standing, BookDefinition):
        parties = tuple(
            party.model_copy(update={"stakes": stakes}) if party.id == seat else party for party in standing.parties
        )
        document: BookDefinition | PartyDocument = standing.model_copy(update={**later, "parties": parties})
    else:
        document = standing.model_copy(update={**later, "stakes": stakes})
    version = state(place.actor, place, document, "stake.declared")
    return Stated(version.kind, version.doc_id, version.number, version.digest)


def _standing(book: str, seat: str) -> BookDefinition | PartyDocument:
    """The document that says who the party is: the book's definition, or one of its own."""
    documents = open_book(book).book
    own = [each for each in documents.documents if isinstance(each, PartyDocument) and each.id == seat]
    return max(own, key=lambda document: document.version) if own else documents.definition


def _stakes(document: BookDefinition | PartyDocument, seat: str) -> tuple[Stake, ...]:
    if isinstance(document, PartyDocument):
        return document.stakes
    party = document.party(seat)
    return party.stakes if party else ()
