"""Bringing a batch of facts to the book: first an intent, then the facts, then the ledger.

    intent (a row without leaf) -> facts (durable, once by key) -> leaf and row in one transaction

Killed between any two, nothing acknowledged is lost and nothing is doubled: `reconcile` completes what is in the facts
and forgets what is not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from trueup.facts.digest import digest_of
from trueup.facts.door import admit
from trueup.facts.registry import batch_name
from trueup.vocabulary import IdempotencyConflict, TrueupError
from trueup.web.documents.books import store_of
from trueup.web.documents.models import Book, Seat
from trueup.web.evidence.known import has_batch
from trueup.web.evidence.models import Batch
from trueup.web.ledger.acting import action, record

GRACE = dt.timedelta(minutes=2)
"""How long a batch under way is left alone: its request may still be at work."""


@dataclass(frozen=True, slots=True)
class Landed:
    """What became of a batch. `already`: the same was sent before, and this is its answer."""

    key: str
    batch: str
    digest: str
    rows: int
    corrections: int
    unchanged: int
    reason: str
    recorded_at: dt.datetime
    leaf: int | None
    already: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """A batch as sent: by whom (seat and member), how, why, and what of it is to be stored."""

    book: Book
    agreement: str
    key: str
    asked: str
    seat: str
    member: int
    how: str
    reason: str
    corrections: int
    unchanged: int
    columns: Mapping[str, Sequence[Any]]
    table: str = "observations"

    @property
    def rows(self) -> int:
        """How many rows are to be stored."""
        return len(next(iter(self.columns.values()), ()))


def known_answer(book: Book, key: str, asked: str) -> Landed | None:
    """The answer that the same batch got before; None if it is new or under way.

    Raises IdempotencyConflict where the key was used for something else.
    """
    row = Batch.objects.filter(book=book, key=key).first()
    if row is None:
        return None
    if row.asked != asked:
        raise _reused()
    return None if row.leaf is None else _answer(row, already=True)


def land(sent: Sent) -> Landed:
    """Store the rows and record them; return when both are durable.

    Raises FactError for rows that the fact store refuses, IdempotencyConflict for a key that was used for other rows,
    TrueupError where disk or database fail: then either nothing was stored, or it completes itself.
    """
    tables = {sent.table: _table(sent)}
    row = _intent(sent, digest_of(admit(tables)))
    try:
        with_receipt = store_of(sent.book.slug).append(tables, key=sent.key, source=f"server/{sent.how}")
    except OSError as failed:
        _forget(row)
        raise _not_stored(failed) from failed
    except BaseException:
        _forget(row)
        raise
    try:
        return _complete(row, already=with_receipt.already)
    except DatabaseError as failed:
        raise _will_complete(failed) from failed


def _table(sent: Sent) -> Any:
    import pyarrow as pa

    from trueup.facts.tables import TABLES

    facts = TABLES[sent.table]
    types = {field.name: field.type for field in facts.schema}
    return pa.table({name: pa.array(values, types[name]) for name, values in sent.columns.items()}).select(
        [*(column.name for column in facts.columns), "source_ref"]
    )


def _intent(sent: Sent, digest: str) -> Batch:
    """Say durably what is about to land. Of two that send the same at once, both go on: the facts take it once."""
    stated = {
        "agreement": sent.agreement,
        "name": batch_name(sent.key),
        "asked": sent.asked,
        "digest": digest,
        "table": sent.table,
        "rows": sent.rows,
        "corrections": sent.corrections,
        "unchanged": sent.unchanged,
        "how": sent.how,
        "reason": sent.reason,
        "seat": Seat.objects.get(book=sent.book, local_id=sent.seat),
        "member_id": sent.member,
        "recorded_at": timezone.now(),
    }
    try:
        with transaction.atomic():
            return Batch.objects.create(book=sent.book, key=sent.key, **stated)
    except IntegrityError:
        row = Batch.objects.get(book=sent.book, key=sent.key)
        if row.asked != sent.asked:
            raise _reused() from None
        return row


def _forget(row: Batch) -> None:
    """Nothing of it landed: the intent goes, unless somebody else has completed it meanwhile."""
    try:
        with store_of(row.book.slug).snapshot() as snapshot:
            if not has_batch(snapshot, row.name, row.table):
                Batch.objects.filter(pk=row.pk, leaf=None).delete()
    except (OSError, DatabaseError):
        return  # `reconcile` comes to it


def _complete(row: Batch, *, already: bool = False) -> Landed:
    """The leaf of a batch whose rows are in the facts, unless it has one."""
    try:
        _record_batch(row)
    except _Done:
        already = True
    row.refresh_from_db()
    return _answer(row, already=already)


class _Done(Exception):
    """Somebody else has recorded the batch in the same moment."""


@action("batch.land")
def _record_batch(row: Batch) -> None:
    """Row and leaf in one transaction."""
    rows = Batch.objects.select_for_update(of=("self",)).select_related("book", "seat", "member__party")
    locked = rows.get(pk=row.pk)
    if locked.leaf is not None:
        raise _Done
    assert locked.member is not None
    assert locked.seat is not None
    locked.leaf = record(
        "batch.landed",
        locked.digest,
        actor=f"{locked.member.party.slug}/{locked.member_id}",
        at=timezone.now(),
        book=locked.book.slug,
        subject=f"agreement/{locked.agreement}" if locked.agreement else "",
        about={
            "batch": locked.pk,
            "seat": locked.seat.local_id,
            "rows": locked.rows,
            "corrections": locked.corrections,
            "how": locked.how,
        },
    )
    locked.save(update_fields=["leaf"])


def reconcile(book: str | None = None, *, grace: dt.timedelta = GRACE) -> int:
    """Complete the batches that a killed server left without leaf; return how many. Run at start, and now and then.

    A batch whose rows are not in the facts was never acknowledged: it is forgotten.
    """
    pending = Batch.objects.filter(leaf=None, recorded_at__lte=timezone.now() - grace).exclude(name="")
    rows = pending.select_related("book") if book is None else pending.select_related("book").filter(book__slug=book)
    done = 0
    for row in rows:
        with store_of(row.book.slug).snapshot() as snapshot:
            there = has_batch(snapshot, row.name, row.table)
        if there:
            done += not _complete(row).already
        else:
            Batch.objects.filter(pk=row.pk, leaf=None).delete()
    return done


def _answer(row: Batch, *, already: bool) -> Landed:
    return Landed(
        key=row.key.rsplit("/", 1)[-1],
        batch=row.name,
        digest=row.digest,
        rows=row.rows,
        corrections=row.corrections,
        unchanged=row.unchanged,
        reason=row.reason,
        recorded_at=row.recorded_at,
        leaf=row.leaf,
        already=already,
    )


def _reused() -> IdempotencyConflict:
    return IdempotencyConflict("this key was used before for something else", do="send what is new under a new key")


def _not_stored(failed: OSError) -> TrueupError:
    return TrueupError(
        f"nothing was stored: the server cannot write ({failed.strerror or failed})",
        do="free space on the server's disk, then send it again",
    )


def _will_complete(failed: DatabaseError) -> TrueupError:
    return TrueupError(
        "the rows are stored, their entry in the ledger is not yet: the database cannot be written "
        f"({type(failed).__name__})",
        do="it is added as soon as the database answers; sending the same again under the same key is safe",
    )
