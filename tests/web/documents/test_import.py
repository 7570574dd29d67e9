"""Books come to the server and leave it without loss."""

from __future__ import annotations

from pathlib import Path

import pytest

import trueup
from trueup.web.documents import books
from trueup.web.documents.actions import import_book
from trueup.web.documents.exporting import export_book

pytestmark = pytest.mark.django_db


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".trueup" not in path.parts and "__pycache__" not in path.parts
    }


def test_a_book_comes_back_as_it_was(home: Path, example: Path, tmp_path: Path) -> None:
    book = import_book(example)
    export_book(book.slug, tmp_path / "out", own=("northwind", "acme"))
    assert files(tmp_path / "out") == files(example)


def test_the_documents_on_the_server_have_the_digests_of_the_folder(home: Path, example: Path) -> None:
    book = import_book(example)
    with trueup.open(example) as there:
        assert books.open_book(book.slug).book.digest == there.book.digest == book.digest


def test_the_verdicts_are_those_of_the_folder(home: Path, northwind: Path, tmp_path: Path) -> None:
    slug = import_book(northwind).slug
    with trueup.open(northwind) as there:
        theirs = there.assess("2026-10-01")
    ours = books.open_book(slug).assess("2026-10-01")
    assert [a.model_dump() for a in ours.agreements] == [a.model_dump() for a in theirs.agreements]
    export_book(slug, tmp_path / "out")
    with trueup.open(tmp_path / "out") as back:
        assert back.assess("2026-10-01").agreements == theirs.agreements
