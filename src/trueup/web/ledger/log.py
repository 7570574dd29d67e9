"""The log itself: append a leaf under the lock of the head; read what proofs are made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from trueup.ledger import leaf as leaves
from trueup.ledger import merkle
from trueup.vocabulary import LedgerError
from trueup.vocabulary.digest import canonical
from trueup.web.ledger.models import Head, Leaf, Node, Personal
from trueup.web.written import written

NO_BOOK = "-"
"""How a leaf says that it belongs to the server and not to a book."""
AT_ONCE = 25
"""Leaves whose proofs are read in one query: each asks for a hash a level, and SQLite takes a condition of 1,000."""


@dataclass(frozen=True, slots=True)
class AboutPerson:
    """A payload that names a person: the leaf gets a commitment, the table the payload with its salt.

    `person` is the id of the user whom it is about; erasing them deletes payload and salt.
    """

    person: int
    payload: Mapping[str, str | int | bool | None]


@dataclass(frozen=True, slots=True)
class Committed:
    """A payload that is sealed elsewhere: the leaf gets the commitment, whose salt lies with what is sealed."""

    commitment: str


def append(
    type: str,
    payload: str | AboutPerson | Committed,
    *,
    actor: str,
    at: dt.datetime,
    book: str = "",
    subject: str = "",
    agreement: str | None = None,
) -> int:
    """Append a leaf in the caller's transaction; return its index. The leaf holds the digest of the payload only.

    `agreement` says on whose pages it is shown, where its subject is not that agreement.
    Raises LedgerError for what a leaf cannot say.
    """
    head, _ = Head.objects.select_for_update().get_or_create(pk=1)
    held, salt = _payload(payload)
    entry = leaf_of(type, held, actor=actor, at=at, book=book, subject=subject)
    grown = merkle.append(head.size, peaks_of(head), [entry.hash])
    Leaf.objects.create(
        index=head.size,
        type=type,
        book=book,
        subject=subject,
        agreement=agreement or _agreement_in(subject),
        payload=held.sha256 or held.commitment or "",
        data=text_of(entry),
        hash=entry.hash,
        at=at,
    )
    Node.objects.bulk_create(Node(level=level, index=index, hash=hashed) for level, index, hashed in grown.nodes())
    if isinstance(payload, AboutPerson):
        kept = canonical(dict(payload.payload)).decode()
        Personal.objects.create(leaf=head.size, person=payload.person, payload=kept, salt=salt)
    head.size, head.peaks = grown.size, b"".join(grown.peaks)
    head.save(update_fields=["size", "peaks"])
    return head.size - 1


def _agreement_in(subject: str) -> str:
    kind, _, name = subject.partition("/")
    return name if kind == "agreement" else ""


def leaf_of(
    type: str, payload: leaves.Payload, *, actor: str, at: dt.datetime, book: str = "", subject: str = ""
) -> leaves.Leaf:
    """The one text of an entry, from the values of its columns. Raises LedgerError."""
    return leaves.Leaf.about(
        type.replace(".", "_"), book=book or NO_BOOK, subject=subject or NO_BOOK, payload=payload, actor=actor, time=at
    )


def text_of(entry: leaves.Leaf) -> str:
    """The canonical JSON of a leaf, as the table keeps it."""
    return entry.encoded.decode()


def _payload(payload: str | AboutPerson | Committed) -> tuple[leaves.Payload, bytes]:
    if isinstance(payload, str):
        return _held(sha256=payload), b""
    if isinstance(payload, Committed):
        return _held(commitment=payload.commitment), b""
    salt = leaves.salt()
    return _held(commitment=leaves.commit(canonical(dict(payload.payload)), salt)), salt


def _held(**given: str) -> leaves.Payload:
    try:
        return leaves.Payload(**given)
    except ValueError as wrong:
        raise LedgerError(f"a leaf needs the SHA-256 of its payload in hexadecimal: {wrong}") from None


def peaks_of(head: Head) -> tuple[bytes, ...]:
    """The peaks of the tree at the head."""
    packed = bytes(head.peaks)
    return tuple(packed[at : at + merkle.HASH_SIZE] for at in range(0, len(packed), merkle.HASH_SIZE))


def head() -> Head:
    """Size and peaks of the log now; of an empty one, if nothing was recorded yet."""
    return next(iter(_head(1)), None) or Head()


@written
def _head(number: int) -> QuerySet[Head]:
    return Head.objects.filter(pk=number)


def root_at(size: int) -> bytes:
    """The root over the first `size` leaves, from stored hashes, in one query. Raises LedgerError if one is missing."""
    places = merkle.frontier(size)
    known = nodes(places)
    return merkle.root([known[place] for place in places])


def inclusion(index: int, size: int) -> tuple[bytes, ...]:
    """The path from a leaf to the root over the first `size` leaves, in one query. Raises LedgerError."""
    return inclusions([index], size)[index]


def inclusions(indexes: Sequence[int], size: int) -> dict[int, tuple[bytes, ...]]:
    """The same of several leaves, for each `AT_ONCE` of them in one query."""
    found: dict[int, tuple[bytes, ...]] = {}
    for start in range(0, len(indexes), AT_ONCE):
        found |= _inclusions(indexes[start : start + AT_ONCE], size)
    return found


def _inclusions(indexes: Sequence[int], size: int) -> dict[int, tuple[bytes, ...]]:
    wanted: list[tuple[int, int]] = []
    for index in indexes:
        merkle.inclusion(index, size, _noting(wanted))
    known = nodes(wanted)
    return {index: merkle.inclusion(index, size, lambda level, at: known[level, at]) for index in indexes}


def consistency(old: int, new: int) -> tuple[bytes, ...]:
    """The proof that the first `new` leaves begin with the first `old`, in one query. Raises LedgerError."""
    wanted: list[tuple[int, int]] = []
    merkle.consistency(old, new, _noting(wanted))
    known = nodes(wanted)
    return merkle.consistency(old, new, lambda level, at: known[level, at])


def nodes(places: Iterable[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    """The stored hashes at these places (level, index). Raises LedgerError if one is missing."""
    wanted = set(places)
    if not wanted:
        return {}
    asked = reduce(or_, (Q(level=level, index=index) for level, index in sorted(wanted)))
    rows = Node.objects.filter(asked).values_list("level", "index", "hash")
    found = {(level, index): bytes(hashed) for level, index, hashed in rows}
    missing = sorted(wanted - found.keys())
    if missing:
        level, index = missing[0]
        raise LedgerError(f"the log lacks the hash of subtree {index} at level {level}", do="run: trueup ledger fsck")
    return found


def _noting(wanted: list[tuple[int, int]]) -> merkle.Lookup:
    """A first walk that only notes which hashes a proof is made of, so that one query fetches them all."""

    def note(level: int, index: int) -> bytes:
        wanted.append((level, index))
        return merkle.EMPTY

    return note
