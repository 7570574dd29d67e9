"""Who must sign a version, and what the signature stands on."""

from __future__ import annotations

from collections.abc import Iterable

from trueup.agreements.documents import Agreement
from trueup.book import Book as Documents
from trueup.kpis.documents import Kpi
from trueup.vocabulary import Document
from trueup.web.documents.books import name_of


def required(book: Documents, document: Document) -> tuple[str, ...]:
    """The parties (ids in the book) without whose signatures a version does not come into force.

    An agreement: its customer and all its providers, and those of the version in force; nobody is written out of what
    they signed. A KPI: the customer, and customers and providers of every agreement in force that rests on it. All
    else: the customer. `book` is the book in force.
    """
    if isinstance(document, Agreement):
        standing = book.agreements.get(document.id)
        return _of_agreements([document, *([standing.latest] if standing else [])])
    if isinstance(document, Kpi):
        return _once([*customers(book), *_of_agreements(resting_on(book, document.id))])
    return customers(book)


def customers(book: Documents) -> tuple[str, ...]:
    """The parties whose book it is."""
    return tuple(party.id for party in book.parties.values() if party.role == "customer")


def resting_on(book: Documents, kpi: str) -> list[Agreement]:
    """The agreements in force with an objective of this KPI."""
    latest = (versions.latest for versions in book.agreements.values())
    return [agreement for agreement in latest if any(objective.kpi == kpi for objective in agreement.objectives)]


def stands_on(book: Documents, document: Document) -> dict[str, str]:
    """The digests of what an agreement means by its words: its KPIs and the book's definition, as now in force."""
    if not isinstance(document, Agreement):
        return {}
    kpis = {objective.kpi for objective in document.objectives}
    under: list[Document] = [book.kpis[kpi].latest for kpi in sorted(kpis) if kpi in book.kpis]
    return {
        name_of(each.kind_name(), each.id, each.version): book.digests[each.kind_name(), each.id, each.version]
        for each in (book.definition, *under)
    }


def _of_agreements(agreements: Iterable[Agreement]) -> tuple[str, ...]:
    return _once(party for agreement in agreements for party in (agreement.customer, *agreement.providers))


def _once(parties: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(parties))
