"""Whole numbers stay within what JSON keeps exactly, so that every valid document has a digest."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.book.conftest import AGREEMENT, BOOK, KPI
from trueup.book import Book, check
from trueup.vocabulary import LARGEST_WHOLE

SOURCE = """\
kind: source
id: jobs
read: {csv: jobs.csv, skip: 0, header: 1}
facts: {observations: {kpi: k, period: p, actual: a, reported_by: r, n: 1}}
"""
PLACES = {
    "agreement.yaml": (AGREEMENT, "period: 2025-07-01/2026-01-01}", "n: {n}, period: 2025-07-01/2026-01-01}"),
    "book.yaml": (BOOK, "role: provider}", "role: provider, employees: {n}}"),
    "kpi.yaml": (KPI, "unit: hour", "unit: hour\nseason: {n}"),
    "version.yaml": (KPI, "unit: hour", "unit: hour\nversion: {n}"),
    "skip.yaml": (SOURCE, "skip: 0", "skip: {n}"),
    "header.yaml": (SOURCE, "header: 1", "header: {n}"),
    "constant.yaml": (SOURCE, "n: 1", "n: {n}"),
}


def written(folder: Path, file: str, number: int) -> Path:
    text, old, new = PLACES[file]
    assert old in text
    (folder / file).write_text(text.replace(old, new.replace("{n}", str(number))))
    return folder


@pytest.mark.parametrize("file", PLACES)
def test_a_greater_number_is_refused_in_words(folder: Path, file: str) -> None:
    errors = [issue for issue in check(written(folder, file, LARGEST_WHOLE + 1)) if issue.level == "error"]
    said = [issue.message for issue in errors if issue.file == file]
    assert any("9007199254740992" in message for message in said)
    assert any("JSON keeps exactly" in message or "put it in quotes" in message for message in said)


@pytest.mark.parametrize(
    "file", ["agreement.yaml", "book.yaml", "kpi.yaml", "skip.yaml", "header.yaml", "constant.yaml"]
)
def test_the_greatest_has_a_digest(folder: Path, file: str) -> None:
    assert len(Book.load(written(folder, file, LARGEST_WHOLE)).digest) == 64


def test_a_version_counts_from_one(folder: Path) -> None:
    assert any("0 must not be below 1" in issue.message for issue in check(written(folder, "version.yaml", 0)))


def test_a_kind_of_document_without_keys_is_said(folder: Path) -> None:
    (folder / "s.yaml").write_text("kind: source\nid: s\nread: {csv: a.csv}\ndocuments: {kpi: ~}\n")
    assert any("a mapping of the document's keys is needed" in issue.message for issue in check(folder))
