"""The ledger: checkpoints are the log's, each continues the one before, and the log holds everything that is here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from trueup.bundle.checks.keys import Keys
from trueup.bundle.lines import CheckpointLine, LeafLine, exact
from trueup.bundle.read import Contents
from trueup.bundle.report import Check
from trueup.ledger import checkpoint, merkle
from trueup.ledger.checkpoint import Checkpoint, Signed
from trueup.ledger.cosign import witnesses
from trueup.ledger.encoding import hash_from_base64
from trueup.ledger.keys import VerifierKey
from trueup.ledger.leaf import Leaf
from trueup.vocabulary import LedgerError

ABOUT = "ledger"
Held = tuple[str, str, str]
"""What should be in the ledger: the digest that a leaf holds, what it is, and where it stands."""


@dataclass(frozen=True, slots=True)
class Log:
    """Which keys have signed checkpoints, and what was found."""

    signed: frozenset[VerifierKey]
    checks: tuple[Check, ...]


def check(contents: Contents, keys: Keys, held: Sequence[Held], landed: frozenset[str]) -> Log:
    """Verify checkpoints, their chain and every path; then look for what has no leaf."""
    lines = list(contents.lines(CheckpointLine, "checkpoints"))
    if not lines:
        words = "there is no ledger: nothing proves when this was said, or that nothing was changed since"
        stray = contents.sections["leaves"]
        failed = [Check(ABOUT, "fails", "a leaf without a checkpoint proves nothing", each.where) for each in stray]
        return Log(frozenset(), (Check(ABOUT, "missing", words), *failed))
    log = keys.log()
    if log is None:
        return Log(frozenset(), (Check(ABOUT, "fails", "checkpoints are there, and no key of a log", lines[0][0]),))
    found: list[Check] = []
    chain = list(_chain(lines, log, keys.witnesses(), found))
    signed = {key for each in chain for key in each.signatures}
    if len(chain) == len(lines):
        found += _witnessed(chain[-1])
        found += _leaves(contents, chain[-1].checkpoint, held, landed)
    return Log(frozenset(signed), tuple(found))


def _chain(
    lines: Iterable[tuple[str, CheckpointLine]],
    log: VerifierKey,
    others: Sequence[VerifierKey],
    found: list[Check],
) -> Iterator[Signed]:
    """Each checkpoint that is the log's and continues the one before; the first that is not ends the chain."""
    before: Checkpoint | None = None
    for where, line in lines:
        try:
            signed = checkpoint.verify(line.note, log, others)
            _continues(before, signed.checkpoint, line)
        except LedgerError as wrong:
            found.append(Check(ABOUT, "fails", f"checkpoint: {wrong.what}", where))
            return
        before = signed.checkpoint
        yield signed
    assert before is not None
    words = f"{log.name} has signed its {before.size:,} leaves, and each checkpoint continues the one before"
    found.append(Check(ABOUT, "holds", words))


def _continues(before: Checkpoint | None, now: Checkpoint, line: CheckpointLine) -> None:
    path = [hash_from_base64(each, "a hash of the proof") for each in line.consistency]
    if before is None:
        if path:
            raise LedgerError("the first checkpoint has nothing to continue")
        return
    merkle.verify_consistency(before.size, now.size, before.root, now.root, path)


def _witnessed(last: Signed) -> Iterator[Check]:
    seen = witnesses(last)
    for key, at in sorted(seen.items(), key=lambda each: each[0].name):
        yield Check(ABOUT, "holds", f"{key.name} has seen the last checkpoint, at {at:%Y-%m-%d %H:%M:%S} UTC")
    if not seen:
        words = "unwitnessed: nobody beside the log says that it shows everyone the same"
        yield Check(ABOUT, "missing", words)


def _leaves(contents: Contents, head: Checkpoint, held: Sequence[Held], landed: frozenset[str]) -> Iterator[Check]:
    covered: set[str] = set(landed)
    indexes: set[int] = set()
    failed = False
    for where, line in contents.lines(LeafLine, "leaves"):
        try:
            covered |= _covered(line, head)
            if line.index in indexes:
                raise LedgerError("it is there twice")
            indexes.add(line.index)
        except LedgerError as wrong:
            failed = True
            yield Check(ABOUT, "fails", f"leaf {line.index}: {wrong.what}", where)
    absent = [each for each in held if each[0] not in covered]
    for _, what, where in absent:
        yield Check(ABOUT, "fails", f"{what} is not in the ledger", where)
    if not failed and not absent:
        words = f"{len(indexes):,} leaves are in the log: all {len(held):,} documents, signatures and batches have one"
        yield Check(ABOUT, "holds", words)


def _covered(line: LeafLine, head: Checkpoint) -> set[str]:
    """The digests that a leaf speaks of, once its path is verified."""
    leaf = Leaf.parse(exact(line.leaf))
    path = [hash_from_base64(each, "a hash of the path") for each in line.path]
    merkle.verify_inclusion(line.index, head.size, leaf.hash, head.root, path)
    if line.contents is None:
        return {leaf.payload.sha256} if leaf.payload.sha256 else set()
    if leaf.payload.sha256 != sha256(exact(line.contents)).hexdigest():
        raise LedgerError("its contents do not have the digest that it holds")
    return set(_texts(line.contents))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)
