"""Versions that wait: for the signature of the seat, or as drafts for their own party."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from trueup.web.documents import private
from trueup.web.documents.access import RIGHTS
from trueup.web.documents.books import open_book
from trueup.web.documents.models import AgreementSeat, Signature, Version
from trueup.web.documents.signers import required
from trueup.web.documents.sittings import sittings
from trueup.web.documents.versions import document_of
from trueup.web.parties.access import Actor
from trueup.web.written import written

MOST = 20
Seats = Mapping[int, Mapping[str, str]]
"""The seats of the actor's party: book -> local id -> role."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A version that concerns the seat and is proposed, or a draft of its own party."""

    book: str
    kind: str
    id: str
    title: str
    number: int
    state: str
    signed: bool
    since: dt.datetime
    signs: bool
    """Whether the seat has a part that signs."""


def waiting(actor: Actor) -> Iterator[Waiting]:
    """The latest of them. A KPI concerns the customer and the parties of agreements that rest on it, an agreement its
    own, what is private its own party, all else the customer."""
    seats = _seats(actor)
    for version in _rows(actor.party, seats):
        signs = version.state == "proposed" and _signs(version, seats[version.book_id])
        if signs or version.mine or version.state == "draft":  # type: ignore[attr-defined]
            yield Waiting(
                book=version.book.slug,
                kind=version.kind,
                id=version.doc_id,
                title=_title(version),
                number=version.number,
                state=version.state,
                signed=version.signed,  # type: ignore[attr-defined]
                since=version.proposed_at or version.created_at,
                signs=signs,
            )


def _seats(actor: Actor) -> Seats:
    return {each.book.pk: each.seats for each in sittings(actor)}


@written
def _rows(party: int, books: Collection[int]) -> QuerySet[Version]:
    part = AgreementSeat.objects.filter(seat__party_id=party, book=OuterRef("book"), agreement=OuterRef("doc_id"))
    signed = Signature.objects.filter(version=OuterRef("pk"), seat__party_id=party)
    proposed = Version.objects.filter(book__in=books, state="proposed")
    proposed = proposed.exclude(~Q(party_id=party), kind__in=private.KINDS)
    drafts = Version.objects.filter(book__in=books, state="draft", party_id=party)
    rows = (proposed.exclude(kind="agreement") | proposed.filter(Exists(part)) | drafts).annotate(
        signed=Exists(signed), mine=Exists(part), signing=Exists(part.filter(part__in=RIGHTS["version.sign"]))
    )
    return rows.select_related("book").order_by("-created_at")[:MOST]


def _signs(version: Version, seats: Mapping[str, str]) -> bool:
    if version.kind == "agreement":
        signing: bool = version.signing  # type: ignore[attr-defined]
        return signing
    if version.kind in ("kpi", "plan", "containment", "statement", "survey", "stakeholders", *private.KINDS):
        return not seats.keys().isdisjoint(required(open_book(version.book.slug).book, document_of(version)))
    return "customer" in seats.values()


def _title(version: Version) -> str:
    """The title or name as proposed; a draft may not even have a body."""
    found: Any = json.loads(version.body) if version.body else {}
    return str(found.get("title") or found.get("name") or found.get("job") or version.doc_id)
