"""The log's side of cosigning: submit a checkpoint to a witness and bring home its verified cosignature."""

from __future__ import annotations

from collections.abc import Callable

from trueup.ledger import note
from trueup.ledger.checkpoint import Checkpoint
from trueup.ledger.encoding import decimal
from trueup.ledger.keys import VerifierKey
from trueup.ledger.note import Note, NoteSignature
from trueup.ledger.witness.rule import CONFLICT, OK, SIZE, Submission
from trueup.vocabulary.errors import LedgerError

Prove = Callable[[int], tuple[bytes, ...]]
"""Gives the consistency proof from an earlier size (at least 1) to that of the checkpoint."""


def cosign(url: str, signed: Note, prove: Prove, witness: VerifierKey, *, old: int = 0, timeout: float = 10) -> Note:
    """The checkpoint with the cosignature of the witness at `url` (its submission prefix).

    `old` is the size this witness has seen last, as far as the log knows; when it has seen another, it says so and is
    asked once more. Raises LedgerError when the witness refuses, cannot be reached, or answers with another signature.
    """
    size = Checkpoint.parse(signed.text).size
    status, body, kind = _post(url, _submission(signed, prove, old), timeout)
    if status == CONFLICT and kind == SIZE:
        seen = decimal(body.removesuffix("\n"), "the size that the witness knows")
        if seen > size:
            raise LedgerError(
                f"the witness has seen {seen} leaves, and this log shows {size}: the log was rolled back",
                where=url,
                do="restore the newer log; do not append to this one",
            )
        status, body, kind = _post(url, _submission(signed, prove, seen), timeout)
    if status != OK:
        raise LedgerError(f"the witness does not cosign: {status}: {body.strip()[:300]}", where=url)
    return _with_cosignature(signed, body, witness, url)


def _submission(signed: Note, prove: Prove, old: int) -> bytes:
    return str(Submission(old, prove(old) if old else (), signed)).encode()


def _with_cosignature(signed: Note, body: str, witness: VerifierKey, url: str) -> Note:
    """Signatures of other keys are left out; that of this witness is verified."""
    lines = tuple(NoteSignature.parse(line) for line in body.removesuffix("\n").split("\n"))
    own = tuple(line for line in lines if line.is_by(witness))
    if not own:
        raise LedgerError(f"the witness has not signed with the key of {witness.name}", where=url)
    note.verify(Note(signed.text, own), [witness])
    return signed.signed_too(*own)


def _post(url: str, body: bytes, timeout: float) -> tuple[int, str, str]:
    import httpx

    try:
        answer = httpx.post(f"{url.rstrip('/')}/add-checkpoint", content=body, timeout=timeout)
    except httpx.HTTPError as wrong:
        raise LedgerError(f"the witness cannot be reached: {wrong}", where=url) from wrong
    return answer.status_code, answer.text, answer.headers.get("content-type", "")
