"""A book whose documents do not lie in a folder is the same book."""

from __future__ import annotations

from pathlib import Path

import pytest

from trueup.book.book import Book, check, check_texts
from trueup.vocabulary import DocumentError

ROOT = Path(__file__).resolve().parents[2]


def texts(folder: Path) -> list[tuple[str, str]]:
    files = sorted(file for file in folder.rglob("*.yaml") if ".trueup" not in file.parts)
    return [(file.relative_to(folder).as_posix(), file.read_text(encoding="utf-8")) for file in files]


def test_the_same_documents_are_the_same_book() -> None:
    folder = ROOT / "examples" / "northwind"
    assert Book.read(texts(folder)).digest == Book.load(folder).digest
    assert check_texts(texts(folder)) == check(folder)


def test_every_issue_names_the_document_and_line() -> None:
    book = "kind: book\nid: b\nname: B\ncurrency: euro\nparties: []\n"
    with pytest.raises(DocumentError) as wrong:
        Book.read([("book.yaml", book), ("x", "kind: kip\nid: x")])
    places = {(issue.file, issue.line) for issue in wrong.value.issues if issue.level == "error"}
    assert {("book.yaml", 4), ("book.yaml", 5), ("x", 1)} <= places
