"""Cosignatures (C2SP tlog-cosignature): a witness says when it saw a checkpoint that continues all it saw before."""

from __future__ import annotations

import datetime as dt

from trueup.ledger import note
from trueup.ledger.checkpoint import Checkpoint, Signed
from trueup.ledger.keys import COSIGNATURE, SigningKey, VerifierKey
from trueup.ledger.note import NoteSignature


def cosign(checkpoint: Checkpoint, key: SigningKey, at: dt.datetime) -> NoteSignature:
    """The witness's line under the checkpoint, dated to the second. Whoever calls has verified the checkpoint.

    Raises LedgerError for a key that is not a witness's.
    """
    return note.signature(checkpoint.text, key, int(at.timestamp()))


def witnesses(signed: Signed) -> dict[VerifierKey, dt.datetime]:
    """Who of those known has cosigned a verified checkpoint, and when they say they saw it."""
    return {
        key: dt.datetime.fromtimestamp(line.time, dt.UTC)
        for key, line in signed.signatures.items()
        if key.type == COSIGNATURE
    }
