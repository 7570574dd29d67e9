"""What is read about books and documents, always for an actor."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Prefetch
from django.utils import timezone

from trueup.book import Book as Documents
from trueup.book import write
from trueup.ledger.keys import VerifierKey
from trueup.ledger.statement import Statement, Subject
from trueup.vocabulary import Document, day_of
from trueup.web.documents import private
from trueup.web.documents.access import Place, document_place, own_agreements, seats_in
from trueup.web.documents.actions.drafts import begun, mark_of
from trueup.web.documents.books import loaded_and_book, open_book
from trueup.web.documents.changes import both, versions_of
from trueup.web.documents.checking import Key, check
from trueup.web.documents.models import Seat, Signature, Version
from trueup.web.documents.rows import (
    BookRow,
    Editing,
    History,
    Reading,
    Rights,
    SeatRow,
    SignatureRow,
    ToSign,
    VersionRow,
)
from trueup.web.documents.signers import required
from trueup.web.documents.sittings import sittings
from trueup.web.documents.versions import document_of, draft_of, known_kind, next_key, proposed_of
from trueup.web.parties.access import Actor, NotFound, require
from trueup.web.parties.queries import keys


def books(actor: Actor | None) -> tuple[BookRow, ...]:
    """The books in which the actor's party has a seat. Raises NotFound for nobody."""
    rows = (
        BookRow(each.book.slug, each.book.name, tuple(sorted(set(each.seats.values()))), len(each.agreements))
        for each in sittings(actor)
    )
    return tuple(sorted(rows, key=lambda row: (row.name, row.slug)))


def book(actor: Actor | None, slug: str) -> BookRow:
    """One of them. Raises NotFound for a book in which the actor's party has no seat."""
    actor = require(actor)
    seats = seats_in(actor.party, slug)
    if not seats:
        raise NotFound(f"there is no book {slug!r}")
    roles = tuple(sorted({seat.role for seat in seats}))
    return BookRow(slug, seats[0].book.name, roles, len(own_agreements(actor, slug)))


def seats(place: Place) -> tuple[SeatRow, ...]:
    """The seats of a book, for its customer."""
    rows = Seat.objects.filter(book=place.book).select_related("party").order_by("pk")
    return tuple(SeatRow(row.local_id, row.name, row.role, row.party.name if row.party else "") for row in rows)


def history(actor: Actor | None, book: str, kind: str, id: str) -> History:
    """A document with all its versions. Raises NotFound where there is none that the actor may see."""
    place = document_place(actor, book, kind, id)
    documents = open_book(book).book
    standing = versions_of(documents, kind, id)
    rows = _rows(place, kind, id)
    landed = [_landed(each, documents) for number, each in standing.items() if number not in _numbers(rows)]
    versions = sorted(
        [*(_shown(row, documents) for row in rows), *landed],
        key=lambda each: (each.number, each.state != "withdrawn", str(each.proposed_at)),
        reverse=True,
    )
    draft = draft_of(place.actor, book, kind, id)
    if not versions and draft is None:
        raise NotFound("there is no such document")
    key = next_key(book, kind, id, documents)
    return History(key, _title(standing, id), tuple(versions), _rights(place), draft is not None)


def reading(actor: Actor | None, book: str, kind: str, id: str, number: int) -> Reading:
    """One version that is proposed or in force. Raises NotFound."""
    place = document_place(actor, book, kind, id)
    documents = open_book(book).book
    standing = versions_of(documents, kind, id)
    row = next((row for row in _rows(place, kind, id) if row.number == number and row.state != "withdrawn"), None)
    document = document_of(row) if row is not None else standing.get(number)
    if document is None:
        raise NotFound("there is no such version")
    version = _shown(row, documents) if row is not None else _landed(document, documents)
    previous, first = both(documents, document, standing, _today(documents))
    under = row.stands_on if row is not None else {}
    mine = [seat for seat in place.seats if seat in version.waiting] if place.may("version.sign") else []
    return Reading(
        key=Key(book, kind, id, number),
        title=_title({**standing, number: document}, id),
        version=version,
        document=document,
        text=row.text if row is not None else write.write(document),
        previous=previous,
        first=first,
        stands_on=tuple(sorted(under.items())),
        may=_rights(place),
        is_ours=row is not None and row.party_id == place.actor.party,
        seat=mine[0] if mine else "",
        names=_names(documents),
        parties=tuple(party.name for party in documents.parties.values()),
    )


