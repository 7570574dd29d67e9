"""What Trueup proposes where nobody has said by what a level is judged: from documents that the reader sees."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from trueup.book import Book as Documents
from trueup.horizons.proposals import Proposals
from trueup.scorecard.horizon_proposals import proposals_of
from trueup.vocabulary import InputError
from trueup.web.documents import panels, relationships
from trueup.web.documents.access import agreement_place, document_place, kpis_of
from trueup.web.documents.actions import save_draft
from trueup.web.documents.books import open_book
from trueup.web.documents.versions import draft_of
from trueup.web.horizons.access import Relationship, relationship
from trueup.web.parties.access import Actor, NotFound, require


def proposals(place: Relationship) -> Proposals:
    """For the levels of a relationship that have no criteria; none where each has some."""
    return proposals_of(_seen(place.documents, place.slug, place.document.agreement, place.seats), place.id)


def wanting(place: Relationship) -> bool:
    """Whether a level has no criteria."""
    stated = {level.horizon for level in place.document.levels if level.criteria}
    return len(stated) < 5


def begin(actor: Actor | None, book: str, agreement: str) -> str:
    """Draft the horizons of an agreement from what is proposed; the id of the document. A draft that is there stays.

    Raises NotFound, Refused as `agreement_place`, and InputError where the agreement has such a document.
    """
    place = agreement_place(actor, book, agreement, "version.propose")
    documents = open_book(book).book
    if agreement not in documents.agreements:
        raise NotFound(f"no version of the agreement {agreement!r} is in force yet")
    if any(each.latest.agreement == agreement for each in documents.stakeholders.values()):
        what, do = _("the horizons of this agreement are kept already"), _("change the document that keeps them")
        raise InputError(what, do=do)
    found = proposals_of(_seen(documents, book, agreement, place.seats), agreement)
    return _drafted(place.actor, book, found)


def take(actor: Actor | None, book: str, id: str) -> str:
    """Draft the next version with what is proposed taken in; the id. A draft that is there stays as it is.

    Raises NotFound, Refused, and InputError where nothing is proposed.
    """
    document_place(actor, book, relationships.KIND, id, "version.propose")
    found = proposals(relationship(actor, book, id))
    if not found.yaml:
        raise InputError(_("nothing is proposed: at each level something is asked"))
    return _drafted(require(actor), book, found)


def _drafted(actor: Actor, book: str, found: Proposals) -> str:
    if draft_of(actor, book, relationships.KIND, found.stakeholders) is None:
        save_draft(actor, book, relationships.KIND, found.stakeholders, found.yaml)
    return found.stakeholders


def _seen(documents: Documents, slug: str, agreement: str | None, seats: dict[str, str]) -> Documents:
    """The book as these seats see it: a provider or observer is proposed nothing from what is not theirs to see."""
    if "customer" in seats.values():
        return documents
    about = frozenset({agreement} if agreement else ())
    kpis = kpis_of(slug, agreement) if agreement else frozenset[str]()
    maps = {name for name in documents.job_maps if _concerns(slug, documents, "job_map", name, about)}
    asked = {name for name in documents.surveys if _concerns(slug, documents, "survey", name, about)}
    return replace(
        documents,
        kpis={name: each for name, each in documents.kpis.items() if name in kpis},
        job_maps={name: each for name, each in documents.job_maps.items() if name in maps},
        surveys={name: each for name, each in documents.surveys.items() if name in asked},
    )


def _concerns(slug: str, documents: Documents, kind: str, name: str, about: frozenset[str]) -> bool:
    return bool(panels.agreements(slug, documents, kind, name) & about)
