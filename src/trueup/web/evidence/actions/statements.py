"""Statements about evidence: documents in force at once, signed for their member by the key that the server keeps."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from trueup.agreements.documents import Attestation, Dispute
from trueup.ledger.encoding import to_base64
from trueup.ledger.statement import Signature as Signed
from trueup.ledger.statement import Statement, Subject
from trueup.vocabulary.digest import digest
from trueup.web.documents.actions import state
from trueup.web.documents.models import Seat, Signature, Version
from trueup.web.documents.versions import lock
from trueup.web.evidence.enclosures import enclose
from trueup.web.evidence.scope import Scope
from trueup.web.ledger.acting import action, record
from trueup.web.parties.access import Actor
from trueup.web.parties.actions import server_key, sign_with_server_key

_LEAF = {"attestation": "attestation.made", "dispute": "dispute.opened"}


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement that is in force: `already` when the same was stated before under the same key."""

    kind: str
    id: str
    number: int
    digest: str
    already: bool = False


def statement_id(what: str, scope: Scope, key: str) -> str:
    """The id of a statement: the same for the same key of the same seat, so that a repeated request finds it."""
    return f"{what}-{digest([scope.agreement, scope.seat, key])[:16]}"


def stated_before(scope: Scope, kind: str, id: str, number: int = 1) -> Stated | None:
    """The statement of that id, if it is in force."""
    rows = Version.objects.filter(book=scope.book, kind=kind, doc_id=id, number=number, state="in_force")
    row = rows.first()
    return None if row is None else Stated(kind, id, number, row.digest, already=True)


class _Already(Exception):
    """The same was stated in the same moment."""


def publish(scope: Scope, document: Attestation | Dispute, enclosure: str = "") -> Stated:
    """Put the statement in force, with a leaf of its own, and sign it; stated before, nothing changes.

    `enclosure` is the text that a dispute refers to. Raises DocumentError where the book with it would have an error.
    """
    try:
        return _publish(scope, document, enclosure)
    except _Already:
        before = stated_before(scope, document.kind, document.id, document.version)
        assert before is not None
        return before


@action("evidence.state")
def _publish(scope: Scope, document: Attestation | Dispute, enclosure: str) -> Stated:
    """Document, enclosure, signature and their leaves in one transaction."""
    lock(scope.book.slug)
    if stated_before(scope, document.kind, document.id, document.version) is not None:
        raise _Already
    if enclosure:
        enclose(scope, document.id, enclosure)
    leaf = "dispute.answered" if document.version > 1 else _LEAF[document.kind]
    version = state(scope.place.actor, scope.place, document, leaf)
    if "sign" in scope.place.actor.scopes:
        _sign(scope, version)
    return Stated(version.kind, version.doc_id, version.number, version.digest)


def _sign(scope: Scope, version: Version) -> None:
    actor: Actor = scope.place.actor
    now, subject = timezone.now(), _subject(version)
    statement = Statement.about(
        subject, party=scope.seat, member=actor.name, held="server", key=server_key(actor), at=now
    )
    signed = Signed(statement.encoded.decode(), to_base64(sign_with_server_key(actor, statement.encoded)))
    Signature.objects.create(
        version=version,
        seat=Seat.objects.get(book=scope.book, local_id=scope.seat),
        member_id=actor.member,
        vkey=statement.key,
        held=statement.held,
        statement=signed.text,
        signature=signed.signature,
        at=now,
    )
    record(
        "version.signed",
        signed.digest,
        actor=actor.name,
        at=now,
        book=scope.book.slug,
        subject=f"{version.kind}/{version.doc_id}",
        agreement=scope.agreement,
        about={"kind": version.kind, "id": version.doc_id, "number": version.number},
    )


def _subject(version: Version) -> Subject:
    return Subject(
        book=version.book.slug,
        kind=version.kind,
        id=version.doc_id,
        version=version.number,
        digest=version.digest,
        stands_on=version.stands_on,
    )
