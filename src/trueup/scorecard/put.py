"""Writing a document into a book's folder: only if the book is still whole with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from trueup.book.book import check_texts
from trueup.book.load import files
from trueup.book.write import write
from trueup.vocabulary import Document, DocumentError


def put(folder: Path, document: Document, place: str, landed: Iterable[Mapping[str, Any]] = ()) -> Path:
    """Write a document into `place` of a book's folder, behind the earlier versions in the file of its id.

    Raises DocumentError with every error that the book would have then; nothing is written in that case.
    """
    # An id may hold slashes and dots, which must not lead to another folder.
    name = document.id.replace("/", "-").replace(":", "-")
    file = folder / place / f"{name}.yaml"
    earlier = file.read_text(encoding="utf-8") if file.exists() else ""
    text = f"{earlier.rstrip()}\n---\n{write(document)}" if earlier.strip() else write(document)
    _must_stay_whole(folder, file, text, landed)
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(file)
    return file


def _must_stay_whole(folder: Path, file: Path, text: str, landed: Iterable[Mapping[str, Any]]) -> None:
    texts = {each: each.read_text(encoding="utf-8", errors="replace") for each in files(folder)} | {file: text}
    named = [(each.relative_to(folder).as_posix(), words) for each, words in sorted(texts.items())]
    errors = [issue for issue in check_texts(named, landed) if issue.level == "error"]
    if errors:
        raise DocumentError(errors)
