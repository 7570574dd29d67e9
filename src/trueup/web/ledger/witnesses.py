"""Witnesses of this log: independent parties that cosign its checkpoints, asked in the background.

TRUEUP_WITNESSES lists them, one a line (or between semicolons): the public key, a space, the URL. A checkpoint that
none of them has cosigned is called unwitnessed: only then could the server show two histories to two people.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from trueup.ledger.checkpoint import verify
from trueup.ledger.cosign import witnesses as seen_by
from trueup.ledger.keys import COSIGNATURE, VerifierKey
from trueup.ledger.note import Note
from trueup.ledger.witness import client
from trueup.vocabulary import LedgerError
from trueup.web.ledger import log
from trueup.web.ledger.models import Checkpoint, Cosignature, Witness
from trueup.web.ledger.serverkey import verifier

SKEW = dt.timedelta(minutes=5)
"""Clocks of log and witness that differ by more are shown."""


@dataclass(frozen=True, slots=True)
class Known:
    """A witness that this server asks."""

    key: VerifierKey
    url: str


def known() -> tuple[Known, ...]:
    """The witnesses of TRUEUP_WITNESSES. Raises LedgerError for a line that names none."""
    lines = re.split(r"[;\n]", os.environ.get("TRUEUP_WITNESSES", ""))
    return tuple(_parsed(line.split()) for line in lines if line.strip())


def _parsed(words: list[str]) -> Known:
    if len(words) != 2 or not words[1].startswith(("https://", "http://")):
        raise LedgerError(
            f"{' '.join(words)[:80]!r} names no witness", where="TRUEUP_WITNESSES", do="write: PUBLIC-KEY URL"
        )
    key = VerifierKey.parse(words[0])
    if key.type != COSIGNATURE:
        raise LedgerError(f"the key of {key.name} is not a witness's", where="TRUEUP_WITNESSES")
    return Known(key, words[1])


def ask_all(row: Checkpoint, now: dt.datetime, *, timeout: float = 10) -> list[Witness]:
    """Submit a checkpoint to each witness that has not cosigned it; keep what each said."""
    done = set(row.cosignatures.values_list("witness", flat=True))
    return [ask(each, row, now, timeout=timeout) for each in known() if str(each.key) not in done]


def ask(witness: Known, row: Checkpoint, now: dt.datetime, *, timeout: float = 10) -> Witness:
    """Submit a checkpoint to one witness; keep its cosignature, or its trouble."""
    prove = partial(log.consistency, new=row.size)
    try:
        note = client.cosign(
            witness.url, Note.parse(row.note), prove, witness.key, old=_seen(witness, row.size), timeout=timeout
        )
        _keep(row, note, [witness.key])
        trouble = ""
    except LedgerError as wrong:
        trouble = wrong.what
    said = {"asked_at": now, "trouble": trouble, "stops": contradicts(trouble)}
    return Witness.objects.update_or_create(vkey=str(witness.key), defaults=said)[0]


def contradicts(trouble: str) -> bool:
    """Whether what a witness said means that this log is not the one it has seen."""
    return "rolled back" in trouble or bool(re.search(r"does not cosign: (409|422):", trouble))


def must_not_be_stopped() -> None:
    """Raise LedgerError while a witness says that it has seen another history."""
    for row in Witness.objects.filter(stops=True):
        name = VerifierKey.parse(row.vkey).name
        raise LedgerError(
            f"a witness has seen another history of this log: {row.trouble}",
            where=name,
            do="restore a newer backup; nothing is signed until the witness agrees",
        )


def _seen(witness: Known, size: int) -> int:
    rows = Cosignature.objects.filter(witness=str(witness.key), checkpoint__size__lte=size)
    return rows.order_by("-checkpoint__size").values_list("checkpoint__size", flat=True).first() or 0


def _keep(row: Checkpoint, note: Note, keys: Iterable[VerifierKey]) -> None:
    signed = verify(note, verifier(), keys)
    for key, at in seen_by(signed).items():
        line = str(signed.signatures[key])
        Cosignature.objects.get_or_create(checkpoint=row, witness=str(key), defaults={"line": line, "at": at})


def skew(row: Cosignature) -> dt.timedelta | None:
    """By how much a witness's clock differs from ours, if by more than SKEW: it cannot see before we sign."""
    behind = row.checkpoint.at - row.at
    return behind if behind > SKEW else None