def editing(actor: Actor | None, book: str, kind: str, id: str, text: str | None = None) -> Editing:
    """The draft of the actor's party, or the text with which one begins; `text` for one that is not saved.

    Raises NotFound, Refused, TrueupError for a text that is too large.
    """
    actor = require(actor, role="editor", scope="write")
    place = document_place(actor, book, known_kind(kind), id, "version.propose")
    loaded, documents = loaded_and_book(book)
    key, draft = next_key(book, kind, id, documents), draft_of(actor, book, kind, id)
    kept = draft.text if draft else begun(key, documents)
    shown = kept if text is None else text
    checked = check(key, shown, standing=loaded, asks=place.seats)
    standing = versions_of(documents, kind, id)
    after = checked.document
    previous, first = both(documents, after, standing, _today(documents)) if after else (None, None)
    waiting = proposed_of(book, kind, id)
    parties, kpis = private.known_to(documents, next(iter(place.seats)))
    return Editing(
        key=key,
        title=_title(standing, id),
        text=shown,
        mark=mark_of(kept) if draft else "",
        checked=checked,
        is_new=draft is None,
        previous=previous,
        first=first,
        waiting=waiting.number if waiting else 0,
        parties=parties,
        kpis=kpis[:1000],
        stages=documents.definition.stages,
        job_maps=tuple(documents.job_maps) if "customer" in place.parts else (),
    )


def to_sign(actor: Actor | None, book: str, kind: str, id: str, number: int) -> tuple[ToSign, ...]:
    """For each key that the member holds, the text that it would sign for version `number`. Raises as `reading`."""
    document_place(actor, book, kind, id, "version.sign")
    return statements(actor, reading(actor, book, kind, id, number))


def statements(actor: Actor | None, found: Reading) -> tuple[ToSign, ...]:
    """The same for a version that was read; none where no signature of the actor's is due."""
    actor = require(actor)
    if not found.seat:
        return ()
    key = found.key
    subject = Subject(
        book=key.book,
        kind=key.kind,
        id=key.id,
        version=key.number,
        digest=found.version.digest,
        stands_on=dict(found.stands_on),
    )
    held = [each.vkey for each in keys(actor) if each.held == "member" and each.revoked_at is None]
    return tuple(_statement(subject, found.seat, actor, vkey) for vkey in held)


def _statement(subject: Subject, seat: str, actor: Actor, vkey: str) -> ToSign:
    key = VerifierKey.parse(vkey)
    said = Statement.about(subject, party=seat, member=actor.name, held="member", key=key, at=timezone.now())
    return ToSign(vkey, said.encoded.decode())


def _today(documents: Documents) -> dt.date:
    return day_of(timezone.now(), documents.definition.zone)


def _rows(place: Place, kind: str, id: str) -> list[Version]:
    """Every version but drafts, with its signatures, in two queries."""
    signatures = Prefetch("signatures", Signature.objects.select_related("seat__party").order_by("at"))
    rows = Version.objects.filter(book=place.book, kind=kind, doc_id=id).exclude(state="draft")
    return list(rows.select_related("book", "party").prefetch_related(signatures).order_by("number", "pk"))


def _numbers(rows: Iterable[Version]) -> set[int]:
    return {row.number for row in rows if row.state != "withdrawn"}


def _rights(place: Place) -> Rights:
    return Rights(place.may("version.propose"), place.may("version.sign"))


def _title(versions: dict[int, Document], id: str) -> str:
    """What people call it: the title or name of its latest version."""
    if not versions:
        return id
    latest = versions[max(versions)]
    called = (getattr(latest, key, None) for key in ("title", "name", "job"))
    return str(next(filter(None, called), id))


def _shown(row: Version, documents: Documents) -> VersionRow:
    signatures = tuple(_signature(each) for each in row.signatures.all())
    done = {each.seat for each in signatures}
    needed = required(documents, document_of(row)) if row.state == "proposed" else ()
    waiting = tuple(party for party in needed if party not in done)
    return VersionRow(
        number=row.number,
        state=row.state,
        digest=row.digest,
        origin=row.origin,
        by=row.party.name if row.party else "",
        proposed_at=row.proposed_at,
        in_force_at=_since(row),
        ended_at=row.ended_at,
        reason=row.reason,
        signatures=signatures,
        waiting=waiting,
        waiting_for=tuple(_name_of(party, documents) for party in waiting),
    )


def _since(row: Version) -> dt.datetime | None:
    """Since when it is in force; None where a book that was brought here does not say when it was agreed."""
    unsaid = row.origin == "imported" and row.in_force_at == row.created_at
    return None if unsaid else row.in_force_at


def _names(documents: Documents) -> dict[str, str]:
    kpis = {kpi: versions.latest.name for kpi, versions in documents.kpis.items()}
    return kpis | {party.id: party.name for party in documents.parties.values()}


def _name_of(party: str, documents: Documents) -> str:
    known = documents.parties.get(party)
    return known.name if known else party


def _signature(row: Signature) -> SignatureRow:
    party = row.seat.party.name if row.seat.party else row.seat.name
    return SignatureRow(row.seat.local_id, party, row.vkey, row.held, row.at, row.statement, row.signature)


def _landed(document: Document, documents: Documents) -> VersionRow:
    """A version that a source has brought: nobody proposed it here."""
    digest = documents.digests[document.kind_name(), document.id, document.version]
    return VersionRow(document.version, "in_force", digest, "landed", "", None, document.agreed_at, None, "", (), ())
