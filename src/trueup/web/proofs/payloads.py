"""Everything that the tables and the fact stores hold, compared with the digests in the log."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from trueup.facts import Snapshot
from trueup.facts.digest import digest_of_hashes, row_hashes
from trueup.facts.sent import SentBatch
from trueup.ledger.keys import VerifierKey
from trueup.ledger.statement import Signature as Signed
from trueup.vocabulary import TrueupError
from trueup.vocabulary.digest import digest
from trueup.web.documents.books import open_book, store_of
from trueup.web.documents.models import Book, Signature, Version
from trueup.web.evidence.models import Batch
from trueup.web.ledger.fsck import Finding
from trueup.web.ledger.models import Leaf
from trueup.web.proofs.bundles import IMPORTED, imported
from trueup.web.proofs.cover import FOUND

DOCUMENT_TYPES = (
    "version.proposed", "version.in_force", "attestation.made", "dispute.opened", "dispute.answered", "stake.declared",
)  # fmt: skip
BATCH_TYPES = ("batch.landed", FOUND, "source.loaded")
CHUNK = 500


def differences() -> Iterator[Finding]:
    """Every document, signature and batch that is not what the log says, and every one that is gone."""
    for book in Book.objects.order_by("slug"):
        yield from _documents(book)
        yield from _signatures(book)
        yield from _facts(book)


def _documents(book: Book) -> Iterator[Finding]:
    yield from _import(book)
    rows = Version.objects.filter(book=book).exclude(state="draft").order_by("pk")
    stated = set(_leaves(book, DOCUMENT_TYPES))
    present: set[str] = set()
    for row in rows.iterator(CHUNK):
        present.add(row.digest)
        name = f"{book.slug}: {row.kind}/{row.doc_id}@{row.number}"
        if row.origin != "imported" and row.digest not in stated:
            yield Finding(name, "its digest is in no leaf")
        if row.body and sha256(row.body.encode()).hexdigest() != row.digest:
            yield Finding(name, "its body does not have its digest")
    yield from _gone(book, DOCUMENT_TYPES, present, "a document")
    yield from _texts(book)


def _import(book: Book) -> Iterator[Finding]:
    leaf = Leaf.objects.filter(book=book.slug, type=IMPORTED).order_by("index").first()
    if leaf is not None and leaf.payload != digest(imported(book.slug)):
        yield Finding(f"leaf {leaf.index}", f"{book.slug}: the documents that were imported are not those it speaks of")


def _texts(book: Book) -> Iterator[Finding]:
    """What is assessed is read from the text as written: it must say what was signed."""
    try:
        said = open_book(book.slug).book.digests
    except TrueupError as wrong:
        yield Finding(book.slug, f"its documents cannot be read: {str(wrong).splitlines()[0]}")
        return
    for row in Version.objects.filter(book=book, state="in_force").exclude(body="").order_by("pk"):
        if said.get((row.kind, row.doc_id, row.number)) != row.digest:
            yield Finding(f"{book.slug}: {row.kind}/{row.doc_id}@{row.number}", "its text says something else")


def _signatures(book: Book) -> Iterator[Finding]:
    stated = set(_leaves(book, ("version.signed",)))
    present: set[str] = set()
    for row in Signature.objects.filter(version__book=book).select_related("version", "seat").order_by("pk"):
        signed = Signed(row.statement, row.signature)
        present.add(signed.digest)
        where = f"{book.slug}: signature of {row.seat.local_id} on {row.version.kind}/{row.version.doc_id}"
        if signed.digest not in stated:
            yield Finding(where, "it is in no leaf")
        yield from _signature(row, signed, where)
    yield from _gone(book, ("version.signed",), present, "a signature")


def _signature(row: Signature, signed: Signed, where: str) -> Iterator[Finding]:
    from trueup.ledger.encoding import from_base64

    try:
        said = signed.statement
        VerifierKey.parse(said.key).verify(row.statement.encode(), from_base64(row.signature, "the signature"))
    except TrueupError as wrong:
        yield Finding(where, wrong.what)
        return
    if (said.key, said.digest, said.party) != (row.vkey, row.version.digest, row.seat.local_id):
        yield Finding(where, "it stands under something else than it says")


def _facts(book: Book) -> Iterator[Finding]:
    """Each batch that the log or a row speaks of is in the store, whole, with its digest."""
    stated = dict(_with_index(book, BATCH_TYPES))
    rows = dict(Batch.objects.filter(book=book).exclude(leaf=None).values_list("digest", "leaf"))
    for held, index in rows.items():
        if stated.get(held) is None:
            yield Finding(f"{book.slug}: batch of leaf {index}", "its digest is in no leaf")
    with store_of(book.slug).snapshot() as snapshot:
        present: set[str] = set()
        for batch in _batches(snapshot):
            present.add(batch.digest)
            yield from _batch(book, batch, stated)
    for held, index in stated.items():
        if held not in present:
            yield Finding(f"leaf {index}", f"{book.slug}: the batch that it speaks of is not in the facts")


def _batch(book: Book, batch: SentBatch, stated: dict[str, int]) -> Iterator[Finding]:
    where = f"{book.slug}: batch {batch.key}"
    if batch.digest not in stated:
        yield Finding(where, "it is in no leaf")
    if not batch.whole:
        yield Finding(where, "its rows do not have its digest: some were changed, or erased")
    elif digest_of_hashes({name: row_hashes(table) for name, table in batch.tables.items()}) != batch.digest:
        yield Finding(where, "its rows do not have its digest")


def _batches(snapshot: Snapshot) -> Iterator[SentBatch]:
    from trueup.web.proofs.cover import names_in

    names = names_in(snapshot)
    for start in range(0, len(names), CHUNK):
        yield from snapshot.batches(names[start : start + CHUNK])


def _gone(book: Book, types: tuple[str, ...], present: set[str], what: str) -> Iterator[Finding]:
    for held, index in _with_index(book, types):
        if held not in present:
            yield Finding(f"leaf {index}", f"{book.slug}: {what} that it speaks of is gone")


def _leaves(book: Book, types: tuple[str, ...]) -> Iterator[str]:
    return (held for held, _ in _with_index(book, types))


def _with_index(book: Book, types: tuple[str, ...]) -> list[tuple[str, int]]:
    rows = Leaf.objects.filter(book=book.slug, type__in=types).order_by("index")
    return list(rows.values_list("payload", "index"))
