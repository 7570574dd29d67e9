"""A party signs the version it has seen, with its owner's own key or by the server; the last brings it into force."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from trueup.ledger.encoding import to_base64
from trueup.ledger.keys import VerifierKey
from trueup.ledger.statement import Held, Statement, Subject, verify
from trueup.ledger.statement import Signature as Signed
from trueup.vocabulary import LedgerError
from trueup.web.documents import private
from trueup.web.documents.access import Place, document_place
from trueup.web.documents.actions.force import put_in_force
from trueup.web.documents.books import open_book
from trueup.web.documents.checking import Checked, Key, check
from trueup.web.documents.errors import Conflict, Unready
from trueup.web.documents.models import Seat, Signature, Version
from trueup.web.documents.signers import required, stands_on
from trueup.web.documents.versions import agreement_of, document_of, lock, numbered, signed_kind
from trueup.web.ledger.acting import action, record
from trueup.web.parties.access import Actor, Refused
from trueup.web.parties.actions import server_key, sign_with_server_key
from trueup.web.parties.models import SigningKey

FRESH = dt.timedelta(hours=1)
"""How old a statement may be that a browser has signed: time to read and to unlock a key, and no more."""
AHEAD = dt.timedelta(minutes=5)
"""How far a member's clock may be ahead."""


@action("version.sign")
def sign(
    actor: Actor | None, book: str, kind: str, id: str, number: int, digest: str, signed: Signed | None = None
) -> Version:
    """Sign version `number` for the actor's party, if it is the one that the actor saw (`digest`).

    `signed` is the statement that the member's own key has signed (`queries.to_sign` gives its text); without it the
    server signs with the key that it keeps for the member. When every party has signed, the version is in force.
    Raises Conflict when the version, or what it stands on, is no longer what the actor saw; Unready when the book has
    moved so that it can no longer be signed; LedgerError for a signature that does not hold; NotFound, Refused.
    """
    place = document_place(actor, book, signed_kind(kind), id, "version.sign")
    row = lock(book)
    version = _as_seen(numbered(book, kind, id, number), digest)
    checked = _still_ready(version)
    seat = seat_to_sign(place, version)
    now = timezone.now()
    subject = subject_of(version)
    given = signed or _by_server(place.actor, subject, seat, now)
    statement = _verified(given, place.actor, subject, seat, "member" if signed else "server", now)
    _keep(version, place, seat, statement, given, now)
    is_last = not waiting_for(version)
    if is_last:
        put_in_force(row, version, checked, now)
    _record("version.signed", given.digest, place, version, now)
    if is_last:
        _record("version.in_force", version.digest, place, version, now)
    return version


def sign_at_once(place: Place, version: Version, seat: str) -> None:
    """Sign, by the key that the server keeps for the member, a version that is in force by that one signature.

    The caller has found `place` by the right that this takes.
    """
    now, subject = timezone.now(), subject_of(version)
    given = _by_server(place.actor, subject, seat, now)
    statement = _verified(given, place.actor, subject, seat, "server", now)
    _keep(version, place, seat, statement, given, now)
    _record("version.signed", given.digest, place, version, now)


def _keep(version: Version, place: Place, seat: str, statement: Statement, given: Signed, now: dt.datetime) -> None:
    Signature.objects.create(
        version=version,
        seat=Seat.objects.get(book=place.book, local_id=seat),
        member_id=place.actor.member,
        vkey=statement.key,
        held=statement.held,
        statement=given.text,
        signature=given.signature,
        at=now,
    )


def subject_of(version: Version) -> Subject:
    """What a signature of this version is about."""
    return Subject(
        book=version.book.slug,
        kind=version.kind,
        id=version.doc_id,
        version=version.number,
        digest=version.digest,
        stands_on=version.stands_on,
    )


def waiting_for(version: Version) -> tuple[str, ...]:
    """The parties that have still to sign."""
    done = set(version.signatures.values_list("seat__local_id", flat=True))
    needed = required(open_book(version.book.slug).book, document_of(version))
    return tuple(party for party in needed if party not in done)


def seat_to_sign(place: Place, version: Version) -> str:
    """The seat for which the actor signs next. Raises Refused when there is none."""
    waiting = waiting_for(version)
    mine = [seat for seat in place.seats if seat in waiting]
    if mine:
        return mine[0]
    signed = version.signatures.filter(seat__party_id=place.actor.party).exists()
    raise Refused(_("your party has signed this version") if signed else _("your party need not sign this"))


def _as_seen(version: Version, digest: str) -> Version:
    if version.digest != digest:
        raise Conflict(
            _("version %(number)d is not the one that you saw") % {"number": version.number}, do=_("read it again")
        )
    if version.state == "in_force":
        raise Conflict(_("version %(number)d is in force already") % {"number": version.number})
    return version


def _still_ready(version: Version) -> Checked:
    """The version in the book as it is now: since it was proposed, what it stands on may have moved."""
    checked = check(Key(version.book.slug, version.kind, version.doc_id, version.number), version.text)
    if checked.stopping:
        raise Unready(checked.stopping)
    standing = stands_on(open_book(version.book.slug).book, document_of(version))
    moved = sorted(
        name for name in {*standing, *version.stands_on} if standing.get(name) != version.stands_on.get(name)
    )
    if moved:
        raise Conflict(
            _("what it stands on has changed since it was proposed: %(names)s") % {"names": ", ".join(moved)},
            do=_("withdraw it and propose it again"),
        )
    return checked


def _by_server(actor: Actor, subject: Subject, seat: str, now: dt.datetime) -> Signed:
    key = server_key(actor)
    statement = Statement.about(subject, party=seat, member=actor.name, held="server", key=key, at=now)
    return Signed(statement.encoded.decode(), to_base64(sign_with_server_key(actor, statement.encoded)))


def _verified(given: Signed, actor: Actor, subject: Subject, seat: str, held: Held, now: dt.datetime) -> Statement:
    """The statement, once it is shown that this member signs just this, for this seat, now, with a key of theirs."""
    said = given.statement
    key = SigningKey.objects.filter(vkey=said.key, member_id=actor.member, revoked_at=None).first()
    if key is None or key.held != held:
        raise LedgerError(_("this key is not one of yours"), where=said.name, do=_("register it in Settings first"))
    statement = verify(given, VerifierKey.parse(key.vkey), subject, seat)
    if statement.member != actor.name or statement.held != held:
        raise LedgerError(_("the statement is another member's"), where=statement.name)
    if not now - FRESH <= statement.when <= now + AHEAD:
        raise LedgerError(_("the statement is not of now"), where=statement.name, do=_("open the page again and sign"))
    return statement


def _record(type: str, payload: str, place: Place, version: Version, now: dt.datetime) -> None:
    about = {"kind": version.kind, "id": version.doc_id, "number": version.number}
    subject = private.subject_of(version.kind, version.doc_id, version.digest)
    record(
        type,
        payload,
        actor=place.actor.name,
        at=now,
        book=place.book.slug,
        subject=subject,
        agreement=agreement_of(version),
        about=about,
    )
