"""The documents of a book that an actor may see, as a list to look things up in."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from trueup.book import Book as Documents
from trueup.vocabulary import Document
from trueup.web.documents import cases, models_of_book, panels, private, relationships
from trueup.web.documents.access import document_place, kpis_of, own_agreements, seats_in
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Version
from trueup.web.documents.proposals import proposals
from trueup.web.documents.rows import DocumentRow
from trueup.web.parties.access import Actor, NotFound, Refused, require

MOST = 200
"""Documents that one page shows; a search finds the others."""
Pair = tuple[str, str]


def documents(actor: Actor | None, book: str, *, kind: str = "", words: str = "") -> tuple[list[DocumentRow], int]:
    """The documents of a book, at most `MOST`, and how many there are: all for its customer, else those of agreements.

    `kind` and `words` (of id or title) narrow it down. Raises NotFound for who has no seat in the book.
    """
    wanted = every(actor, book, kind=kind, words=words)
    return wanted[:MOST], len(wanted)


def every(actor: Actor | None, book: str, *, kind: str = "", words: str = "") -> list[DocumentRow]:
    """All of them, for programs that read page after page. Raises as `documents`."""
    actor = require(actor)
    roles = {seat.role for seat in seats_in(actor.party, book)}
    if not roles:
        raise NotFound(f"there is no book {book!r}")
    standing = open_book(book).book
    visible = None if "customer" in roles else _visible(actor, book) | _concerning(actor, book, standing)
    own = private.visible(standing, {seat.local_id: seat.role for seat in seats_in(actor.party, book)})
    own |= _cases(actor, book, standing)
    rows = _rows(actor, book, standing, visible, own)
    return [row for row in rows if kind in ("", row.kind) and words.lower() in f"{row.id} {row.title}".lower()]


def _visible(actor: Actor, book: str) -> set[Pair]:
    """What a provider or observer sees: its agreements and the KPIs that they rest on."""
    agreements = own_agreements(actor, book)
    pairs = {("agreement", agreement) for agreement in agreements}
    return pairs | {("kpi", kpi) for agreement in agreements for kpi in kpis_of(book, agreement)}


def _concerning(actor: Actor, book: str, standing: Documents) -> set[Pair]:
    """The job maps, surveys, horizons and operating models that concern a provider or observer."""
    by_kind = {
        "job_map": standing.job_maps,
        "survey": standing.surveys,
        relationships.KIND: standing.stakeholders,
        models_of_book.KIND: standing.operating_models,
    }
    pairs = {(kind, id) for kind, found in by_kind.items() for id in found}  # noqa: A001
    waiting = {(each.kind, each.doc_id) for each in proposals(book) if each.kind in (*panels.KINDS, *by_kind)}
    found: set[Pair] = set()
    for kind, id in pairs | waiting:  # noqa: A001
        with suppress(NotFound, Refused):
            document_place(actor, book, kind, id)
            found.add((kind, id))
    return found


def _cases(actor: Actor, book: str, standing: Documents) -> set[Pair]:
    """The business cases in force or proposed that the actor may see: its own, and those its agreements name."""
    waiting = {each.doc_id for each in proposals(book) if each.kind == cases.KIND}
    found: set[Pair] = set()
    for id in {*standing.business_cases, *waiting}:  # noqa: A001
        with suppress(NotFound, Refused):
            document_place(actor, book, cases.KIND, id)
            found.add((cases.KIND, id))
    return found


def _rows(actor: Actor, book: str, standing: Documents, visible: set[Pair] | None, own: set[Pair]) -> list[DocumentRow]:
    """Those that are `visible` (None: all), and of private ones the actor's own and those drafted or proposed by it."""
    latest: dict[Pair, Document] = {}
    for document in standing.documents:
        pair = (document.kind_name(), document.id)
        if pair not in latest or latest[pair].version < document.version:
            latest[pair] = document
    here = list(Version.objects.filter(book__slug=book).values_list("kind", "doc_id", "number", "state", "party_id"))
    proposed = {(kind, id): number for kind, id, number, state, _ in here if state == "proposed"}  # noqa: A001
    drafted = {(kind, id) for kind, id, _, state, party in here if (state, party) == ("draft", actor.party)}  # noqa: A001
    lying = {(kind, id) for kind, id, _, state, _ in here if state == "in_force"}  # noqa: A001
    ours = own | {(kind, id) for kind, id, _, state, party in here if (state, party) == ("proposed", actor.party)}  # noqa: A001
    pairs = _ordered({*latest, *proposed, *drafted})
    return [
        DocumentRow(
            kind=pair[0],
            id=pair[1],
            title=_title(latest.get(pair), pair[1]),
            in_force=latest[pair].version if pair in latest else 0,
            proposed=proposed.get(pair, 0),
            drafted=pair in drafted,
            landed=pair in latest and pair not in lying,
        )
        for pair in pairs
        if pair in drafted or (pair in ours if _is_own(pair[0]) else visible is None or pair in visible)
    ]


def _is_own(kind: str) -> bool:
    """Whether not even the customer sees every document of the kind."""
    return private.is_private(kind) or kind == cases.KIND


_ORDER = (
    "agreement",
    "business_case",
    "kpi",
    "plan",
    "job_map",
    "survey",
    "stakeholders",
    "improvement",
    "book",
    "party",
    "source",
    "attestation",
    "dispute",
)


def _ordered(pairs: Iterable[Pair]) -> list[Pair]:
    return sorted(pairs, key=lambda pair: (_ORDER.index(pair[0]) if pair[0] in _ORDER else len(_ORDER), pair[1]))


def _title(document: Document | None, id: str) -> str:
    called = (getattr(document, key, None) for key in ("title", "name", "job"))
    return str(next(filter(None, called), id))
