"""Other publishers' files by mapping alone: NHS, GMPP, development banks, outcome contracts."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from trueup.book.book import Book, check
from trueup.facts import FactStore
from trueup.sources.load import load
from trueup.sources.report import LoadReport

BOOKS = Path(__file__).parent / "books"
Rows = Callable[[str], list[dict[str, Any]]]
Open = Callable[[str], tuple[LoadReport, Rows]]


@pytest.fixture(scope="module")
def opened(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """Load the one source of a book of mappings into a store of its own, twice; once for all tests that ask for it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRUEUP_DATA", str(shared_data))

        @cache
        def open_book(name: str) -> tuple[LoadReport, Rows]:
            folder = BOOKS / name
            store = FactStore.open(tmp_path_factory.mktemp(name), book=name)
            (report,) = load(Book.load(folder), store, check=lambda rows: check(folder, rows))
            (again,) = load(Book.load(folder), store)
            assert again.landed == 0

            def rows(table: str) -> list[dict[str, Any]]:
                with store.snapshot() as snapshot:
                    return list(snapshot.collect(snapshot.latest(table)).to_pylist())

            return report, rows

        yield open_book


def test_nhs_attendances(opened: Open) -> None:
    report, rows = opened("nhs")
    assert (report.read, report.landed, report.refused) == (12_765, 12_765, 0)
    months: dict[tuple[str, str], list[float]] = {}
    for row in rows("raw_attendances"):
        total = months.setdefault((row["org_code"], str(row["period"])), [0.0, 0.0])
        total[0] += row["attendances"]
        total[1] += row["breaches"]
    shares = [1 - breaches / attendances for attendances, breaches in months.values() if attendances]
    assert (sum(share >= 0.95 for share in shares), len(shares)) == (3_883, 8_298)
    attendances, breaches = (sum(month[n] for month in months.values()) for n in (0, 1))
    assert round(1 - breaches / attendances, 3) == 0.885
    assert len({provider for provider, _ in months}) == 274


def test_gmpp_all_five_files(opened: Open) -> None:
    report, rows = opened("gmpp")
    assert [(file.file, file.rows, file.encoding) for file in report.files] == [
        ("gmpp_2019_20.csv", 125, "cp1252"),
        ("gmpp_2020_21.csv", 184, "cp1252"),
        ("gmpp_2021_22.csv", 235, "utf-8"),
        ("gmpp_2022_23.csv", 244, "utf-8"),
        ("gmpp_2023_24.csv", 227, "utf-8"),
    ]
    assert [refusal.line for refusal in report.refusals] == ["gmpp_2020_21.csv:735"]
    landed = rows("raw_gmpp")
    assert len(landed) == 125 + 184 + 235 + 244 + 227
    years = Counter(row["year"] for row in landed)
    assert years == {2019: 125, 2020: 184, 2021: 235, 2022: 244, 2023: 227}
    assert not any("\ufffd" in row["project_name"] for row in landed)


def test_gmpp_variance_recomputed(opened: Open) -> None:
    """Published variance in percent against (forecast - baseline) / baseline: same sign, save for what is listed."""
    _, rows = opened("gmpp")
    compared, other_sign, far = 0, [], 0
    for row in rows("raw_gmpp"):
        if None in (row["baseline"], row["forecast"], row["variance"]) or not row["baseline"]:
            continue
        recomputed = 100 * (row["forecast"] - row["baseline"]) / row["baseline"]
        compared += 1
        far += abs(recomputed - row["variance"]) > 1
        if recomputed * row["variance"] < 0 and abs(recomputed - row["variance"]) > 1:
            other_sign.append(row["id"])
    assert compared > 800
    assert len(other_sign) / compared < 0.01
    assert far / compared < 0.05


def test_gmpp_missing_values_keep_their_reason(opened: Open) -> None:
    _, rows = opened("gmpp")
    reasons = Counter(row["missing_reason"] for row in rows("observations") if row["kpi"] == "year_forecast")
    assert reasons["exempt from disclosure"] > 50
    assert reasons["not provided"] > 5
    assert None in reasons


def test_independent_ratings_of_the_world_bank(opened: Open) -> None:
    report, rows = opened("devbank")
    (told,) = report.tables
    assert (told.read, told.mapped, told.refused, told.missing) == (12_328, 12_328, 0, 151)
    ratings = Counter(row["actual"] for row in rows("observations"))
    assert (ratings[5.0], ratings[6.0], ratings[1.0]) == (5_524, 386, 188)


def test_a_banks_own_rating_beside_the_observers(opened: Open, shared_data: Path) -> None:
    report, rows = opened("adb")
    (told,) = report.tables
    assert (told.read, told.mapped, told.refused) == (1_016, 1_010, 6)
    assert {refusal.value for refusal in report.refusals} == {"Partly successful"}
    given: dict[str, dict[str, float]] = {}
    for row in rows("observations"):
        if row["actual"] is not None:
            given.setdefault(row["project"], {})[row["reported_by"]] = row["actual"]
    lowered = sum(one["ied"] < one["adb"] for one in given.values() if len(one) == 2)
    scale = {"Unsuccessful": 1, "Less than successful": 2, "Successful": 3, "Highly successful": 4}
    file = shared_data / "kpi_devbank_ratings" / "adb-success-rates-database-2018.csv"
    plain = [
        (scale[row["PCR overall rating"]], scale[row["PVR overall rating"]])
        for row in csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig")))
        if row["PCR overall rating"] in scale and row["PVR overall rating"] in scale
    ]
    assert lowered == sum(independent < own for own, independent in plain) > 50


def test_outcome_contracts_become_agreements(opened: Open, shared_data: Path) -> None:
    report, rows = opened("indigo")
    file = shared_data / "agreement_indigo_impact_bonds" / "projects_outcome_metrics.csv"
    metrics = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
    made = {table.table: table for table in report.tables}
    assert all(table.read == table.passed + table.mapped + table.refused for table in made.values())
    assert [str(refusal) for refusal in report.refusals] == ["kpi: line 854, column id: is missing"]
    kinds = Counter(row["kind"] for row in rows("documents"))
    assert kinds["kpi"] == len({(row["Project ID"], row["Id"]) for row in metrics if row["Id"]}) == 1_377
    assert kinds["agreement"] == made["agreement documents"].mapped == 306
    assert made["transactions"].mapped == 65
