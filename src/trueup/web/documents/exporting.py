"""A book leaves the server as the folder it came as."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Collection
from pathlib import Path

from trueup.facts.copy import copy_store
from trueup.facts.lake.storage import sync_file
from trueup.facts.store import ROOT
from trueup.facts.wal.segment import sync_folder
from trueup.vocabulary import EngineError, InputError
from trueup.web.documents import books, private
from trueup.web.documents.files import other_files, written
from trueup.web.documents.models import Book, Version
from trueup.web.parties.access import NotFound


def export_book(slug: str, folder: Path, own: Collection[str] = ()) -> tuple[Path, ...]:
    """Write a book into `folder`, which must be new or empty; return the files of its documents.

    The digests are the same, and so is the text of each document that was not changed on the server; data files and
    facts come with it. What is private to a party stays out, but for that of the parties in `own` (ids in the book).
    All of it or nothing. Raises NotFound, InputError for a folder that is not empty.
    """
    book = Book.objects.filter(slug=slug).first()
    if book is None:
        raise NotFound(f"there is no book {slug!r}")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        what = "is not empty" if folder.is_dir() else "is a file"
        raise InputError(f"{folder} {what}", do="name a folder that is empty or not there yet")
    staged = folder.absolute().parent / f".{folder.name}.{uuid.uuid4().hex[:8]}"
    try:
        names = _write(book, staged, own)
        if folder.exists():
            folder.rmdir()
        staged.replace(folder)
        sync_folder(folder.absolute().parent)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    return tuple(folder / name for name in names)


def _write(book: Book, staged: Path, own: Collection[str]) -> list[str]:
    staged.mkdir(parents=True)
    home = books.folder_of(book.slug)
    for name in other_files(home, ()):
        _put(staged / name, (home / name).read_bytes())
    texts = written([row for row in Version.objects.filter(book=book, state="in_force") if private.goes_to(row, own)])
    for file, text in texts.items():
        _put(staged / file, text.encode())
    if os.environ.get("TRUEUP_LAKE") and (home / ROOT).is_dir():
        raise EngineError(
            "the facts lie in TRUEUP_LAKE and cannot be put into a folder",
            do="export from a server that keeps them in its own folder",
        )
    copy_store(home, staged)
    for root, _folders, _names in os.walk(staged):
        sync_folder(Path(root))
    return sorted(texts)


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    sync_file(path)
