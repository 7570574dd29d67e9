"""Derive the log again from its leaves, and compare with everything that was stored or signed about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trueup.ledger import checkpoint as checkpoints
from trueup.ledger import merkle
from trueup.ledger.keys import VerifierKey
from trueup.ledger.leaf import Leaf as Entry
from trueup.vocabulary import LedgerError
from trueup.web.ledger import log
from trueup.web.ledger.checkpoints import published, remembered
from trueup.web.ledger.models import Checkpoint, Head, Leaf, Node, Personal

CHUNK = 4096


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference: where it is and what is wrong there."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(slots=True)
class Walk:
    """The tree as derived so far. `held` are the roots that checkpoints claim, by size."""

    held: dict[int, list[tuple[str, bytes]]]
    size: int = 0
    peaks: tuple[bytes, ...] = ()


def differences(log_key: VerifierKey) -> Iterator[Finding]:
    """Every difference between the log and what follows from its leaves, in the order of the leaves.

    Nothing is believed but the leaves' text: hashes, tree, size and columns are derived from it; then the signatures
    of every checkpoint are verified. What was consistently rewritten from the first leaf on, key and all, only a
    witness or an older bundle can tell.
    """
    claims = list(_claims())
    walk = Walk(_by_size(claims))
    yield from _leaves(walk)
    yield from _head(walk)
    yield from _signatures(log_key)
    yield from _beyond(walk, claims)
    yield from _openings()


def _claims() -> Iterator[tuple[str, int, bytes]]:
    for row in Checkpoint.objects.order_by("size"):
        yield f"checkpoint {row.size}", row.size, bytes(row.root)
    try:
        kept = remembered()
    except LedgerError:
        return  # told by _signatures
    if kept is not None:
        yield f"the checkpoint of {kept.size} beside the key", kept.size, kept.root


def _by_size(claims: Sequence[tuple[str, int, bytes]]) -> dict[int, list[tuple[str, bytes]]]:
    found: dict[int, list[tuple[str, bytes]]] = {}
    for name, size, root in claims:
        found.setdefault(size, []).append((name, root))
    return found


def _leaves(walk: Walk) -> Iterator[Finding]:
    chunk: list[bytes] = []
    for row in Leaf.objects.order_by("index").iterator(CHUNK):
        at = walk.size + len(chunk)
        if row.index != at:
            yield Finding(f"leaf {at}", f"is missing: after it comes leaf {row.index}")
            return
        hashed = merkle.leaf_hash(row.data.encode())
        yield from _leaf(row, hashed, walk)
        chunk.append(hashed)
        if len(chunk) == CHUNK or at + 1 in walk.held:
            yield from _grow(walk, chunk)
            chunk = []
    yield from _grow(walk, chunk)


def _leaf(row: Leaf, hashed: bytes, walk: Walk) -> Iterator[Finding]:
    where = f"leaf {row.index}"
    if bytes(row.hash) != hashed:
        yield Finding(where, "its text was changed: it has another hash than is stored")
    try:
        entry = Entry.parse(row.data)
    except LedgerError as wrong:
        yield Finding(where, str(wrong))
        return
    given = log.leaf_of(row.type, entry.payload, actor=entry.actor, at=row.at, book=row.book, subject=row.subject)
    if row.payload != (entry.payload.sha256 or entry.payload.commitment):
        yield Finding(where, "its column for payload says something else than its text")
    if given != entry:
        different = next(name for name in Entry.model_fields if getattr(given, name) != getattr(entry, name))
        yield Finding(where, f"its column for {different.strip('_')} says something else than its text")


def _grow(walk: Walk, chunk: Sequence[bytes]) -> Iterator[Finding]:
    grown = merkle.append(walk.size, walk.peaks, list(chunk))
    for row in grown.rows:
        yield from _row(row)
    walk.size, walk.peaks = grown.size, grown.peaks
    for name, root in walk.held.get(walk.size, ()):
        if root != grown.root:
            yield Finding(name, f"was signed over other leaves: some leaf before {walk.size} is not what it was")


def _row(row: merkle.Row) -> Iterator[Finding]:
    end = row.start + len(row.hashes)
    stored = Node.objects.filter(level=row.level, index__gte=row.start, index__lt=end).values_list("index", "hash")
    found = {index: bytes(hashed) for index, hashed in stored}
    for offset, derived in enumerate(row.hashes):
        index = row.start + offset
        if found.get(index) != derived:
            first, last = index << row.level, ((index + 1) << row.level) - 1
            what = "is missing" if index not in found else "is not the one that follows from the leaves"
            yield Finding(f"leaves {first} to {last}", f"their stored hash {what}")
            return


def _head(walk: Walk) -> Iterator[Finding]:
    head = log.head()
    if head.size != walk.size:
        yield Finding("head", f"says {head.size} leaves, and {walk.size} follow one another")
    elif log.peaks_of(head) != walk.peaks:
        yield Finding("head", "its peaks are not those that follow from the leaves")
    if Head.objects.count() > 1:
        yield Finding("head", "there is more than one")
    expected = sum(walk.size >> level for level in range(walk.size.bit_length()))
    stored = Node.objects.count()
    if stored != expected:
        yield Finding("hashes", f"{stored} are stored, and {walk.size} leaves have {expected}")


def _signatures(key: VerifierKey) -> Iterator[Finding]:
    for row in Checkpoint.objects.order_by("size").prefetch_related("cosignatures"):
        try:
            witnesses = [VerifierKey.parse(each.witness) for each in row.cosignatures.all()]
            signed = checkpoints.verify(published(row), key, witnesses)
        except LedgerError as wrong:
            yield Finding(f"checkpoint {row.size}", str(wrong))
            continue
        if (signed.checkpoint.size, signed.checkpoint.root) != (row.size, bytes(row.root)):
            yield Finding(f"checkpoint {row.size}", "its signed text names another size or root than its row")
    try:
        remembered()
    except LedgerError as wrong:
        yield Finding("the checkpoint beside the key", str(wrong))


def _beyond(walk: Walk, claims: Sequence[tuple[str, int, bytes]]) -> Iterator[Finding]:
    for name, size, _ in claims:
        if size > walk.size:
            yield Finding(name, f"covers {size} leaves, and the log has {walk.size}: it was cut or set back")


def _openings() -> Iterator[Finding]:
    """Personal payloads that are still here must open the commitments in their leaves."""
    from trueup.ledger.leaf import opens

    for row in Personal.objects.order_by("leaf").iterator(CHUNK):
        leaf = Leaf.objects.filter(pk=row.leaf).first()
        where = f"personal payload of leaf {row.leaf}"
        if leaf is None:
            yield Finding(where, "there is no such leaf")
            continue
        try:
            commitment = Entry.parse(leaf.data).payload.commitment
        except LedgerError:
            continue  # told by _leaf
        if commitment is None or not opens(commitment, row.payload.encode(), bytes(row.salt)):
            yield Finding(where, "was changed: it does not open the commitment")
