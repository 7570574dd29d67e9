"""A book's folder and the rows that hold its documents: each file in pieces, one a document, and whole again."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trueup.book.load import files as yaml_files
from trueup.book.yaml import pieces
from trueup.facts.store import ROOT
from trueup.horizons.wins import FOLDER
from trueup.vocabulary import TrueupError
from trueup.web.documents.models import Version

LARGEST = 2 * 1024 * 1024
"""Bytes of text that one document may have."""
_HOME_OF = {"kpi": "kpis", "agreement": "agreements", "source": "sources", "party": "parties"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A document as it stands in a file of the folder."""

    file: str
    place: int
    data: Any
    text: str


def read_pieces(folder: Path) -> Iterator[Piece]:
    """Every document under `folder` with its text. Raises TrueupError for one that is too large."""
    for file in yaml_files(folder):
        name = file.relative_to(folder).as_posix()
        for place, (located, text) in enumerate(pieces(_exact(file), name)):
            check_size(text, name)
            yield Piece(name, place, located.data, text)


def check_size(text: str, where: str) -> None:
    """Refuse a document that nobody could read. Raises TrueupError."""
    size = len(text.encode(errors="surrogatepass"))
    if size > LARGEST:
        raise TrueupError(
            f"the document has {size:,} bytes, and {LARGEST:,} are allowed", where=where, do="divide it into several"
        )


def _exact(file: Path) -> str:
    """The text with its ends of lines and its byte order mark, so that it can be written back to the byte."""
    return file.read_bytes().decode("utf-8")


def other_files(folder: Path, documents: Iterable[str]) -> list[Path]:
    """Everything else in the folder, relative to it: data, notes, YAML without documents. Nothing hidden or sealed.

    Raises TrueupError for a link: a copy must not reach out of the book.
    """
    known, found = set(documents), []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "__pycache__")
        if Path(root) == folder and FOLDER in folders:
            folders.remove(FOLDER)
        for name in sorted(names):
            path = Path(root, name)
            if not name.startswith(".") and path.relative_to(folder).as_posix() not in known:
                found.append(path.relative_to(folder))
        for name in (*folders, *names):
            _refuse_link(Path(root, name))
    return found


def _refuse_link(path: Path) -> None:
    if path.is_symlink() and ROOT not in path.parts:
        raise TrueupError("this is a link, and a book is copied without links", where=str(path), do="put the file here")


def written(versions: Sequence[Version]) -> dict[str, str]:
    """The text of every file of a book, by name, from its versions in force.

    What was imported and not touched gives back the same text. A version made here follows the ones before it in their
    file, or has a file of its own.
    """
    ordered = sorted(versions, key=lambda version: (version.origin != "imported", version.number, version.pk))
    home = {(v.kind, v.doc_id): v.file for v in reversed(ordered) if v.file}
    texts: dict[str, str] = {}
    for version in sorted(ordered, key=_place):
        file = version.file or home.get((version.kind, version.doc_id)) or _new_file(version, home.values())
        home[version.kind, version.doc_id] = file
        texts[file] = _joined(texts.get(file, ""), version)
    return texts


def _place(version: Version) -> tuple[bool, str, int, str, str, int]:
    made_here = version.origin != "imported"
    return made_here, version.file, version.place, version.kind, version.doc_id, version.number


def _joined(before: str, version: Version) -> str:
    if not before or version.origin == "imported":
        return before + version.text
    end = "" if before.endswith(("\n", "\r")) else "\n"
    mark = "...\n" if version.text.startswith("%") else "" if version.text.startswith("---") else "---\n"
    return before + end + mark + version.text


def _new_file(version: Version, taken: Iterable[str]) -> str:
    """agreements/ID.yaml; ids may hold what a file name may not."""
    folder = _HOME_OF.get(version.kind, "evidence")
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", version.doc_id)
    name, number = f"{folder}/{stem}.yaml", 1
    while name.lower() in {other.lower() for other in taken}:
        number += 1
        name = f"{folder}/{stem}-{number}.yaml"
    return name
