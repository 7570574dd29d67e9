"""A backup into a new home: nothing is used before every digest and the whole log have been verified."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from trueup.ledger import checkpoint as checkpoints
from trueup.ledger.checkpoint import Checkpoint as Root
from trueup.ledger.note import Note
from trueup.vocabulary import LedgerError, TrueupError
from trueup.web.backup import archive
from trueup.web.backup.archive import Manifest
from trueup.web.backup.seal import Opener, is_sealed


@dataclass(slots=True)
class Restored:
    """A server that can be started. `warnings` say what could not be checked, and what differs."""

    home: Path
    manifest: Manifest
    leaves: int = 0
    warnings: list[str] = field(default_factory=list)


def unpack(file: Path, home: Path, passphrase: str | None) -> Manifest:
    """Write the files of a backup into a folder that is empty or not there yet; all of them or none.

    Raises TrueupError for a folder that holds something, a wrong passphrase, or whatever is damaged, by name.
    """
    if home.exists() and any(home.iterdir()):
        raise TrueupError("the folder is not empty", where=str(home), do="name a new one: nothing is overwritten")
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with emptied_on_failure(home), file.open("rb") as source:
        if not is_sealed(source):
            return archive.read(source, home, str(file))
        if passphrase is None:
            raise TrueupError("the backup is sealed", where=str(file), do="give its passphrase")
        return archive.read(Opener(source, passphrase, str(file)), home, str(file))


@contextmanager
def emptied_on_failure(home: Path) -> Iterator[None]:
    """Leave the folder as it was found: empty."""
    try:
        yield
    except BaseException:
        for path in home.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise


def take_up(home: Path, manifest: Manifest, witnessed: Path | None, now: dt.datetime) -> Restored:
    """Load the database of unpacked files, bring it to this version, and verify the log. Django is set up for `home`.

    `witnessed` is a file with a checkpoint that somebody else kept. Raises LedgerError when the log has differences,
    or does not continue the backup's checkpoint, that one, or what the witnesses of TRUEUP_WITNESSES have seen.
    """
    from django.core.management import call_command

    from trueup.web.backup import database
    from trueup.web.ledger import log

    database.load(home, manifest.database)
    with database.emptied_on_failure():
        call_command("migrate", verbosity=0, interactive=False)
        restored = Restored(home, manifest, leaves=log.head().size)
        _verify(restored, witnessed, now)
        restored.warnings += _catch_up(now)
        restored.leaves = log.head().size
    return restored


def _catch_up(now: dt.datetime) -> list[str]:
    """Facts that were copied after the database get rows and leaves; then everything is compared with the log.

    Returns the differences: the files are those of the backup, so the server that it was taken of had them too.
    """
    from trueup.web.documents import books
    from trueup.web.documents.models import Book
    from trueup.web.evidence.actions.land import reconcile
    from trueup.web.proofs import payloads
    from trueup.web.proofs.cover import cover_all

    try:
        reconcile(grace=dt.timedelta(0))
        for slug in Book.objects.values_list("slug", flat=True):
            cover_all(slug, now)
        return [f"differs from the log: {each}" for each in payloads.differences()]
    finally:
        books.close_all()


def _verify(restored: Restored, witnessed: Path | None, now: dt.datetime) -> None:
    from trueup.web.ledger import fsck
    from trueup.web.ledger.checkpoints import remember_latest
    from trueup.web.ledger.serverkey import verifier

    found = next(fsck.differences(verifier()), None)
    if found is not None:
        raise LedgerError(f"the log in the backup does not hold: {found}", do="take an earlier backup")
    _must_continue(restored.manifest.checkpoint, "the checkpoint in the backup")
    if witnessed is not None:
        _must_continue(witnessed.read_text(encoding="utf-8"), str(witnessed))
    restored.warnings += _ask_witnesses(now)
    remember_latest()


def _must_continue(text: str, where: str) -> None:
    from trueup.web.ledger.checkpoints import must_begin_with
    from trueup.web.ledger.serverkey import verifier

    try:
        signed = checkpoints.verify(Note.parse(text), verifier())
    except LedgerError as wrong:
        raise LedgerError(f"this is no checkpoint of the restored log: {wrong.what}", where=where) from wrong
    root: Root = signed.checkpoint
    if root.size:
        must_begin_with(root.size, root.root, where)


def _ask_witnesses(now: dt.datetime) -> list[str]:
    """Show every witness the last checkpoint: one that has seen more says so. Returns who could not be asked."""
    from trueup.web.ledger import witnesses
    from trueup.web.ledger.checkpoints import latest

    row, troubles = latest(), []
    if row is None:
        return []
    for each in witnesses.known():
        said = witnesses.ask(each, row, now)
        if said.stops:
            raise LedgerError(
                f"the backup is older than what a witness has seen: {said.trouble}",
                where=each.key.name,
                do="restore a newer backup: leaves that a witness has seen would be missing",
            )
        if said.trouble:
            troubles.append(f"not checked: {each.key.name}: {said.trouble}")
    return troubles
