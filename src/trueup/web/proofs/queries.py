"""What the pages of the ledger show: one's own entries in words, others' as hashes, and what proves them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from trueup.ledger import merkle
from trueup.ledger.keys import VerifierKey
from trueup.ledger.leaf import Leaf as Entry
from trueup.vocabulary import LedgerError
from trueup.web.documents.private import PRIVATE
from trueup.web.documents.sittings import sitting, sittings
from trueup.web.ledger import log, witnesses
from trueup.web.ledger.checkpoints import published
from trueup.web.ledger.models import Checkpoint, Cosignature, Leaf, Witness
from trueup.web.ledger.receipts import covering
from trueup.web.ledger.serverkey import verifier
from trueup.web.ledger.words import words_of
from trueup.web.parties.access import Actor, NotFound, require
from trueup.web.site.marks import Mark
from trueup.web.site.stands import stands
from trueup.web.written import written

PAGE = 50
CHECKPOINTS = 10
SIGNED = (
    Mark(f"SELECT max(id) FROM {Checkpoint._meta.db_table}"),  # noqa: S608 - the names of our own tables, as below
    Mark(f"SELECT max(id) FROM {Cosignature._meta.db_table}"),  # noqa: S608
    Mark(f"SELECT count(*), max(asked_at) FROM {Witness._meta.db_table}"),  # noqa: S608 - each word of one has a time
)
"""What tells the checkpoints, cosignatures and witnesses of one moment from those of another."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An entry as a member may see it. `entry` is None for what is not theirs: then only the hash is shown."""

    index: int
    hash: str
    at: dt.datetime | None
    type: str
    entry: Entry | None
    book: str = ""
    subject: str = ""

    @property
    def words(self) -> str:
        """What it says, in the reader's language."""
        return words_of(self.type, self.subject)


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint with those who have cosigned it, and by how much their clocks differ (None: not noticeably)."""

    size: int
    root: str
    at: dt.datetime
    witnesses: tuple[tuple[str, dt.datetime, dt.timedelta | None], ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The ledger at a glance. `trouble` is why nothing can be signed, if so."""

    origin: str
    key: str
    size: int
    checkpoints: Sequence[Signed]
    witnesses: Sequence[tuple[str, str, Witness | None]]
    entries: Sequence[Seen]
    older: int | None
    trouble: str = ""

    @property
    def witnessed(self) -> bool:
        """Whether somebody independent has seen the last checkpoint."""
        return bool(self.checkpoints and self.checkpoints[0].witnesses)


def overview(actor: Actor | None, before: int | None, agreement: tuple[str, str] | None) -> Overview:
    """Checkpoints, witnesses, and a page of entries: the newest below `before`, or those of one agreement."""
    actor = require(actor)
    key, size = verifier(), log.head().size
    rows = _rows(actor, size if before is None else before, agreement)
    more = len(rows) > PAGE
    shown = _seen(actor, rows[:PAGE])
    return Overview(
        origin=key.name,
        key=str(key),
        size=size,
        checkpoints=_checkpoints(),
        witnesses=_witnesses(),
        entries=shown,
        older=shown[-1].index if more else None,
    )


def _rows(actor: Actor, below: int, agreement: tuple[str, str] | None) -> Sequence[Leaf]:
    if agreement is None:
        return _below(below)
    book, name = agreement
    here = sitting(actor, book)
    if here is None or name not in here.agreements:
        raise NotFound("there is no such agreement")
    return _below_of(below, book, name)


@written
def _below(below: int) -> QuerySet[Leaf]:
    return Leaf.objects.filter(index__lt=below).order_by("-index")[: PAGE + 1]


@written
def _below_of(below: int, book: str, agreement: str) -> QuerySet[Leaf]:
    return Leaf.objects.filter(index__lt=below, book=book, agreement=agreement).order_by("-index")[: PAGE + 1]


def _seen(actor: Actor, rows: Sequence[Leaf]) -> list[Seen]:
    own = _own(actor)
    return [_as_seen(row, mine=_is_own(row, actor, own)) for row in rows]


