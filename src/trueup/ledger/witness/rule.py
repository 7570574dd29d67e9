"""What a witness answers (C2SP tlog-witness, add-checkpoint), from the request and the latest it cosigned alone.

The statuses are those of the specification: 404 unknown log, 403 not signed by the log, 400 old size above the new one,
409 another size is on record (or another root of the same size), 422 the proof does not hold, 200 cosigned.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from trueup.ledger import checkpoint, merkle
from trueup.ledger.checkpoint import Checkpoint, Signed
from trueup.ledger.cosign import cosign
from trueup.ledger.encoding import decimal, hash_from_base64, to_base64
from trueup.ledger.keys import SigningKey, VerifierKey
from trueup.ledger.note import Note
from trueup.vocabulary.errors import LedgerError

MOST_HASHES = 63
TEXT, SIZE = "text/plain; charset=utf-8", "text/x.tlog.size"
OK, BAD_REQUEST, FORBIDDEN, NOT_FOUND, CONFLICT, UNPROCESSABLE = 200, 400, 403, 404, 409, 422


@dataclass(frozen=True, slots=True)
class Submission:
    """A checkpoint, and the proof that it continues the one of `old` leaves."""

    old: int
    path: tuple[bytes, ...]
    note: Note

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read the body of a request. Raises LedgerError for anything that the protocol forbids."""
        try:
            text = data.decode()
        except UnicodeDecodeError:
            raise LedgerError("a submission is written in UTF-8") from None
        head, blank, rest = text.partition("\n\n")
        first, *hashes = head.split("\n")
        if not blank or not first.startswith("old "):
            raise LedgerError("a submission is an old size, a proof, a blank line and a checkpoint")
        if len(hashes) > MOST_HASHES:
            raise LedgerError(f"a proof has at most {MOST_HASHES} hashes")
        path = tuple(hash_from_base64(line, f"hash {number} of the proof") for number, line in enumerate(hashes))
        return cls(decimal(first.removeprefix("old "), "the old size"), path, Note.parse(rest))

    def __str__(self) -> str:
        lines = [f"old {self.old}", *map(to_base64, self.path), ""]
        return "".join(f"{line}\n" for line in lines) + str(self.note)


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer. `record` is the checkpoint to be kept before it is given: only a cosignature has one."""

    status: int
    body: str
    type: str = TEXT
    record: Checkpoint | None = None


@dataclass(frozen=True)
class Witness:
    """A witness: its key, the logs it knows with the keys of each, and its clock."""

    key: SigningKey
    logs: Mapping[str, Sequence[VerifierKey]]
    clock: Callable[[], dt.datetime]

    def received(self, data: bytes) -> tuple[Submission, Signed] | Answer:
        """What can be judged without the records: the submission with its verified checkpoint, or the refusal."""
        try:
            submission = Submission.parse(data)
            given = Checkpoint.parse(submission.note.text)
        except LedgerError as wrong:
            return Answer(BAD_REQUEST, f"{wrong.what}\n")
        keys = self.logs.get(given.origin)
        if not keys:
            return Answer(NOT_FOUND, "this witness does not know the log\n")
        signed = _signed_by(keys, submission.note)
        if signed is None:
            return Answer(FORBIDDEN, "the log has not signed this checkpoint\n")
        if submission.old > given.size:
            return Answer(BAD_REQUEST, "the old size is above that of the checkpoint\n")
        return submission, signed

    def judged(self, submission: Submission, signed: Signed, latest: Checkpoint | None) -> Answer:
        """The answer, given the latest checkpoint that was cosigned for this log."""
        new, size = signed.checkpoint, latest.size if latest else 0
        if submission.old != size:
            return Answer(CONFLICT, f"{size}\n", SIZE)
        if latest is not None and new.size == size and new.root != latest.root:
            return Answer(CONFLICT, f"{size}\n", SIZE)
        if not _continues(submission, new, latest):
            return Answer(UNPROCESSABLE, "the proof does not hold\n")
        return Answer(OK, str(cosign(new, self.key, self.clock())), record=new)


def _signed_by(keys: Sequence[VerifierKey], note: Note) -> Signed | None:
    for key in keys:
        try:
            return checkpoint.verify(note, key)
        except LedgerError:
            continue
    return None


def _continues(submission: Submission, new: Checkpoint, latest: Checkpoint | None) -> bool:
    """An empty log says nothing, so that nothing has to be proved of it."""
    if latest is None or latest.size == 0:
        return not submission.path
    try:
        merkle.verify_consistency(latest.size, new.size, latest.root, new.root, submission.path)
    except LedgerError:
        return False
    return True
