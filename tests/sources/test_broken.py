"""A corpus of broken files and mappings, each with the message a person gets. The store stays as it was, or has only
what was not refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.sources.conftest import Desk
from trueup.sources.report import LoadReport
from trueup.vocabulary import SourceError

BROKEN = Path(__file__).parent / "broken"


@pytest.mark.parametrize("case", sorted(path.name for path in BROKEN.iterdir()))
def test_a_broken_input_is_explained(case: str, desk: Desk) -> None:
    shutil.copytree(BROKEN / case, desk.folder, dirs_exist_ok=True)
    told = _told(desk)
    for line in (BROKEN / case / "expected.txt").read_text().splitlines():
        assert line in told


def _told(desk: Desk) -> str:
    try:
        report = desk.load()
    except SourceError as error:
        assert desk.store.snapshot().tables() == ()
        return str(error)
    _accounted(report)
    return "\n".join(f"refused: {refusal}" for refusal in report.refusals)


def _accounted(report: LoadReport) -> None:
    assert report.refused
    for table in report.tables:
        assert table.read == table.passed + table.mapped + table.refused


def test_the_corpus_is_large() -> None:
    assert len(list(BROKEN.iterdir())) >= 35
