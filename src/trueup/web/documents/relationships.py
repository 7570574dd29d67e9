"""Whom a document of the five horizons concerns: the parties of its agreement, and those that it names itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from trueup.book import Book as Documents
from trueup.horizons.stakeholders import Side, Sides, Stakeholders
from trueup.web.documents.proposals import proposals, proposed

KIND = "stakeholders"


def versions(slug: str, documents: Documents, id: str) -> list[Stakeholders]:
    """The version in force and the one that waits for signatures, as far as there are any."""
    waiting = [each for each in proposed(slug, KIND) if isinstance(each, Stakeholders) and each.id == id]
    standing = documents.stakeholders.get(id)
    return [*([standing.latest] if standing else []), *waiting]


def sides_of(documents: Documents, document: Stakeholders) -> Sides:
    """Who is who in the relationship. Raises InputError for a document that names no customer."""
    versions = documents.agreements.get(document.agreement or "")
    return document.sides(versions.latest if versions else None)


def named(documents: Documents, document: Stakeholders, seats: Collection[str]) -> dict[str, Side]:
    """Those of these seats that the document, or its agreement, gives a side."""
    sides = sides_of(documents, document)
    found = {seat: sides.side(seat) for seat in seats}
    return {seat: side for seat, side in found.items() if side is not None}


def seats_at(slug: str, documents: Documents, id: str, party: int, seats: Mapping[str, str]) -> dict[str, str]:
    """Those of an actor's seats (local id -> role) by which it stands to a document, each with its side.

    Either side may begin one that is not there yet; whoever proposed one keeps sight of it until it is in force.
    """
    every = versions(slug, documents, id)
    if not every:
        return {seat: role for seat, role in seats.items() if role != "observer"}
    found: dict[str, str] = {}
    for document in every:
        found.update(named(documents, document, seats))
    rows = (each for each in proposals(slug) if (each.kind, each.doc_id) == (KIND, id))
    mine = any(each.party_id == party for each in rows)
    return found or (dict(seats) if mine else {})


def signing(documents: Documents, document: Stakeholders) -> list[str]:
    """Its customer and providers, and those of the version in force: nobody is written out of what they signed."""
    standing = documents.stakeholders.get(document.id)
    every = (sides_of(documents, each) for each in (document, *([standing.latest] if standing else [])))
    return list(dict.fromkeys(party for sides in every for party in (sides.customer, *sides.providers)))
