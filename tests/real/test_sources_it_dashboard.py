"""The US federal IT portfolio of 2014 through the example's mapping, against a count in plain Python."""

from __future__ import annotations

import csv
import datetime as dt
import html
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from trueup.book.book import Book, check
from trueup.facts import FactStore
from trueup.sources.load import load
from trueup.sources.report import LoadReport

Rows = list[dict[str, str]]


class Loaded:
    """The example's book with the files of 2014 loaded."""

    def __init__(self, folder: Path, store: FactStore, reports: list[LoadReport]) -> None:
        self.folder, self.store = folder, store
        self.reports = {report.source: report for report in reports}

    def rows(self, table: str) -> list[dict[str, Any]]:
        with self.store.snapshot() as snapshot:
            return list(snapshot.collect(snapshot.frame(table)).to_pylist())

    @cached_property
    def book(self) -> Book:
        return Book.load(self.folder, self.rows("documents"))


@pytest.fixture(scope="module")
def files(shared_data: Path) -> Path:
    folder = shared_data / "kpi_it_dashboard" / "2014"
    if not folder.is_dir():
        pytest.skip("the IT dashboard files of 2014 are absent")
    return folder


@pytest.fixture(scope="module")
def loaded(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    folder = tmp_path_factory.mktemp("it") / "us-it-portfolio"
    shutil.copytree(ROOT / "examples" / "us-it-portfolio", folder)
    store = FactStore.open(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRUEUP_IT_DASHBOARD", str(files))
        reports = load(Book.load(folder), store, check=lambda rows: check(folder, rows))
    yield Loaded(folder, store, reports)
    store.close()


def _rows(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_actual_is_mapped_and_none_refused(loaded: Loaded) -> None:
    (told,) = loaded.reports["actuals"].tables
    assert (told.read, told.mapped, told.refused, told.landed) == (28_165, 28_165, 0, 28_165)
    assert told.missing == 248
    assert loaded.reports["actuals"].notices == (
        "observations: 1,828 rows are for a fact that another row tells too; the one known last counts",
    )


def test_27_907_actuals_have_a_number_and_a_flag(loaded: Loaded) -> None:
    flags = Counter(row["claim"] for row in loaded.rows("observations") if row["actual"] is not None)
    assert flags == {"Met": 21_841, "Not Met": 6_066, "Cannot Determine": 10}
    assert flags["Met"] + flags["Not Met"] == 27_907


def test_actuals_are_what_plain_python_reads(loaded: Loaded, files: Path) -> None:
    def day(row: dict[str, str]) -> str:
        stated = row["Actual Result Date"]
        if stated not in ("", "1970-01-01"):
            return stated
        month, number, year = row["Updated Date"].split("/")
        return f"{year}-{month}-{number}"

    expected = {
        (
            row["Performance Metric Actual Id"],
            f"{row['Unique Investment Identifier']}/{row['Performance Metric Id']}",
            day(row),
            float(row["Actual Result"]) if row["Actual Result"] else None,
            row["Actual Result Met/Not Met"] or None,
            f"agency-{row['Unique Investment Identifier'][:3]}",
        )
        for row in _rows(files / "Performance_Metrics_Actuals.csv")
    }
    found = {
        (r["source_ref"], r["kpi"], str(r["period_start"]), r["actual"], r["claim"], r["reported_by"])
        for r in loaded.rows("observations")
    }
    assert found == expected


def test_targets_are_dated_by_fiscal_year(loaded: Loaded, files: Path) -> None:
    years = {"2012": ("2011-10-01", "2012-10-01"), "2013": ("2012-10-01", "2013-10-01")}
    sense = {"Over target": "increase", "Under target": "decrease"}
    expected = {
        (
            f"{row['Unique Investment Identifier']}/{row['Performance Metric ID']}",
            *span,
            float(target),
            sense[row["Measurement Condition"]],
        )
        for row in _rows(files / "Performance_Metrics.csv")
        for year, span in years.items()
        if (target := row[f"Target {year}"])
    }
    rows = loaded.rows("targets")
    found = {(r["kpi"], str(r["period_start"]), str(r["period_end"]), r["target_low"], r["direction"]) for r in rows}
    assert found == expected
    assert all(row["target_low"] == row["target_high"] for row in rows)


def test_the_target_in_force_reproduces_every_published_flag(loaded: Loaded) -> None:
    """One target alone reproduces 95 to 97 %; that of the result's fiscal year, or the nearest, all of them."""
    targets: dict[str, list[dict[str, Any]]] = {}
    for row in loaded.rows("targets"):
        targets.setdefault(row["kpi"], []).append(row)

    def distance(target: dict[str, Any], day: dt.date) -> int:
        return max((target["period_start"] - day).days, (day - target["period_end"]).days + 1, 0)

    agree = Counter[bool]()
    for row in loaded.rows("observations"):
        if row["actual"] is None or row["claim"] not in ("Met", "Not Met"):
            continue
        target = min(targets[row["kpi"]], key=lambda one: distance(one, row["period_start"]))
        above = row["actual"] >= target["target_low"]
        met = above if target["direction"] == "increase" else row["actual"] <= target["target_low"]
        agree[met == (row["claim"] == "Met")] += 1
    assert agree == {True: 27_907}


def test_documents_are_those_of_the_files(loaded: Loaded, files: Path) -> None:
    metrics, contracts = _rows(files / "Performance_Metrics.csv"), _rows(files / "Contracts.csv")
    history, costs = _rows(files / "Investment_Baseline_History.csv"), _rows(files / "Life_Cycle_Costs.csv")
    book = loaded.book
    assert len(book.kpis) == len(metrics) == 4_340
    investments = {row["Unique Investment Identifier"] for row in metrics}
    assert set(book.agreements) == investments
    rebaselined = [
        row
        for row in history
        if row["Unique Investment Identifier"] in investments and not row["Revision Reason"].startswith("Correction")
    ]
    assert sum(len(versions) for versions in book.agreements.values()) == len(investments) + len(rebaselined)
    assert sum(len(versions.first.objectives) for versions in book.agreements.values()) == 4_340
    vendors: dict[str, set[str]] = {}
    for row in contracts:
        vendors.setdefault(row["Unique Investment Identifier"], set()).add(_slug(row["Vendor Name (USAspending)"]))
    for versions in book.agreements.values():
        assert set(versions.first.providers) == vendors.get(versions.id, set()) - {""}
        assert versions.first.customer == f"agency-{versions.id[:3]}"
    stated = {row["Unique Investment Identifier"]: _total(row) for row in costs}
    for versions in book.agreements.values():
        total = float(sum(cost.amount for cost in versions.first.costs))
        assert total == pytest.approx(1e6 * stated.get(versions.id, 0.0), abs=0.01)


def _slug(name: str) -> str:
    return re.sub("[^a-z0-9]+", "-", html.unescape(name).lower()).strip("-")


def _total(row: dict[str, str]) -> float:
    return sum(float(value or 0) for name, value in row.items() if "Resources" in name or "FTE Costs" in name)


def test_loading_again_lands_nothing(loaded: Loaded, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUEUP_IT_DASHBOARD", str(files))
    (again,) = load(loaded.book, loaded.store, source_id="actuals")
    assert (again.landed, again.batch) == (0, None)


def test_the_files_of_another_year_fit_the_same_mapping(
    shared_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """2015 has Target 2013 and Target 2014; its targets need no other mapping."""
    year = shared_data / "kpi_it_dashboard" / "2015"
    if not year.is_dir():
        pytest.skip("the IT dashboard files of 2015 are absent")
    (tmp_path / "book.yaml").write_text((ROOT / "examples" / "us-it-portfolio" / "book.yaml").read_text())
    mapping = (ROOT / "examples" / "us-it-portfolio" / "sources" / "portfolio.yaml").read_text()
    parts = re.split(r"^(?=with:|facts:|documents:)", mapping, flags=re.MULTILINE)
    (tmp_path / "targets.yaml").write_text(parts[0] + next(part for part in parts if part.startswith("facts:")))
    monkeypatch.setenv("TRUEUP_IT_DASHBOARD", str(year))
    with FactStore.open(tmp_path) as store:
        (report,) = load(Book.load(tmp_path), store)
    (told,) = report.tables
    assert (told.read, told.refused) == (2 * 4_736, 0)
