"""What of a book concerns an agreement: ratios and formulas, stages that rows leave out, parties that are named."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from trueup.bundle.concerns import Concerns
from trueup.scorecard.opened import open_book
from trueup.vocabulary import UnknownName


@pytest.fixture(scope="module")
def book(northwind: Path):
    with open_book(northwind) as opened:
        return opened.book


def test_a_ratio_brings_what_it_divides(book):
    kpis = {kpi.id for kpi in Concerns(book, "contact-centre").kpis}
    assert {"calls_resolved", "calls_answered"} <= kpis


def test_only_rows_in_the_slices_of_its_objectives_concern_it(book):
    rows = pa.table(
        {
            "kpi": ["migration_backlog", "migration_backlog", "migration_backlog", "premium_leakage"],
            "project": ["claims-2026", "legacy", None, "claims-2026"],
        }
    )
    assert Concerns(book, "claims-platform").of("observations", rows) == [0]


def test_rows_of_a_formula_are_told_apart_by_its_own_columns(book):
    rows = pa.table({"claim": ["a", "b", "c"], "programme": ["claims-2026", "elsewhere", "legacy"]})
    concerns = Concerns(book, "claims-platform")
    assert concerns.of("raw_claims", rows) == [0, 2], "what it is about, and what that is compared with"
    assert concerns.of("raw_others", rows) == []
    assert concerns.of("raw_claims", rows.slice(0, 0)) == []


def test_documents_that_a_source_landed_are_its_own_only(book):
    rows = pa.table({"kind": ["kpi", "kpi"], "id": ["migration_backlog"] * 2, "version": pa.array([1, 2], pa.int32())})
    assert Concerns(book, "claims-platform").of("documents", rows) == [0]


def test_statements_about_its_evidence_come_with_it(book):
    assert {each.id for each in Concerns(book, "claims-platform").statements} == {"assay-2026-q1", "assay-2026-q2"}
    assert "fraud-june" in {each.id for each in Concerns(book, "fraud-detection").statements}


def test_only_parties_that_are_named_stay_in_the_definition(book):
    definition, *_ = Concerns(book, "claims-platform").documents(())
    assert [party.id for party in definition.parties] == ["northwind", "acme", "sint", "assay"]
    whole, *_ = Concerns(book, "claims-platform").documents((), all_parties=True)
    assert whole is book.definition
    reporter, *_ = Concerns(book, "claims-platform").documents(("brandt",))
    assert reporter is book.definition


def test_an_agreement_that_is_not_there_is_named(book):
    with pytest.raises(UnknownName, match="claims-platfrom"):
        _ = Concerns(book, "claims-platfrom").versions


def test_payments_under_it_come_with_it_and_no_others(book):
    concerns = Concerns(book, "claims-platform")
    rows = pa.table({"agreement": ["portal", "claims-platform", "claims-platform"], "ref": ["1", "2", "3"]})
    assert "payments" in concerns.tables()
    assert concerns.of("payments", rows) == [1, 2]
