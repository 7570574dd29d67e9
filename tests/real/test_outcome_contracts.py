"""Public data on outcome contracts through the example's mapping, against a count in plain Python with Decimal."""

from __future__ import annotations

import csv
import datetime as dt
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from trueup.agreements.documents import Agreement
from trueup.scorecard.opened import OpenBook, open_book
from trueup.scorecard.value_payments import compared
from trueup.sources.report import LoadReport
from trueup.value.results_payments import PaymentsCompared
from trueup.vocabulary import MoneyError

AS_OF = dt.date(2025, 4, 1)
CENT = Decimal("0.01")
NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")
Rows = list[dict[str, str]]


class Files:
    """The publisher's files, read with nothing but the csv module."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def rows(self, name: str) -> Rows:
        with (self.folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            return [
                {key.removesuffix(" - (Value)"): text.strip() for key, text in row.items()}
                for row in csv.DictReader(file)
            ]

    @cached_property
    def payments(self) -> Rows:
        """Those that say what they are and how much, for a time that ends after it begins."""
        every = self.rows("projects_outcome_payments")
        return [
            row
            for row in every
            if row["Type"] and row["Payments - Amount"] and row["Period - Start"] <= row["Period - End"]
        ]


class Loaded:
    """The example's book with the files loaded."""

    def __init__(self, opened: OpenBook, reports: list[LoadReport]) -> None:
        self.opened = opened
        self.reports = {report.source: report for report in reports}

    @cached_property
    def agreements(self) -> dict[str, Agreement]:
        return {name: versions.latest for name, versions in self.opened.book.agreements.items()}

    def compared(self, *by: Any) -> PaymentsCompared:
        with self.opened.values(AS_OF) as values:
            return compared(values, None, by)


@pytest.fixture(scope="module")
def files(shared_data: Path) -> Files:
    folder = shared_data / "agreement_indigo_impact_bonds"
    if not folder.is_dir():
        pytest.skip("the files on impact bonds are absent")
    return Files(folder)


