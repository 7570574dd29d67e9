"""An agreement's bundle from the server's rows: its documents and facts, who signed, and the leaves that prove it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.db.models import prefetch_related_objects

from trueup.bundle.gather import gather
from trueup.bundle.model import BundleInput, CarriedCheckpoint, CarriedKey, CarriedLeaf
from trueup.bundle.write import write
from trueup.ledger.keys import VerifierKey
from trueup.ledger.leaf import Leaf as Entry
from trueup.ledger.statement import Signature as Signed
from trueup.vocabulary import Grade, LedgerError
from trueup.vocabulary.digest import digest
from trueup.web.documents.access import agreement_place
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Signature, Version
from trueup.web.ledger import log
from trueup.web.ledger.checkpoints import current, published
from trueup.web.ledger.models import Checkpoint, Leaf
from trueup.web.ledger.receipts import covering
from trueup.web.ledger.serverkey import verifier
from trueup.web.parties.access import Actor
from trueup.web.proofs.cover import cover

IMPORTED = "book.imported"


def bundle(
    actor: Actor | None, book: str, agreement: str, *, as_of: dt.date | None, grade: Grade, now: dt.datetime
) -> bytes:
    """The bundle of one agreement, and nothing of any other. `as_of` defaults to today in the book's time zone.

    Raises NotFound, and LedgerError when the log does not hold what the tables have.
    """
    place = agreement_place(actor, book, agreement)
    slug = place.book.slug
    opened = open_book(slug)
    moment = opened.moment(as_of)
    with opened.store.snapshot(moment.known_at) as snapshot:
        made = gather(opened.book, snapshot, moment, agreement, grade=grade)
    cover(slug, (batch.sent.digest for batch in made.basis.batches), now)
    return write(_proved(slug, made, now))


def _proved(slug: str, made: BundleInput, now: dt.datetime) -> BundleInput:
    """The same with everything that the ledger has about it, under a checkpoint of now."""
    rows = _signatures(slug, made)
    signatures = tuple(Signed(row.statement, row.signature) for row in rows)
    definition = next(each for each in made.basis.documents if each.kind_name() == "book")
    made = replace(made, signatures=signatures, signed_as=slug if slug != definition.id else None)
    head = current(now)
    prefetch_related_objects([head], "cosignatures")
    leaves = tuple(_leaves(slug, made, head))
    checkpoints = tuple(_chain(min((each.index for each in leaves), default=0), head))
    keys = (*_members(rows, signatures), *_of_log(head))
    return replace(made, leaves=leaves, checkpoints=checkpoints, keys=keys)


def _signatures(slug: str, made: BundleInput) -> list[Signature]:
    """Of just the versions that are in the bundle."""
    digests = {*made.definitions.values(), *(document.digest for document in made.basis.documents)}
    found = Signature.objects.filter(version__book__slug=slug, version__digest__in=digests)
    return list(found.select_related("seat").order_by("pk"))


def _members(rows: Sequence[Signature], signatures: Sequence[Signed]) -> list[CarriedKey]:
    found: dict[str, CarriedKey] = {}
    for row, signed in zip(rows, signatures, strict=True):
        key = CarriedKey(VerifierKey.parse(row.vkey), "member", row.seat.local_id, signed.statement.member)
        found.setdefault(row.vkey, key)
    return list(found.values())


def _of_log(head: Checkpoint) -> Iterator[CarriedKey]:
    yield CarriedKey(verifier(), "log")
    for each in head.cosignatures.all():
        yield CarriedKey(VerifierKey.parse(each.witness), "witness")


def _leaves(slug: str, made: BundleInput, head: Checkpoint) -> Iterator[CarriedLeaf]:
    """Every leaf that speaks of something in the bundle, and the import that brought what has none of its own."""
    wanted = set(made.digests)
    rows = list(Leaf.objects.filter(book=slug, payload__in=wanted, index__lt=head.size).order_by("index"))
    bare = wanted - {row.payload for row in rows} - _landed(made)
    imported = _import(slug, bare)
    carried = [*([imported] if imported is not None else []), *((row, None) for row in rows)]
    paths = log.inclusions([row.index for row, _ in carried], head.size)
    for row, contents in carried:
        yield CarriedLeaf(row.index, Entry.parse(row.data), paths[row.index], contents)


def _landed(made: BundleInput) -> set[str]:
    """Documents that came with a batch: the ledger knows them by it."""
    tables = [batch.sent.tables["documents"] for batch in made.basis.batches if "documents" in batch.sent.tables]
    return {text for table in tables for text in table.column("digest").to_pylist()}


def _import(slug: str, bare: set[str]) -> tuple[Leaf, list[str]] | None:
    """The leaf of the book's import, with the digests that it speaks of. Raises LedgerError where that does not fit."""
    if not bare:
        return None
    digests = imported(slug)
    row = Leaf.objects.filter(book=slug, type=IMPORTED).order_by("index").first()
    if row is None or row.payload != digest(digests) or not bare <= set(digests):
        raise LedgerError(
            "the log does not hold everything that the bundle needs", where=slug, do="run: trueup ledger fsck"
        )
    return row, digests


def imported(slug: str) -> list[str]:
    """The digests of the documents that came with the book: what the leaf of its import holds the digest of."""
    found = Version.objects.filter(book__slug=slug, origin="imported")
    return sorted(found.values_list("digest", flat=True))


def _chain(first: int, head: Checkpoint) -> Iterator[CarriedCheckpoint]:
    """The first checkpoint over the oldest leaf, and the one of now, which continues it."""
    earlier = covering(first)
    if earlier is not None and earlier.size < head.size:
        yield CarriedCheckpoint(published(earlier))
        yield CarriedCheckpoint(published(head), log.consistency(earlier.size, head.size))
    else:
        yield CarriedCheckpoint(published(head))
