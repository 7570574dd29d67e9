"""Books come to the server whole or not at all."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from trueup.book import Book as Documents
from trueup.book.load import Key, Loaded, key_of, load
from trueup.book.validate import validate
from trueup.facts.copy import copy_store
from trueup.facts.lake.storage import sync_file
from trueup.facts.wal.log import locked
from trueup.facts.wal.segment import sync_folder
from trueup.scorecard.opened import documents_landed_in
from trueup.vocabulary import Document, DocumentError, TrueupError
from trueup.vocabulary.digest import canonical, digest
from trueup.web.documents import books, seating
from trueup.web.documents.actions.seats import take_seat
from trueup.web.documents.files import Piece, other_files, read_pieces
from trueup.web.documents.models import Book, Version
from trueup.web.ledger.acting import action, record

SERVER = "server"
"""How the ledger names whoever runs the server."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A folder that was found to be a valid book."""

    folder: Path
    slug: str
    documents: Documents
    pieces: tuple[Piece, ...]


def import_book(
    folder: Path, *, slug: str | None = None, seats: Mapping[str, int] | None = None, by: str = SERVER
) -> Book:
    """Bring the book in a folder to the server: its documents, files and facts, all of it or nothing.

    `slug` is its name in addresses (default: its id); `seats` says which organisation sits for a party of the book;
    `by` is how the ledger names who does it. Raises DocumentError with every issue of a book that has errors,
    TrueupError if there is a book of that slug, NotFound for a seat of no party.
    """
    read = _read(folder, slug)
    with _alone():
        if Book.objects.filter(slug=read.slug).exists():
            raise TrueupError(
                f"there is a book {read.slug!r} on this server already", do="import it under another name: --as NAME"
            )
        staged = _staged(read)
        target = books.folder_of(read.slug)
        try:
            return _take_in(read, staged, target, seats or {}, by)
        except BaseException:
            shutil.rmtree(staged, ignore_errors=True)
            if not Book.objects.filter(slug=read.slug).exists():
                shutil.rmtree(target, ignore_errors=True)
            raise


def name_in(folder: Path) -> str:
    """The name in addresses that the book in a folder would have. Raises TrueupError if there is none."""
    found = (piece.data for piece in read_pieces(folder) if isinstance(piece.data, dict))
    ids = [str(data.get("id")) for data in found if data.get("kind") == "book"]
    if not ids:
        raise TrueupError("there is no book here", where=str(folder), do=f"make one with: trueup init {folder}")
    return _slug(ids[0])


def _slug(id: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]+", "-", id)[:100]


def _read(folder: Path, slug: str | None) -> _Read:
    landed = documents_landed_in(folder) if (folder / ".trueup").is_dir() else []
    found = load(folder, landed)
    documents = _valid(found, folder)
    name = slug or _slug(documents.definition.id)
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,100}", name):
        raise TrueupError(f"{name!r} cannot stand in an address", do="use letters, digits, - and _, at most 100")
    return _Read(folder, name, documents, tuple(read_pieces(folder)))


def _valid(found: Loaded, folder: Path) -> Documents:
    issues = validate(found)
    if any(issue.level == "error" for issue in issues):
        raise DocumentError(issues)
    stated = {entry.key: entry.digest for entry in found.entries if entry.digest is not None}
    return Documents.of((entry.document for entry in found.entries), folder, stated)


@contextmanager
def _alone() -> Iterator[None]:
    """One import at a time: whatever lies in the staging folder then was left by one that was killed."""
    home = Path(settings.HOME) / "books"
    with locked(home / ".import.lock"):
        shutil.rmtree(home / ".staging", ignore_errors=True)
        yield


def _staged(read: _Read) -> Path:
    """A durable copy of files and facts, beside their place."""
    staged = Path(settings.HOME) / "books" / ".staging" / uuid.uuid4().hex
    staged.mkdir(parents=True)
    for name in other_files(read.folder, {piece.file for piece in read.pieces}):
        (staged / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(read.folder / name, staged / name)
        sync_file(staged / name)
    if copy_store(read.folder, staged) and os.environ.get("TRUEUP_LAKE"):
        raise TrueupError(
            "this server keeps facts in TRUEUP_LAKE, and those of the book lie in its folder",
            where=str(read.folder),
            do="import the book without its folder .trueup, and load its sources again",
        )
    for root, _folders, _names in os.walk(staged):
        sync_folder(Path(root))
    return staged


@action("book.import")
def _take_in(read: _Read, staged: Path, target: Path, seats: Mapping[str, int], by: str) -> Book:
    """The rows, then the folder in its place: killed before the commit, the next import sweeps the folder away."""
    now, definition = timezone.now(), read.documents.definition
    book = Book.objects.create(slug=read.slug, name=definition.name[:200], digest="")
    versions = _versions(book, read.documents, read.pieces, now)
    Version.objects.bulk_create(versions)
    book.digest = digest(sorted(version.digest for version in versions))
    book.save(update_fields=["digest"])
    seating.seat(book, read.documents)
    for party, organisation in seats.items():
        take_seat(book.slug, party, organisation, by=by)
    record("book.imported", book.digest, actor=by, at=now, book=book.slug, subject=f"book/{book.slug}")
    books.forget(book.slug)
    shutil.rmtree(target, ignore_errors=True)
    staged.replace(target)
    sync_folder(target.parent)
    return book


def _versions(book: Book, documents: Documents, pieces: Iterable[Piece], now: dt.datetime) -> list[Version]:
    known = {key_of(document): document for document in documents.documents}
    return [_version(book, documents, known, piece, now) for piece in pieces]


def _version(
    book: Book, documents: Documents, known: Mapping[Key, Document], piece: Piece, now: dt.datetime
) -> Version:
    """The row of a piece; a document of a kind that is not assessed yet is kept as it is, known by its text."""
    key = _key(piece)
    document = known.get(key)
    if document is None:
        key = (key[0], f"{piece.file}#{piece.place}"[-200:], 1)
    return Version(
        book=book,
        kind=key[0],
        doc_id=key[1],
        number=key[2],
        state="in_force",
        body=canonical(document.body).decode() if document else "",
        text=piece.text,
        digest=documents.digests[key] if document else digest(piece.text),
        file=piece.file,
        place=piece.place,
        origin="imported",
        created_at=now,
        in_force_at=(document and document.agreed_at) or now,
    )


def _key(piece: Piece) -> Key:
    version = piece.data.get("version", 1)
    return str(piece.data["kind"])[:40], str(piece.data.get("id")), version if isinstance(version, int) else 1
