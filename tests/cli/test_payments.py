"""`trueup value payments` as a person runs it."""

from __future__ import annotations

import csv
import io
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
parties:
  - {id: fable, name: Fable, role: customer}
  - {id: acme, name: Acme, role: provider}
RATES
---
{kind: agreement, id: claims, title: Claims, customer: fable, providers: [acme], effective: 2026-01-01}
---
{kind: agreement, id: portal, title: Portal, customer: fable, providers: [acme], effective: 2026-01-01}
---
kind: source
id: ledger
read: {csv: d.csv}
facts:
  payments: {agreement: agreement, kind: kind, period: period, payee: {value: acme}, amount: amount, currency: currency,
             ref: ref}
"""
ROWS = """agreement,kind,period,amount,currency,ref
claims,planned,2026-Q1,100,EUR,1
claims,paid,2026-Q1,80.5,EUR,2
claims,invoiced,2026-Q1,90,EUR,3
"""
POUNDS = ROWS + "claims,paid,2026-Q1,10,GBP,4\n"


def book(folder: Path, rows: str = ROWS, rates: str = "") -> Path:
    (folder / "book.yaml").write_text(BOOK.replace("RATES", rates))
    (folder / "d.csv").write_text(rows)
    assert run("load", folder)[0] == 0
    return folder


def run(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, [*map(str, arguments)], env={"COLUMNS": "140"})
    return result.exit_code, result.output + (str(result.exception) if result.exception else "")


def payments(*arguments: str | Path) -> tuple[int, str]:
    return run("value", "payments", *arguments, "--as-of", "2026-05-01")


def test_planned_invoiced_and_paid_beside_each_other(tmp_path: Path) -> None:
    folder = book(tmp_path)
    status, told = payments(folder)
    assert status == 0
    assert all(figure in told for figure in ("100.00", "90.00", "80.50", "-19.50"))
    assert "1 agreements without any payment" in told
    (line,) = json.loads(payments(folder, "--format", "json", "--agreement", "claims")[1])["lines"]
    assert (line["planned"], line["paid"], line["difference"], line["unpaid"]) == (100, 80.5, -19.5, 9.5)
    assert payments(folder, "--format", "csv", "--by", "kind", "--out", tmp_path / "p.csv")[0] == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "p.csv").read_text(encoding="utf-8-sig"))))
    assert [(row["kind"], row["payments"]) for row in rows] == [("invoiced", "1"), ("paid", "1"), ("planned", "1")]


def test_a_mix_of_currencies_needs_a_dated_rate(tmp_path: Path) -> None:
    folder = book(tmp_path, POUNDS)
    status, told = payments(folder)
    assert status != 0
    assert "GBP and EUR cannot be added up: no rate is stated for 2026-03-31" in told
    assert "rates: [{currency: GBP, on: 2026-03-31, is: ...}]" in told
    assert payments(folder, "--by", "agreement,currency")[0] == 0


def test_with_a_rate_it_is_added_up_and_said(tmp_path: Path) -> None:
    told = payments(book(tmp_path, POUNDS, "rates: [{currency: GBP, on: 2026-01-01, is: 1.15}]"))[1]
    assert "92.00" in told
    assert "1 GBP counts as 1.15 EUR from" in told


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        ("{currency: EUR, on: 2026-01-01, is: 1}", "own currency"),
        ("{currency: GBP, on: 2026-01-01, is: 0}", "must be above 0"),
    ],
)
def test_a_rate_that_is_none_is_refused(tmp_path: Path, rate: str, words: str) -> None:
    (tmp_path / "book.yaml").write_text(BOOK.replace("RATES", f"rates: [{rate}]"))
    status, told = run("check", tmp_path)
    assert status != 0
    assert words in told


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    folder = book(tmp_path, "agreement,kind,period,amount,currency,ref\n")
    assert "No payment is known" in payments(folder)[1]
    assert "did you mean 'party'?" in payments(folder, "--by", "partys")[1]
    assert "did you mean 'claims'?" in payments(folder, "--agreement", "claim")[1]
