"""`trueup load` as a person runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from trueup.cli.app import app

BOOK = """
kind: book
id: fable
name: Fable
currency: EUR
parties: [{id: fable, name: Fable, role: customer}]
---
kind: source
id: files
read: {csv: d.csv}
facts:
  observations: {kpi: {value: cycle}, period: {date: day}, actual: days, reported_by: {value: fable}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "book.yaml").write_text(BOOK)
    (tmp_path / "d.csv").write_text("day,days\n2026-01-01,3\n2026-01-02,[red]x\n")
    return tmp_path


def run(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["load", *map(str, arguments)], env={"COLUMNS": "120"})
    return result.exit_code, result.output


def test_the_report_says_what_became_of_every_row(folder: Path) -> None:
    status, output = run(folder)
    assert status == 0
    assert "files: read 2 rows of 1 file, landed 1, refused 1" in output
    assert "refused: observations: line 3, column actual: is not a number (got '[red]x')" in output
    assert "landed 0" in run(folder)[1]


def test_a_long_reason_does_not_hide_the_text_that_was_refused(folder: Path) -> None:
    (folder / "book.yaml").write_text(BOOK.replace("period: {date: day}", "period: day"))
    (folder / "d.csv").write_text("day,days\nin the 53rd week,3\n" + "x" * 90 + ",4\n")
    output = run(folder)[1]
    assert "(got 'in the 53rd week')" in output
    assert f"(got '{'x' * 60}...')" in output


def test_a_dry_run_says_what_would_land(folder: Path) -> None:
    assert "would land 1" in run(folder, "--dry-run")[1]
    assert "landed 1" in run(folder)[1]


def test_what_was_loaded_goes_into_the_lake_once_the_log_is_large(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = folder / ".trueup" / "lake" / "observations"
    run(folder)
    assert not lake.exists()
    monkeypatch.setattr("trueup.facts.store.LARGE", 1)
    assert "would land 0" in run(folder, "--dry-run")[1]
    assert not lake.exists()
    assert "landed 0" in run(folder)[1]
    assert len(list(lake.glob("*.parquet"))) == 1


def test_the_report_as_json_has_every_refusal(folder: Path) -> None:
    (folder / "d.csv").write_text("day,days\n2026-01-01,3\n" + "2026-01-02,x\n" * 30)
    status, output = run(folder, "--source", "files", "--format", "json")
    (report,) = json.loads(output)
    assert status == 0
    assert len(report["refusals"]) == 30
    assert report["refusals"][0] == {
        "table": "observations",
        "line": 3,
        "column": "actual",
        "reason": "is not a number",
        "value": "x",
    }
    assert "... and 10 more" in run(folder)[1]


def test_nothing_mapped_is_a_failure(folder: Path) -> None:
    (folder / "d.csv").write_text("day,days\n2026-01-02,x\n")
    assert run(folder)[0] == 1


def test_many_refusals_are_counted_by_reason_and_a_file_lists_them_all(folder: Path) -> None:
    (folder / "d.csv").write_text("day,days\n2026-01-01,3\nsoon,1\n" + "2026-01-02,=x\n" * 30)
    status, output = run(folder, "--refused", folder / "refused.csv")
    assert status == 0
    assert "30 refused: observations, actual is not a number" in output
    assert "1 refused: observations, period is not a date" in output
    lines = (folder / "refused.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 32
    assert lines[0] == "source,into,line,column,reason,value"
    assert lines[2] == "files,observations,4,actual,is not a number,'=x", "no spreadsheet runs it"