@stands
def _own(actor: Actor) -> tuple[set[str], set[tuple[str, str]]]:
    """The books that the actor's party sees whole, and the agreements it has a part in."""
    whole = {each.book.slug for each in sittings(actor) if each.whole}
    return whole, {(each.book.slug, agreement) for each in sittings(actor) for agreement in each.agreements}


def _is_own(row: Leaf, actor: Actor, own: tuple[set[str], set[tuple[str, str]]]) -> bool:
    books, agreements = own
    by_us = f'"actor":"{actor.party_slug}/' in row.data
    if row.subject.startswith(PRIVATE):
        return by_us
    return row.book in books or (row.book, row.agreement) in agreements or by_us


def _as_seen(row: Leaf, *, mine: bool) -> Seen:
    hashed = bytes(row.hash).hex()
    if not mine:
        return Seen(row.index, hashed, None, "", None)
    return Seen(row.index, hashed, row.at, row.type, Entry.parse(row.data), row.book, row.subject)


def _checkpoints() -> list[Signed]:
    rows = _latest()
    seen = _cosignatures([row.pk for row in rows])
    return [_signed(row, [each for each in seen if each.checkpoint_id == row.pk]) for row in rows]


@written
def _latest() -> QuerySet[Checkpoint]:
    return Checkpoint.objects.order_by("-size")[:CHECKPOINTS]


@written
def _cosignatures(checkpoints: Sequence[int]) -> QuerySet[Cosignature]:
    return Cosignature.objects.filter(checkpoint__in=checkpoints).select_related("checkpoint").order_by("pk")


def _signed(row: Checkpoint, by: Sequence[Cosignature]) -> Signed:
    seen = ((VerifierKey.parse(each.witness).name, each.at, witnesses.skew(each)) for each in by)
    return Signed(row.size, bytes(row.root).hex(), row.at, tuple(seen))


def _witnesses() -> list[tuple[str, str, Witness | None]]:
    """Name and address of each witness that is asked, and what it said last."""
    known = witnesses.known()
    said = Witness.objects.in_bulk() if known else {}
    return [(each.key.name, each.url, said.get(str(each.key))) for each in known]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a proof: the sibling, on which side it stands, and the hash over both."""

    sibling: str
    on_left: bool
    result: str


@dataclass(frozen=True, slots=True)
class Proven:
    """A leaf on its way to the root of a signed checkpoint; without one, it was not signed yet."""

    seen: Seen
    checkpoint: Signed | None
    steps: Sequence[Step]
    note: str
    holds: bool
    trouble: str = ""


def proven(actor: Actor | None, index: int) -> Proven:
    """A leaf with its proof, recomputed step by step. Raises NotFound."""
    actor = require(actor)
    row = Leaf.objects.filter(pk=index).first()
    if row is None:
        raise NotFound("there is no such entry")
    (seen,) = _seen(actor, [row])
    under = covering(index)
    if under is None:
        return Proven(seen, None, (), "", holds=False)
    path = log.inclusion(index, under.size)
    steps = list(_steps(bytes(row.hash), index, under.size, path))
    trouble = _judged(row, under, path)
    return Proven(
        seen,
        _signed(under, _cosignatures([under.pk])),
        steps,
        str(published(under)),
        holds=not trouble,
        trouble=trouble,
    )


def _judged(row: Leaf, under: Checkpoint, path: tuple[bytes, ...]) -> str:
    from trueup.ledger import checkpoint

    try:
        root = checkpoint.verify(published(under), verifier()).checkpoint.root
        hashed = merkle.leaf_hash(row.data.encode())
        merkle.verify_inclusion(row.index, under.size, hashed, root, path)
    except LedgerError as wrong:
        return wrong.what
    return ""


def _steps(hashed: bytes, index: int, size: int, path: Sequence[bytes]) -> Sequence[Step]:
    """The walk of RFC 9162, 2.1.3.2, as sides: left where the walk comes from a right child, or from the edge."""
    place, last, found = index, size - 1, []
    for sibling in path:
        on_left = bool(place % 2) or place == last
        hashed = merkle.node_hash(sibling, hashed) if on_left else merkle.node_hash(hashed, sibling)
        found.append(Step(sibling.hex(), on_left, hashed.hex()))
        while on_left and place and not place % 2:
            place, last = place >> 1, last >> 1
        place, last = place >> 1, last >> 1
    return found
