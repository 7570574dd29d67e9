"""Signed checkpoints: made when the log has grown, never when it would contradict what was signed before.

The last signed checkpoint is kept twice: in the database with the log, and in a file beside the key, outside of it. A
database that is set back to an earlier state (or exchanged) is behind the file: nothing is signed then.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from trueup.ledger import checkpoint as checkpoints
from trueup.ledger import merkle
from trueup.ledger.checkpoint import Checkpoint as Root
from trueup.ledger.note import Note, NoteSignature
from trueup.vocabulary import LedgerError
from trueup.web.ledger import log
from trueup.web.ledger.models import Checkpoint
from trueup.web.ledger.serverkey import log_key, verifier
from trueup.web.ledger.witnesses import must_not_be_stopped
from trueup.web.written import written

AT_MOST = dt.timedelta(seconds=60)
"""A change is under a signed checkpoint at most so long after it was made."""


def current(now: dt.datetime) -> Checkpoint:
    """The checkpoint of the whole log as it is, signed now unless it was before.

    Raises LedgerError, and signs nothing, when the log does not continue what was signed before.
    """
    head = log.head()
    root = merkle.root(log.peaks_of(head))
    last = latest()
    if last is not None and (last.size, bytes(last.root)) == (head.size, root):
        return last
    must_continue(last)
    must_not_be_stopped()
    return _sign(Root(log_key().name, head.size, root), now)


def latest() -> Checkpoint | None:
    """The last checkpoint that was signed, as the database knows it."""
    return next(iter(_latest()), None)


@written
def _latest() -> QuerySet[Checkpoint]:
    return Checkpoint.objects.order_by("-size")[:1]


def must_continue(last: Checkpoint | None) -> None:
    """Check that the log begins with what was signed before, here and beside the key. Raises LedgerError."""
    if last is not None:
        must_begin_with(last.size, bytes(last.root), "the database")
    kept = remembered()
    if kept is not None:
        must_begin_with(kept.size, kept.root, str(_file()))


def must_begin_with(signed: int, root: bytes, where: str) -> None:
    """Check that the first `signed` leaves of the log have this root. Raises LedgerError."""
    size = log.head().size
    if size < signed:
        raise LedgerError(
            f"the log was set back: it has {size:,} leaves, and a checkpoint of {signed:,} was signed",
            where=where,
            do="restore a newer backup; until then nothing is signed",
        )
    if log.root_at(signed) != root:
        raise LedgerError(
            f"the log was changed: its first {signed:,} leaves have another root than was signed",
            where=where,
            do="find where with: trueup ledger fsck",
        )


def remembered() -> Root | None:
    """The last checkpoint that this server signed, from the file beside the key. Raises LedgerError if it is forged."""
    try:
        text = _file().read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    return checkpoints.verify(text, verifier()).checkpoint


def remember_latest() -> None:
    """Keep the last checkpoint of the database beside the key: after a restore that was verified."""
    last = latest()
    if last is not None:
        _remember(last.note)


def published(row: Checkpoint) -> Note:
    """The signed note with the cosignatures of those witnesses that have seen it."""
    lines = [NoteSignature.parse(each.line.rstrip("\n")) for each in row.cosignatures.all()]
    return Note.parse(row.note).signed_too(*lines)


def _sign(root: Root, now: dt.datetime) -> Checkpoint:
    note = str(checkpoints.sign(root, log_key()))
    made, _ = Checkpoint.objects.get_or_create(size=root.size, defaults={"root": root.root, "note": note, "at": now})
    if bytes(made.root) != root.root:
        raise LedgerError(f"another root of {root.size:,} leaves was signed meanwhile: the log has two histories")
    transaction.on_commit(partial(_remember, note))
    return made


def _file() -> Path:
    return Path(settings.HOME) / "keys" / "latest.checkpoint"


def _remember(note: str) -> None:
    """Keep the note beside the key, durably, unless a later one is there."""
    file, kept = _file(), remembered()
    if kept is not None and kept.size >= Root.parse(Note.parse(note).text).size:
        return
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_suffix(f".{secrets.token_hex(4)}")
    with draft.open("w", encoding="utf-8") as out:
        out.write(note)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)
