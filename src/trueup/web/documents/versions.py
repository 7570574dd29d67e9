"""The versions of a document on the server: found, numbered, locked. To be called behind the access check."""

from __future__ import annotations

import json

from django.utils.translation import gettext as _

from trueup.book import Book as Documents
from trueup.book.kinds import kinds
from trueup.vocabulary import Document, UnknownName, did_you_mean
from trueup.web.documents.books import open_book
from trueup.web.documents.checking import Key
from trueup.web.documents.models import Book, Version
from trueup.web.parties.access import Actor, NotFound

DRAFTED = (
    "book", "party", "kpi", "agreement", "business_case", "plan", "job_map", "survey", "stakeholders",
    "operating_model", "improvement", "source",
)  # fmt: skip
"""The kinds that people draft. Attestations and disputes are stated, each by its own page."""
SIGNED = (*DRAFTED, "containment", "statement")
"""The kinds that parties sign. Containments and statements are not drafted: the server freezes what they rest on."""


_OF_AGREEMENT = ("plan", "statement", "stakeholders")
"""Kinds that say themselves which agreement they are about. A containment is about its plan's."""


def lock(slug: str) -> Book:
    """Hold the book until the transaction ends: of two who change its documents at once, one waits for the other."""
    return Book.objects.select_for_update().get(slug=slug)


def known_kind(kind: str) -> str:
    """The kind, if people draft it. Raises UnknownName."""
    if kind not in DRAFTED:
        near = did_you_mean(kind, DRAFTED) or ", ".join(DRAFTED)
        raise UnknownName(_("documents of kind %(kind)r are not drafted") % {"kind": kind}, do=near)
    assert kind in kinds()
    return kind


def signed_kind(kind: str) -> str:
    """The kind, if parties sign its versions. Raises UnknownName."""
    return kind if kind in SIGNED else known_kind(kind)


def agreement_of(version: Version) -> str | None:
    """The agreement on whose pages it stands what happens to what is about one; None for other kinds."""
    said = json.loads(version.body) if version.kind in (*_OF_AGREEMENT, "containment") and version.body else {}
    if version.kind in _OF_AGREEMENT:
        return said.get("agreement")
    standing = open_book(version.book.slug).book.plans.get(said.get("plan", "")) if said else None
    return standing.latest.agreement if standing else None


def next_key(slug: str, kind: str, id: str, book: Documents | None = None) -> Key:
    """The version that comes after the latest in force, whether it lies here or has landed."""
    versions = (book or open_book(slug).book).documents
    numbers = [document.version for document in versions if (document.kind_name(), document.id) == (kind, id)]
    return Key(slug, kind, id, max(numbers, default=0) + 1)


def draft_of(actor: Actor, slug: str, kind: str, id: str) -> Version | None:
    """The draft of the actor's party, if it has one."""
    rows = Version.objects.filter(book__slug=slug, kind=kind, doc_id=id, party_id=actor.party, state="draft")
    return rows.select_related("book").first()


def proposed_of(slug: str, kind: str, id: str) -> Version | None:
    """The version that waits for signatures, if there is one."""
    rows = Version.objects.filter(book__slug=slug, kind=kind, doc_id=id, state="proposed")
    return rows.select_related("book", "party").first()


def numbered(slug: str, kind: str, id: str, number: int) -> Version:
    """The version of a number that is proposed or in force. Raises NotFound."""
    rows = Version.objects.filter(
        book__slug=slug, kind=kind, doc_id=id, number=number, state__in=("proposed", "in_force")
    )
    found = rows.select_related("book", "party").first()
    if found is None:
        raise NotFound(_("there is no version %(number)d of it") % {"number": number})
    return found


def document_of(version: Version) -> Document:
    """The document of a version that is proposed or in force."""
    return kinds()[version.kind].model_validate_json(version.body)


def latest_in_force(slug: str, kind: str, id: str) -> Version | None:
    """The latest version in force that lies on the server (one that has landed lies in the facts)."""
    rows = Version.objects.filter(book__slug=slug, kind=kind, doc_id=id, state="in_force")
    return rows.order_by("-number").first()
