"""An open book for everything on the server that reads one: documents from the database, facts from its folder.

Kept per process, and opened anew when the documents in force change, here or in another process.
"""

from __future__ import annotations

import datetime as dt
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import Q, QuerySet

from trueup.book import Book as Documents
from trueup.book.load import Loaded, load_texts
from trueup.facts import FactStore, Snapshot
from trueup.scorecard.opened import OpenBook, landed_documents
from trueup.vocabulary.digest import digest
from trueup.web.documents.models import Book, Version
from trueup.web.parties.access import NotFound
from trueup.web.site.once import is_known, once
from trueup.web.written import written

Texts = Sequence[tuple[str, str]]


class SharedBook(OpenBook):
    """An open book that many threads read: the process keeps it, so `close` leaves its store open."""

    def close(self) -> None:
        """Nothing: others read the same book."""


@dataclass(slots=True)
class _Kept:
    """A book and what it was opened from."""

    documents: str
    seq: int
    landed: str
    texts: Texts
    book: SharedBook
    loaded: Loaded | None = None


_lock = threading.RLock()
_stores: dict[Path, FactStore] = {}
_kept: dict[Path, _Kept] = {}


def folder_of(slug: str) -> Path:
    """Where the facts and files of a book lie."""
    return Path(settings.HOME) / "books" / slug


def store_of(slug: str) -> FactStore:
    """The facts of a book: one store a process, usable from many threads, never to be closed by who reads it."""
    folder = folder_of(slug)
    with _lock:
        if folder not in _stores:
            _stores[folder] = FactStore.open(
                folder, lake=_lake_of(slug), engine=os.environ.get("TRUEUP_ENGINE"), book=slug
            )
        return _stores[folder]


def _lake_of(slug: str) -> str | None:
    """TRUEUP_LAKE is the place of all lakes of a server: each book has a folder in it."""
    place = os.environ.get("TRUEUP_LAKE")
    return f"{place.rstrip('/')}/{slug}" if place else None


def open_book(slug: str, known_at: dt.datetime | None = None) -> OpenBook:
    """A book with every version in force and those in force before, as known at an aware instant (None: now).

    Takes one query where nothing has changed. Raises NotFound for a slug that no book has.
    """
    if known_at is not None:
        return SharedBook(folder_of(slug), store_of(slug), texts=texts_of(slug, known_at))
    return _current(slug).book


def loaded(slug: str) -> Loaded:
    """Every document of the book as validation sees it, so that a draft is checked without reading all anew."""
    return _loaded(_current(slug))


def _loaded(kept: _Kept) -> Loaded:
    with _lock:
        if kept.loaded is None:
            with kept.book.store.snapshot() as snapshot:
                kept.loaded = load_texts(kept.texts, landed_documents(snapshot))
        return kept.loaded


def loaded_and_book(slug: str) -> tuple[Loaded, Documents]:
    """Both of one state, for one query."""
    kept = _current(slug)
    return _loaded(kept), kept.book.book


def state_of(slug: str) -> str:
    """What an assessment of the book is computed from: its documents in force and its facts, as 64 digits.

    Raises NotFound for a slug that no book has.
    """
    kept = _current(slug)
    return digest([kept.documents, kept.seq])


def texts_of(slug: str, known_at: dt.datetime | None = None) -> Texts:
    """The documents in force as (name, YAML), oldest first. What came with an import says itself since when."""
    rows = Version.objects.filter(book__slug=slug, state="in_force").order_by("kind", "doc_id", "number")
    if known_at is not None:
        rows = rows.filter(Q(origin="imported") | Q(in_force_at__lte=known_at))
    return [(name_of(kind, doc, number), text) for kind, doc, number, text in rows.values_list(*_TEXT)]


_TEXT = ("kind", "doc_id", "number", "text")


def name_of(kind: str, id: str, number: int) -> str:
    """What a version is called: agreement/claims-platform@2."""
    return f"{kind}/{id}@{number}"


def forget(slug: str) -> None:
    """Let go of everything that this process keeps of a book."""
    with _lock:
        _kept.pop(folder_of(slug), None)
        store = _stores.pop(folder_of(slug), None)
    if store is not None:
        store.close()


def close_all() -> None:
    """Let every store go: at the end of the process."""
    with _lock:
        stores = list(_stores.values())
        _stores.clear()
        _kept.clear()
    for store in stores:
        store.close()


@once
def _current(slug: str) -> _Kept:
    documents, folder = _documents_of(slug), folder_of(slug)
    store = store_of(slug)
    with _lock:
        kept = _kept.get(folder)
        with store.snapshot() as snapshot:
            if kept is not None and kept.documents == documents and _same_facts(kept, snapshot):
                return kept
            seq, landed = snapshot.seq, _landed(snapshot)
        texts = texts_of(slug)
        _kept[folder] = _Kept(documents, seq, landed, texts, SharedBook(folder, store, texts=texts))
        return _kept[folder]


def _same_facts(kept: _Kept, snapshot: Snapshot) -> bool:
    """Whether no document has landed since; new facts of other kinds are seen by each snapshot anyway."""
    if kept.seq != snapshot.seq and kept.landed != _landed(snapshot):
        return False
    kept.seq = snapshot.seq
    return True


def _landed(snapshot: Snapshot) -> str:
    if not snapshot.has("documents"):
        return ""
    rows = snapshot.collect(snapshot.latest("documents").select("kind", "id", "version", "digest"))
    return digest(sorted([row["kind"], row["id"], row["version"], row["digest"]] for row in rows.to_pylist()))


def is_met(book: Book) -> Book:
    """A row that a page has read: whatever opens the book on that page need not ask for its digest."""
    is_known(_documents_of, book.digest, book.slug)
    return book


@once
def _documents_of(slug: str) -> str:
    found = _digests(slug)
    if not found:
        raise NotFound(f"there is no book {slug!r}")
    return found[0]


@written
def _digests(slug: str) -> QuerySet[Book, str]:
    return Book.objects.filter(slug=slug).values_list("digest", flat=True)
