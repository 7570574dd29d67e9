"""`trueup value statement`: a book, a period settled, and the three files that leave."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from tests.report.statement.test_ubl import CBC
from tests.value import pressed
from trueup.cli.app import app

ID = "press-2026-q1"


def run(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["value", *map(str, arguments)], env={"COLUMNS": "120"})
    return result.exit_code, result.output + (str(result.exception) if result.exception else "")


@pytest.fixture(scope="module")
def mill(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first quarter, settled at 13 renewals: a fee of 140, less 90 invoiced by the terms, 40 in dispute."""
    folder = pressed.write(tmp_path_factory.mktemp("mill"), pressed.agreement(), pressed.ATTESTED, pressed.DISPUTED)
    for file in folder.rglob("*.y*ml"):
        text = file.read_text()
        file.write_text(text.replace("name: Gear Systems", "name: Gear Systems\n  country: DE"))
    written = ("settle", folder, "--agreement", "press", "--period", "2026-Q1", "--as-of", "2026-05-01")
    status, told = run(*written, "--out", folder / "q1.yaml")
    assert status == 0, told
    return folder


def test_the_page_and_the_table_of_a_statement(mill: Path, tmp_path: Path) -> None:
    assert run("statement", ID, mill, "--out", tmp_path / "q1.pdf")[0] == 0
    assert (tmp_path / "q1.pdf").read_bytes().startswith(b"%PDF-")
    assert run("statement", mill / "q1.yaml", mill, "--format", "csv", "--out", tmp_path / "q1")[0] == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "q1").read_text(encoding="utf-8-sig"))))
    sums = {row["what"]: Decimal(row["amount"]) for row in rows if row["section"] == "sum"}
    assert (sums["fee"], sums["held"], sums["due"]) == (140, 40, 50)


def test_an_invoice_needs_countries_and_then_comes_to_what_is_due(mill: Path, tmp_path: Path) -> None:
    status, told = run("statement", ID, mill, "--out", tmp_path / "q1.xml")
    assert status != 0
    assert "party mill: an e-invoice names the country of Mill Paper" in told
    for file in mill.rglob("*.y*ml"):
        file.write_text(file.read_text().replace("name: Mill Paper\n  role", "name: Mill Paper\n  country: AT\n  role"))
    status, told = run("statement", ID, mill, "--out", tmp_path / "q1.xml", "--number", "RE-1")
    assert status == 0, told
    root = ElementTree.parse(tmp_path / "q1.xml").getroot()
    assert [each.text for each in root.iter(f"{CBC}PayableAmount")] == ["50.00"]
    assert next(root.iter(f"{CBC}ID")).text == "RE-1"


def test_what_is_not_there_is_said(mill: Path, tmp_path: Path) -> None:
    assert "did you mean 'press-2026-q1'?" in run("statement", "press-2026-q2", mill, "--format", "pdf")[1]
    assert "say pdf, csv or xml" in run("statement", ID, mill)[1]
    assert "'cog' has no part" in run("statement", ID, mill, "--format", "xml", "--party", "cog")[1]
