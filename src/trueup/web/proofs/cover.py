"""Facts that came to the server without an action of its own, with an imported book, get their leaves here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from trueup.facts import Snapshot
from trueup.web.documents.books import store_of
from trueup.web.ledger.acting import action, record
from trueup.web.ledger.models import Leaf

FOUND = "batch.found"
SERVER = "server"


def on_imported(*, book: str, **_: object) -> None:
    """A book came to the server: cover its facts."""
    cover_all(book, timezone.now())


def cover_all(book: str, now: dt.datetime) -> int:
    """Record each batch of the book's store that has no leaf yet; return how many."""
    with store_of(book).snapshot() as snapshot:
        return cover(book, [batch.digest for batch in snapshot.batches(names_in(snapshot))], now)


def cover(book: str, digests: Iterable[str], now: dt.datetime) -> int:
    """Record each batch, by its digest, that has no leaf yet; return how many. The leaf says when it was found here."""
    missing = without_leaf(book, digests)
    if missing:
        _record(book, missing, now)
    return len(missing)


def without_leaf(book: str, digests: Iterable[str]) -> list[str]:
    """Those of the digests that no leaf of the book holds."""
    asked = list(dict.fromkeys(digests))
    known: set[str] = set()
    for start in range(0, len(asked), 500):
        part = asked[start : start + 500]
        known.update(Leaf.objects.filter(book=book, payload__in=part).values_list("payload", flat=True))
    return [digest for digest in asked if digest not in known]


@action("batch.cover")
def _record(book: str, digests: list[str], now: dt.datetime) -> None:
    for digest in digests:
        record(FOUND, digest, actor=SERVER, at=now, book=book, subject=f"book/{book}")


def names_in(snapshot: Snapshot) -> list[str]:
    """The name of every batch that has rows in the store."""
    found: set[str] = set()
    for table in snapshot.tables():
        found.update(snapshot.collect(snapshot.frame(table).select("batch").unique())["batch"].to_pylist())
    return sorted(found)