@pytest.fixture(scope="module")
def loaded(files: Files, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    folder = tmp_path_factory.mktemp("bonds") / "outcome-contracts"
    shutil.copytree(ROOT / "examples" / "outcome-contracts", folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRUEUP_OUTCOME_CONTRACTS", str(files.folder))
        with open_book(folder) as opened:
            reports = opened.load()
        with open_book(folder) as opened:
            yield Loaded(opened, reports)


def test_every_contract_is_an_agreement_with_its_parties(loaded: Loaded, files: Files) -> None:
    projects = {row["ID"] for row in files.rows("projects")}
    assert len(projects) == 314
    assert set(loaded.agreements) == projects
    providers, investors, payers = (_by_project(files.rows(name)) for name in (
        "projects_service_provisions", "projects_investments", "projects_outcome_payment_commitments"
    ))  # fmt: skip
    for name, agreement in loaded.agreements.items():
        assert agreement.customer == (payers.get(name) or ["unnamed-payer"])[0]
        assert set(agreement.providers) == set(providers.get(name, ())) - {agreement.customer}
        others = {(each.party, each.as_) for each in agreement.others}
        assert others == {(party, "payer") for party in payers.get(name, ())} | {
            (party, "investor") for party in investors.get(name, ())
        }
    assert sum(agreement.customer == "unnamed-payer" for agreement in loaded.agreements.values()) == 3
    assert sum("stands in" in (agreement.why or "") for agreement in loaded.agreements.values()) == 8


def _by_project(rows: Rows) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        found[row["Project ID"]].append(row["Organisation ID"])
    return found


def test_every_price_of_an_outcome_is_in_its_contract(loaded: Loaded, files: Files) -> None:
    rows = files.rows("projects_outcome_pricings")
    assert len(rows) == 371
    stated = Counter(
        (name, price.what, price.currency, price.amount)
        for name, agreement in loaded.agreements.items()
        for price in agreement.prices
    )
    assert stated == Counter(
        (row["Project ID"], row["Outcome Metric Id"], row["Currency"], Decimal(row["Price Per Unit - Amount"]))
        for row in rows
    )
    unknown = [price for agreement in loaded.agreements.values() for price in agreement.prices if price.kpi is None]
    assert len(unknown) == 6, "prices of outcomes that the list of outcomes does not have"


def test_targets_that_are_numbers_become_numbers_and_prose_is_counted_and_listed(loaded: Loaded, files: Files) -> None:
    rows = files.rows("projects_outcome_metrics")
    stated = [row for row in rows if row["Outcome metric target"]]
    numbers = [row for row in stated if NUMBER.fullmatch(row["Outcome metric target"])]
    assert (len(rows), len(stated), len(numbers)) == (1_385, 119, 7)
    report = loaded.reports["outcomes"]
    (told,) = (table for table in report.tables if table.table == "targets")
    assert (told.mapped, told.refused, told.passed) == (7, 112, 1_266)
    refused = [refusal for refusal in report.refusals if refusal.table == "targets"]
    assert {(refusal.column, refusal.reason) for refusal in refused} == {("target", "is not a number")}
    prose = [row["Outcome metric target"] for row in stated if row not in numbers]
    assert sorted((refusal.value or "").strip() for refusal in refused) == sorted(prose)
    assert report.reasons[0].model_dump() == {
        "table": "targets", "column": "target", "reason": "is not a number", "rows": 112
    }  # fmt: skip
    targets = {
        (name, objective.id): objective.target
        for name, agreement in loaded.agreements.items()
        for objective in agreement.objectives
    }
    assert targets == {(row["Project ID"], row["Id"]): Decimal(row["Outcome metric target"]) for row in numbers}


def test_results_that_are_numbers_become_actuals(loaded: Loaded, files: Files) -> None:
    rows = [row for row in files.rows("projects_results") if row["Outcomes achieved"]]
    (told,) = (table for table in loaded.reports["outcomes"].tables if table.table == "observations")
    assert (told.read, told.passed, told.mapped + told.refused) == (493, 493 - len(rows), len(rows))
    whole = [row for row in rows if NUMBER.fullmatch(row["Outcomes achieved"]) and row["Outcome Metric Id"]]
    dated = [row for row in whole if row["Period - Start"] and row["Period - End"]]
    assert told.mapped == len(dated) == 416


def test_every_payment_lands_or_is_refused_with_its_reason(loaded: Loaded, files: Files) -> None:
    report = loaded.reports["payments"]
    (told,) = report.tables
    assert (told.read, told.mapped, told.refused) == (2_228, len(files.payments), 2_228 - len(files.payments))
    assert {(reason.column, reason.reason): reason.rows for reason in report.reasons} == {
        ("kind", "is missing: empty"): 7,
        ("amount", "is missing: empty"): 5,
        ("period", "ends before it has begun"): 1,
    }
    assert told.landed == told.mapped, "payments that say the same but the amount are several payments"


def test_planned_and_actual_by_contract_to_the_cent(loaded: Loaded, files: Files) -> None:
    paid: dict[str, Decimal] = defaultdict(Decimal)
    plans: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in files.payments:
        amount = Decimal(row["Payments - Amount"])
        if row["Type"] == "Planned":
            plans[row["Project ID"]][row["Outcome Payment Plan Id"].lower()] += amount
        elif row["Period - End"] < "2025-04":
            paid[row["Project ID"]] += amount
    lines = {line.keys["agreement"]: line for line in loaded.compared("agreement").lines}
    assert len(lines) == len({*paid, *plans}) == 32
    for name, line in lines.items():
        assert (line.paid or 0) == paid[name or ""].quantize(CENT)
        stated = {(each.plan or "").lower(): each.amount for each in line.plans}
        assert stated == {plan: amount.quantize(CENT) for plan, amount in plans[name or ""].items()}
        assert line.planned == (stated[max(stated)] if stated else None), "the last plan counts"


def test_the_difference_is_what_was_paid_less_what_was_planned_to_date(loaded: Loaded, files: Files) -> None:
    found = loaded.compared("agreement")
    line = next(line for line in found.lines if line.keys["agreement"] == "INDIGO-POJ-0228")
    own = [row for row in files.payments if row["Project ID"] == "INDIGO-POJ-0228"]
    to_date = sum(
        Decimal(row["Payments - Amount"]) for row in own if row["Type"] == "Planned" and row["Period - End"] < "2025-04"
    )
    paid = sum(Decimal(row["Payments - Amount"]) for row in own if row["Type"] == "Actual")
    assert line.planned_to_date == Decimal(to_date).quantize(CENT)
    assert line.difference == Decimal(paid - to_date).quantize(CENT)
    assert line.planned is not None
    assert line.planned > line.planned_to_date, "the plan goes on"
    assert [(total.currency, total.difference is None) for total in found.totals] == [("GBP", False), ("USD", True)]


def test_pounds_and_dollars_are_not_added_up(loaded: Loaded) -> None:
    with pytest.raises(MoneyError, match="USD and GBP cannot be added up: no rate is stated for 2021-03-31"):
        loaded.compared("year")
    assert {line.currency for line in loaded.compared("year", "currency").lines} == {"GBP", "USD"}


def test_38_projects_have_metrics_payments_results_a_provider_and_an_investor(loaded: Loaded, files: Files) -> None:
    names = ("outcome_metrics", "outcome_payments", "results", "service_provisions", "investments")
    whole = set.intersection(*({row["Project ID"] for row in files.rows(f"projects_{name}")} for name in names))
    assert len(whole) == 38
    metrics = Counter(name.partition("/")[0] for name in loaded.opened.book.kpis)
    for name in whole:
        agreement = loaded.agreements[name]
        assert metrics[name] > 0
        assert agreement.providers
        assert any(other.as_ == "investor" for other in agreement.others)


def test_loading_again_changes_nothing(loaded: Loaded, files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUEUP_OUTCOME_CONTRACTS", str(files.folder))
    assert [report.landed for report in loaded.opened.load()] == [0, 0, 0]
