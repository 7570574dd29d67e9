"""Files that a customer puts into its book's folder, for sources to read."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from trueup.facts.lake.storage import sync_file
from trueup.facts.wal.segment import sync_folder
from trueup.vocabulary import InputError
from trueup.web.documents.books import folder_of

ENDINGS = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".parquet", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
LARGEST = int(os.environ.get("TRUEUP_UPLOAD_LIMIT") or 100 * 1024 * 1024)
"""Bytes that one file may have."""
_PART = re.compile(r"[\w(][\w ()+,.-]{0,99}")


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the folder of a book."""

    name: str
    size: int
    digest: str = ""


def place_of(slug: str, name: str) -> Path:
    """Where a file of that name lies in the book's folder. Raises InputError for a name that leads anywhere else."""
    folder = folder_of(slug)
    parts = name.strip().split("/")
    if not parts or len(parts) > 6 or not all(_PART.fullmatch(part) and part.rstrip(" .") == part for part in parts):
        raise InputError(
            _("%(name)r is not the name of a file in the book") % {"name": name[:200]},
            do=_("write it like data/actuals.csv: letters, digits, and ( ) + , . - _, folders divided by /"),
        )
    if not parts[-1].lower().endswith(ENDINGS):
        raise InputError(_("such a file is not data"), where=name, do=_("one of %(all)s") % {"all": ", ".join(ENDINGS)})
    path = folder.joinpath(*parts)
    if not path.parent.resolve().is_relative_to(folder.resolve()) or path.is_symlink():
        raise InputError(_("this name leads out of the book's folder"), where=name, do=_("choose another folder"))
    return path


def keep(slug: str, name: str, upload: UploadedFile[Any], *, replace: bool) -> Kept:
    """Write an upload into the book's folder: whole and durable, or not at all. Raises InputError."""
    path = place_of(slug, name)
    if path.exists() and not (replace and path.is_file()):
        raise InputError(_("there is such a file already"), where=name, do=_("tick Replace, or choose another name"))
    path.parent.mkdir(parents=True, exist_ok=True)
    place_of(slug, name)  # again, now that its folders are there
    descriptor, draft = tempfile.mkstemp(prefix=".upload-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as out:
            kept = Kept(name, *_copied(upload, out))
        sync_file(Path(draft))
        os.replace(draft, path)
        sync_folder(path.parent)
    finally:
        Path(draft).unlink(missing_ok=True)
    return kept


def _copied(upload: UploadedFile[Any], out: BinaryIO) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    for chunk in upload.chunks():
        size += len(chunk)
        if size > LARGEST:
            raise InputError(_("the file is larger than %(most)s bytes") % {"most": f"{LARGEST:,}"}, do=_("divide it"))
        digest.update(chunk)
        out.write(chunk)
    return size, digest.hexdigest()


def files_of(slug: str) -> Iterator[Kept]:
    """The data files in a book's folder, by name; nothing hidden, no links."""
    folder = folder_of(slug)
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(root, name)
            if name.lower().endswith(ENDINGS) and not name.startswith(".") and not path.is_symlink():
                yield Kept(path.relative_to(folder).as_posix(), path.stat().st_size)
