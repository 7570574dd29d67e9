"""Claims as they are published, against the targets in force."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pytest

import trueup
from tests.scorecard.test_findings import BOOK
from trueup.cli import run
from trueup.facts import FactStore
from trueup.vocabulary import add_months

CLAIMS = ((99.5, "Met"), (98.0, "Met"), (98.0, "Not Met"), (99.0, "Met"), (97.0, "Cannot Determine"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "book.yaml").write_text(BOOK)
    rows = [
        {
            "kpi": "uptime",
            "period_start": add_months(dt.date(2026, 1, 1), month),
            "period_end": add_months(dt.date(2026, 1, 1), month + 1),
            "provider": "acme",
            "actual": actual,
            "claim": claim,
            "reported_by": "acme",
        }
        for month, (actual, claim) in enumerate(CLAIMS)
    ]
    with FactStore.open(tmp_path) as store:
        store.append({"observations": pa.Table.from_pylist(rows)}, key="a", source="test")
    return tmp_path


def test_claims_are_counted_and_conflicts_explained(folder: Path) -> None:
    with trueup.open(folder) as book:
        found = book.claims("2027-01-01")
    assert (found.agree, found.conflict, found.not_comparable) == (3, 1, 1)
    (conflict,) = found.conflicts
    assert conflict.period == "2026-02-01/2026-03-01"
    assert conflict.target == "at least 99 %"
    assert conflict.recomputed == "not met"
    assert sum(found.by_class.values()) == 2


def test_only_what_had_begun_is_compared(folder: Path) -> None:
    with trueup.open(folder) as book:
        assert book.claims("2026-02-01").agree == 1


def test_the_command_says_figures_and_reasons(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["claims", str(folder), "--as-of", "2027-01-01"]) == 0
    said = capsys.readouterr().out
    assert "3 claims agree with the recomputation (75.00% of the comparable)" in said
    assert "uptime, provider acme, 2026-02-01/2026-03-01: claims 'Met'" in said
    assert "98 against at least 99 % is not met" in said


def test_a_book_without_claims_says_how_to_bring_some(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "book.yaml").write_text(BOOK)
    assert run(["claims", str(tmp_path)]) == 0
    assert "no source of this book maps `claim`" in capsys.readouterr().out
