"""`trueup kpis` from the shell: formats, slices, moments, and what it says when there is nothing to show."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.facts.build import observations
from tests.kpis.worlds import KNOWN, actual
from trueup.cli import run
from trueup.facts import FactStore

BOOK = """
kind: book
id: small
name: Small
currency: EUR
parties:
  - {id: customer, name: Customer, role: customer}
  - {id: acme, name: Acme, role: provider}
  - {id: assay, name: Assay, role: observer}
---
kind: kpi
id: cycle
name: Cycle time
unit: day
direction: decrease
entered: true
stage: service
targets: [{target: 10}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "book.yaml").write_text(BOOK)
    rows = [
        actual("cycle", "2026-01-01", 12.0, 31, provider="acme", reported_by="acme", n=10),
        actual("cycle", "2026-02-01", 9.0, 28, provider="acme", reported_by="customer", n=30),
        actual("cycle", "2026-02-01", 8.0, 28, reported_by="assay", recorded_at=KNOWN + dt.timedelta(days=60)),
        actual("cycle", "2026-03-01", None, 31, provider="acme", missing_reason="strike"),
    ]
    with FactStore.open(tmp_path) as facts:
        facts.append({"observations": observations(*rows)}, key="a", source="test")
    return tmp_path


def shown(capfd: pytest.CaptureFixture[str], folder: Path, *arguments: str, code: int = 0) -> str:
    assert run(["kpis", str(folder), "--as-of", "2027-01-01", *arguments]) == code
    return capfd.readouterr().out


def test_json_has_a_row_for_each_slice_and_period(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(shown(capfd, folder, "--by", "kpi,month,provider", "--format", "json"))
    assert [(row["month"], row["provider"], row["actual"], row["grade"]) for row in rows] == [
        ("2026-01-01", "acme", 12.0, "reported"),
        ("2026-02-01", "acme", 9.0, "verified"),
        ("2026-02-01", None, 8.0, "attested"),
        ("2026-03-01", "acme", None, None),
    ]
    assert rows[0]["attainment"] == pytest.approx(0.8)
    assert rows[3]["missing"] == "strike"


def test_csv_and_parquet_hold_the_same(folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text = shown(capfd, folder, "--by", "kpi,quarter", "--format", "csv")
    [row] = csv.DictReader(io.StringIO(text))
    said = shown(capfd, folder, "--by", "kpi,quarter", "--format", "parquet", "--out", str(tmp_path / "cube.parquet"))
    [same] = pq.read_table(tmp_path / "cube.parquet").to_pylist()
    assert float(row["actual"]) == same["actual"] == pytest.approx((12 * 10 + 9 * 30 + 8) / 41)
    assert row["reported_by"] == same["reported_by"] == "acme (1), assay (1), customer (1)"
    assert said.startswith("1 row: ")


def test_parquet_goes_into_a_pipe_and_not_to_a_screen(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["kpis", str(folder), "--by", "kpi", "--format", "parquet"]) == 0
    assert pq.read_table(io.BytesIO(capfdbinary.readouterr().out)).num_rows == 1
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert run(["kpis", str(folder), "--format", "parquet"]) == 2
    assert b"--out" in capfdbinary.readouterr().err


def test_what_did_we_know_then(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    arguments = ("--by", "kpi,month,provider", "--format", "json", "--known-at", "2026-01-02T00:00:00+00:00")
    assert len(json.loads(shown(capfd, folder, *arguments))) == 3
    before = json.loads(shown(capfd, folder, "--format", "json", "--as-of", "2026-02-01"))
    assert [row["month"] for row in before] == ["2026-01-01"]


def test_the_table_shows_course_grade_and_target(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text = shown(capfd, folder, "--by", "kpi,month,provider")
    assert "unassigned" in text
    assert "missing: strike" in text
    for word in ("Mar 2026", "reported", "verified", "attested", "10", "cycle", "day"):
        assert word in text
    assert "95 % interval" in shown(capfd, folder, "--by", "kpi")


def test_the_table_goes_to_a_file(folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    shown(capfd, folder, "--out", str(tmp_path / "cube.txt"))
    assert "cycle" in (tmp_path / "cube.txt").read_text()


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["--by", "kpi,provder"], "did you mean 'provider'"),
        (["--by", "month,year"], "time cannot be cut by month and year at once"),
        (["--kpi", "cylce"], "did you mean 'cycle'"),
        (["--where", "provder=acme"], "did you mean 'provider'"),
    ],
)
def test_names_that_do_not_exist(
    folder: Path, arguments: list[str], hint: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["kpis", str(folder), *arguments]) == 2
    assert hint in capfd.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["--where", "acme"], "provider=acme"),
        (["--where", "provider=acme", "--where", "provider=assay"], "given twice"),
        (["--format", "xml"], "parquet"),
    ],
)
def test_options_that_make_no_sense(
    folder: Path, arguments: list[str], hint: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["kpis", str(folder), *arguments]) == 2
    assert hint in capfd.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["--where", "provider=acne"], "did you mean 'acme'"),
        (["--where", "provider=zzz"], "there are acme"),
        (["--as-of", "2020-01-01"], "ask for a later --as-of"),
    ],
)
def test_nothing_says_what_to_do_next(
    folder: Path, arguments: list[str], hint: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["kpis", str(folder), *arguments]) == 0
    assert hint in capfd.readouterr().err


def test_a_book_without_facts_says_how_to_load_them(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "book.yaml").write_text(BOOK)
    assert run(["kpis", str(tmp_path), "--format", "json"]) == 0
    captured = capfd.readouterr()
    assert f"trueup load {tmp_path}" in captured.err
    assert json.loads(captured.out) == []
