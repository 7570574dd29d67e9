"""The server's own secret: made once, kept beside its data, readable by nobody else."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_in(home: Path) -> str:
    """The secret key kept in `home`, made at the first start; two processes that start at once get the same."""
    file = home / "secret.key"
    own_folder(home)
    if not file.exists():
        _make(file)
    return file.read_text(encoding="ascii").strip()


def own_folder(home: Path) -> None:
    """Make the server's folder, if it is not there, so that no other user of the machine reads what is in it."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)


def _make(file: Path) -> None:
    """Write beside and link: whoever comes second keeps what the first made."""
    draft = file.with_suffix(f".{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(secrets.token_urlsafe(48))
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
