"""A running server into one file: first the database, then the facts, which never lose what the database refers to."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from trueup.facts.copy import copy_store
from trueup.vocabulary import TrueupError
from trueup.web.backup import archive, database
from trueup.web.backup.archive import Manifest
from trueup.web.backup.seal import Sealer
from trueup.web.ledger.checkpoints import current, published

_SECRETS = ("secret.key", "keys/log.key")


@dataclass(frozen=True, slots=True)
class Taken:
    """A backup that is in its place."""

    file: Path
    manifest: Manifest
    size: int


def take(file: Path, passphrase: str | None, now: dt.datetime) -> Taken:
    """Write a backup of the server into a new file, sealed if there is a passphrase.

    Every change that was acknowledged before the call is in it. Raises TrueupError when the file is there already,
    and LedgerError when the log does not continue what was signed: such a state is not to replace good backups.
    """
    if file.exists():
        raise TrueupError("there is a file already", where=str(file), do="name another")
    checkpoint = current(now)
    with _staging(file) as stage:
        database.dump(stage)
        _copy_home(Path(settings.HOME), stage)
        note = str(published(checkpoint))
        files = tuple(archive.items_in(stage))
        manifest = Manifest(now.isoformat(), version("trueup"), database.kind(), note, files)
        _write(file, stage, manifest, passphrase)
    return Taken(file, manifest, file.stat().st_size)


@contextlib.contextmanager
def _staging(file: Path) -> Iterator[Path]:
    """A folder beside the file, for nobody else's eyes, that never outlives the backup."""
    stage = Path(tempfile.mkdtemp(prefix=".trueup-backup-", dir=file.absolute().parent))
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _copy_home(home: Path, stage: Path) -> None:
    for name in _SECRETS:
        if (home / name).exists():
            (stage / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(home / name, stage / name)
    for book in sorted(path for path in (home / "books").glob("*") if path.is_dir() and path.name[0] != "."):
        target = stage / "books" / book.name
        shutil.copytree(book, target, ignore=shutil.ignore_patterns(".trueup"))
        copy_store(book, target)


def _write(file: Path, stage: Path, manifest: Manifest, passphrase: str | None) -> None:
    """Write beside, make durable, then rename: there is never half a backup under the name."""
    draft = file.with_name(f".{file.name}.partial")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            if passphrase is None:
                archive.write(out, stage, manifest)
            else:
                sealer = Sealer(out, passphrase)
                archive.write(sealer, stage, manifest)
                sealer.finish()
            out.flush()
            os.fsync(out.fileno())
        os.link(draft, file)
    finally:
        draft.unlink(missing_ok=True)
