"""Copies of a whole store: into the server and out of it, or as a backup."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from shutil import copytree, ignore_patterns

from trueup.facts.store import ROOT
from trueup.facts.wal.log import locked
from trueup.vocabulary import EngineError

_LOCKS = ("drain.lock", "lock")  # in the order in which a drainer takes them
_LEFT_OUT = ignore_patterns("*.lock", "lock", ".head.json.*", "spill*", "*.tmp")


def copy_store(book_folder: Path, to: Path) -> bool:
    """Copy the facts of the book in a folder into another folder, durably; False if there are none.

    Nobody writes to them meanwhile: log and drainer are held. The copy has the same rows, digests, keys and times.
    Raises EngineError for a store whose lake lies elsewhere: it would belong to two logs at once.
    """
    root = book_folder / ROOT
    if not root.is_dir():
        return False
    with ExitStack() as held:
        if (root / "wal").is_dir():
            for name in _LOCKS:
                held.enter_context(locked(root / "wal" / name))
        _refuse_remote(root)
        copytree(root, to / ROOT, ignore=_LEFT_OUT)
    _sync(to / ROOT)
    return True


def _refuse_remote(root: Path) -> None:
    if (root / "wal" / "head.json").exists() and not (root / "lake").is_dir():
        raise EngineError(
            "the facts of this book lie in a lake elsewhere (TRUEUP_LAKE)",
            where=str(root.parent),
            do="copy that lake into the folder .trueup/lake of the book first",
        )


def _sync(folder: Path) -> None:
    for root, _, names in os.walk(folder):
        for place in (root, *(os.path.join(root, name) for name in names)):
            number = os.open(place, os.O_RDONLY)
            try:
                os.fsync(number)
            finally:
                os.close(number)
