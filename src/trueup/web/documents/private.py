"""Documents that belong to one party alone: what a side thinks of doing, and what it would pay for it.

Nobody else learns that one exists, not even the customer whose book it lies in: it is in no list, no ledger entry, no
issue and no suggestion of anybody else's. Its id begins with the party and a colon (acme:faster-claims), so that
whether a name is taken tells nothing of others.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from trueup.agreements.documents import Agreement
from trueup.book import Book as Documents
from trueup.book.documents import BookDefinition
from trueup.book.load import Entry, Loaded
from trueup.kpis.documents import Kpi
from trueup.value.business_case import BusinessCase
from trueup.value.improvement import Improvement
from trueup.vocabulary import Document, Issue, PartyDocument
from trueup.web.documents.models import Version

KINDS = ("improvement",)
NAMING = ("agreement", "business_case", "stakeholders")
"""What a provider drafts, too, and where it may name KPIs, agreements and business cases."""
PRIVATE = "private/"
"""What the ledger calls the subject of an entry about one, before its digest."""


def is_private(kind: str) -> bool:
    """Whether documents of a kind belong to one party alone."""
    return kind in KINDS


def prefix_of(id: str) -> str:
    """The party that an id begins with; "" for one that begins with none."""
    party, colon, _name = id.partition(":")
    return party if colon else ""


def named_by(kind: str, id: str, seats: Iterable[str]) -> str:
    """The id of a new document: a private one begins with the first of the seats for which it is written."""
    return id if not is_private(kind) or prefix_of(id) else f"{next(iter(seats))}:{id}"


def subject_of(kind: str, id: str, digest: str) -> str:
    """How the ledger names a document: a private one by its digest, which tells nothing."""
    return f"{PRIVATE}{digest[:16]}" if is_private(kind) else f"{kind}/{id}"


def seats_at(slug: str, documents: Documents, id: str, seats: Mapping[str, str]) -> dict[str, str]:
    """Those of an actor's seats (local id -> role) by which a private document is theirs to see; none: it is not.

    Its own party's, or an observer's to whom it is shown. One that is not there yet is of the party that its id begins
    with.
    """
    owner, shown = _whose(slug, documents, id)
    mine = {local: role for local, role in seats.items() if local == owner and role != "observer"}
    return mine or {local: role for local, role in seats.items() if local in shown and role == "observer"}


def _whose(slug: str, documents: Documents, id: str) -> tuple[str, frozenset[str]]:
    standing = documents.improvements.get(id)
    if standing is not None:
        return standing.latest.party, frozenset(standing.latest.shown_to)
    rows = Version.objects.filter(book__slug=slug, kind__in=KINDS, doc_id=id, state="proposed")
    body = rows.values_list("body", flat=True).first()
    said: dict[str, Any] = json.loads(body) if body else {}
    return str(said.get("party", prefix_of(id))), frozenset()


def goes_to(version: Version, parties: Collection[str]) -> bool:
    """Whether a version may be handed to these parties (ids in the book): what is private goes to its own."""
    return not is_private(version.kind) or str(json.loads(version.body or "{}").get("party")) in parties


def kept_back(slug: str, parties: Collection[str]) -> int:
    """How many private documents in force these parties are not handed."""
    rows = Version.objects.filter(book__slug=slug, kind__in=KINDS, state="in_force")
    return len({row.doc_id for row in rows if not goes_to(row, parties)})


def visible(documents: Documents, seats: Mapping[str, str]) -> set[tuple[str, str]]:
    """The private documents in force that these seats (local id -> role) see, as (kind, id)."""
    latest = (versions.latest for versions in documents.improvements.values())
    return {("improvement", each.id) for each in latest if sees(each, seats)}


def sees(improvement: Improvement, seats: Mapping[str, str]) -> bool:
    """Whether one of these seats is its party's, or an observer's to whom it is shown."""
    return improvement.party in seats or any(seats.get(party) == "observer" for party in improvement.shown_to)


def without_others(found: Loaded, kind: str, id: str, asks: Collection[str] = ()) -> Loaded:
    """What a draft is checked against by its own text: of the book, only what who writes it may see.

    A private document: by its party. What is NAMING: by the seats `asks` (ids in the book), who may name nothing that
    they do not see, for who is to sign sees what it rests on; what versions of it name already is no news. Of any other
    kind, and for the customer, all of the book: that nothing private is told of, `may_be_told` sees to.
    """
    if kind in NAMING and asks and not set(asks) & _customers(found.entries):
        known = _words(found.entries, kind, id)
        own = [each for each in found.entries if _may_name(kind, each.document, asks, known, found.entries)]
        return replace(found, entries=tuple(own))
    if not is_private(kind):
        return found
    party = _party_of(found.entries, id)
    own = [entry for entry in found.entries if not _of_another(entry.document, party)]
    if party in _customers(found.entries):
        return replace(found, entries=tuple(own))
    return replace(found, entries=tuple(entry for entry in own if _shown(entry.document, party, found.entries)))


def _may_name(
    kind: str, document: Document, asks: Collection[str], known: Collection[str], entries: Collection[Entry]
) -> bool:
    """Whether a document of a kind that these seats write may name another."""
    if document.id in known or not isinstance(document, Kpi | BusinessCase | Agreement):
        return True
    if isinstance(document, Kpi):
        return any(document.id in _kpis(party, entries) | _gates(party, entries) for party in asks)
    if isinstance(document, BusinessCase):
        named = {each.business_case for party in asks for each in _agreements(party, entries)}
        return document.party in asks or document.id in named
    return kind == "agreement" or any(party in _parts(document) for party in asks)


def _words(entries: Iterable[Entry], kind: str, id: str) -> set[str]:
    """Every text within the versions in force of a document."""
    every = (each.document for each in entries)
    return {word for each in every if (each.kind_name(), each.id) == (kind, id) for word in _texts(each.body)}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ():
        yield from _texts(each)


def may_be_told(file: str | None) -> bool:
    """Whether an issue in another document, by its name in the check (kind/id@version), is no private matter."""
    return not (file or "").startswith(tuple(f"{each}/" for each in KINDS))


def told_to(issue: Issue, asks: Collection[str], entries: Collection[Entry]) -> Issue:
    """An issue in another document as these seats may read it: of one that they do not see, only that there is one."""
    if not asks or set(asks) & _customers(entries):
        return issue
    name = (issue.file or "").rpartition("@")[0]
    meant = [each.document for each in entries if f"{each.document.kind_name()}/{each.document.id}" == name]
    if any(_reads(document, party, entries) for document in meant for party in asks):
        return issue
    hidden = _("a document that is not shown to you would no longer be right; ask the customer")
    return Issue(issue.level, hidden, file=_("another document"))


def _reads(document: Document, party: str, entries: Collection[Entry]) -> bool:
    about: str | None = getattr(document, "agreement", None)
    if about is not None:
        return about in {each.id for each in _agreements(party, entries)}
    return _shown(document, party, entries)


def _party_of(entries: Iterable[Entry], id: str) -> str:
    found = (each.document for each in entries if isinstance(each.document, Improvement))
    return next((each.party for each in found if each.id == id), prefix_of(id))


def _of_another(document: Document, party: str) -> bool:
    return isinstance(document, Improvement) and document.party != party


def _customers(entries: Iterable[Entry]) -> set[str]:
    listed = [
        party for entry in entries if isinstance(entry.document, BookDefinition) for party in entry.document.parties
    ]
    own = [entry.document.party for entry in entries if isinstance(entry.document, PartyDocument)]
    return {party.id for party in (*listed, *own) if party.role == "customer"}


def _shown(document: Document, party: str, entries: Collection[Entry]) -> bool:
    """Whether a provider sees a document: agreements that it has a part in, the KPIs of these, and what the book is."""
    if isinstance(document, Agreement):
        return party in _parts(document)
    if isinstance(document, Kpi):
        return document.id in _kpis(party, entries)
    return isinstance(document, BookDefinition | PartyDocument | Improvement)


def _kpis(party: str, entries: Iterable[Entry]) -> set[str]:
    return {objective.kpi for each in _agreements(party, entries) for objective in each.objectives}


def _gates(party: str, entries: Iterable[Entry]) -> set[str | None]:
    """The KPIs on which fees of a party's agreements depend, without an objective of their own."""
    priced = (each.pricing for each in _agreements(party, entries))
    return {gate.kpi for pricing in priced if pricing is not None for gate in pricing.gates}


def _agreements(party: str, entries: Iterable[Entry]) -> list[Agreement]:
    """The versions of agreements in which a party has a part."""
    every = (each.document for each in entries)
    return [each for each in every if isinstance(each, Agreement) and party in _parts(each)]


def _parts(agreement: Agreement) -> tuple[str | None, ...]:
    return (agreement.customer, *agreement.providers, agreement.observer)


def known_to(documents: Documents, party: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The parties and KPIs that an editor may suggest to a party: those of its own agreements; to the customer, all."""
    here = documents.parties.get(party)
    if here is not None and here.role == "customer":
        return tuple(documents.parties), tuple(documents.kpis)
    own = [each for versions in documents.agreements.values() for each in versions if party in _parts(each)]
    parties = dict.fromkeys(name for each in own for name in _parts(each) if name)
    return (party, *(name for name in parties if name != party)), tuple(
        dict.fromkeys(objective.kpi for each in own for objective in each.objectives)
    )
