"""A draft is proposed to the parties; it is withdrawn by who proposed it, or rejected by one who would have to sign."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from trueup.vocabulary import InputError
from trueup.vocabulary.digest import canonical, digest
from trueup.web.documents import private, seating
from trueup.web.documents.access import Place, document_place
from trueup.web.documents.books import open_book
from trueup.web.documents.checking import Checked, check
from trueup.web.documents.errors import Conflict, Unready
from trueup.web.documents.models import Book, Version
from trueup.web.documents.signers import required, stands_on
from trueup.web.documents.versions import agreement_of, document_of, draft_of, known_kind, lock, next_key, proposed_of
from trueup.web.ledger.acting import action, record
from trueup.web.parties.access import Actor, NotFound, Refused


@action("version.propose")
def propose(actor: Actor | None, book: str, kind: str, id: str) -> Version:
    """Propose the draft of the actor's party as the next version: from now on nothing in it changes.

    Raises Unready with everything that keeps it from being signed, Conflict while another version waits for
    signatures, NotFound, Refused.
    """
    place = document_place(actor, book, known_kind(kind), id, "version.propose")
    row = lock(book)
    draft = draft_of(place.actor, book, kind, id)
    if draft is None:
        raise NotFound(_("there is no draft to propose"))
    _refuse_second(book, kind, id)
    checked = _ready(draft, book, place)
    assert checked.document is not None
    draft.number, draft.digest = checked.key.number, checked.document.digest
    draft.body = canonical(checked.document.body).decode()
    draft.stands_on = stands_on(open_book(book).book, checked.document)
    draft.state, draft.author_id, draft.proposed_at = "proposed", place.actor.member, timezone.now()
    draft.save()
    seating.seat(row, open_book(book).book, seating.proposed_agreements(row))
    _record("version.proposed", draft.digest, place, draft)
    return draft


def _refuse_second(book: str, kind: str, id: str) -> None:
    waiting = proposed_of(book, kind, id)
    if waiting is not None:
        who = waiting.party.name if waiting.party else ""
        raise Conflict(
            _("version %(number)d, proposed by %(who)s, waits for signatures") % {"number": waiting.number, "who": who},
            do=_("sign or reject it first"),
        )


def _ready(draft: Version, book: str, place: Place) -> Checked:
    checked = check(next_key(book, draft.kind, draft.doc_id), draft.text, asks=place.seats)
    if checked.stopping:
        raise Unready(checked.stopping)
    return checked


@action("version.withdraw")
def withdraw(actor: Actor | None, book: str, kind: str, id: str, number: int) -> Version:
    """Take back a proposal of the actor's own party. Raises NotFound, Refused, Conflict when it is in force by now."""
    place = document_place(actor, book, kind, id, "version.propose")
    row = lock(book)
    version = _waiting(book, kind, id, number)
    if version.party_id != place.actor.party:
        raise Refused(_("only the party that proposed a version withdraws it"), do=_("reject it, and say why"))
    return _ended(row, version, place, "")


@action("version.reject")
def reject(actor: Actor | None, book: str, kind: str, id: str, number: int, reason: str) -> Version:
    """Refuse to sign a proposal, and say why: it is off the table for all.

    Raises InputError without a reason, Refused for a party that need not sign, NotFound, Conflict.
    """
    place = document_place(actor, book, kind, id, "version.sign")
    row = lock(book)
    version = _waiting(book, kind, id, number)
    if not reason.strip() or len(reason) > 5000:
        raise InputError(_("say why, in at most 5000 characters"))
    parties = required(open_book(book).book, document_of(version))
    if not set(place.seats) & set(parties):
        raise Refused(_("your party need not sign this"))
    return _ended(row, version, place, reason.strip())


def _waiting(book: str, kind: str, id: str, number: int) -> Version:
    version = proposed_of(book, kind, id)
    if version is None or version.number != number:
        raise Conflict(_("version %(number)d does not wait for signatures") % {"number": number}, do=_("open it again"))
    return version


def _ended(book: Book, version: Version, place: Place, reason: str) -> Version:
    version.state, version.ended_at, version.reason = "withdrawn", timezone.now(), reason
    version.ended_by_id = place.actor.member
    version.save()
    seating.seat(book, open_book(book.slug).book, seating.proposed_agreements(book))
    _record("version.withdrawn", digest({"version": version.digest, "reason": reason}), place, version)
    return version


def _record(type: str, payload: str, place: Place, version: Version) -> None:
    about = {"kind": version.kind, "id": version.doc_id, "number": version.number, "reason": version.reason}
    subject = private.subject_of(version.kind, version.doc_id, version.digest)
    record(
        type,
        payload,
        actor=place.actor.name,
        at=timezone.now(),
        book=place.book.slug,
        subject=subject,
        agreement=agreement_of(version),
        about=about,
    )
