"""Whoever lies and computes manifest and seal anew is caught, with what and where."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.bundle.lies import LIES, another_definition
from tests.bundle.server import (
    forged,
    on_a_server,
    words,
)
from trueup.bundle.model import BundleInput
from trueup.bundle.verify import verify_bundle
from trueup.bundle.write import write


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.__name__)
def test_a_lie_with_new_digests_is_found(signed: bytes, lie):
    made = forged(signed, lie)
    assert made != signed
    report = verify_bundle(made)
    assert next(check for check in report.checks if check.about == "form").state == "holds", "the lie is well formed"
    assert LIES[lie] in {check.about for check in report.failures}, words(report) or "nothing failed"
    unplaced = [c for c in report.failures if not c.where and c.about not in ("verdict", "documents", "statements")]
    assert unplaced == []


@pytest.mark.parametrize(
    "manifest",
    [{"as_of": "2026-03-01"}, {"grade": "attested"}, {"seed": 1}, {"known_at": "2026-02-01T00:00:00.000000Z"}],
)
def test_another_question_than_was_answered_is_found(signed: bytes, manifest: dict):
    report = verify_bundle(forged(signed, lambda _: None, manifest))
    assert "verdict" in {check.about for check in report.failures}


@pytest.mark.parametrize("manifest", [{"book": "contoso"}, {"agreement": "portal"}, {"format": "trueup-bundle-2"}])
def test_a_bundle_of_something_else_is_found(signed: bytes, manifest: dict):
    assert not verify_bundle(forged(signed, lambda _: None, manifest)).holds


def test_a_definition_that_was_changed_is_not_in_the_ledger(signed: bytes):
    digests: list[str] = []

    def change(lines):
        another_definition(lines)
        digests.append(lines["documents"][0]["digest"])

    forged(signed, change)
    report = verify_bundle(forged(signed, another_definition, {"definitions": {"book/northwind@1": digests[0]}}))
    assert "book/northwind@1 is not in the ledger" in words(report)
    hidden = verify_bundle(forged(signed, another_definition))
    assert any(c.about == "documents" and c.state == "missing" for c in hidden.checks), "it is said to prove nothing"


def test_rows_with_a_digest_of_their_own_are_not_in_the_ledger(signed: bytes, fraud: BundleInput):
    """A server that changes facts, and computes the digest of their batch anew."""
    [batch] = fraud.basis.batches
    table = batch.sent.tables["observations"]
    actuals = [None if value is None else value * 2 for value in table.column("actual").to_pylist()]
    at = table.column_names.index("actual")
    other = table.set_column(at, "actual", [actuals])
    from trueup.facts.digest import digest_of

    sent = replace(batch.sent, tables={"observations": other}, digest=digest_of({"observations": other}))
    basis = replace(fraud.basis, batches=(replace(batch, sent=sent),))
    from trueup.bundle.recompute import recompute

    honest = on_a_server(fraud)
    made = replace(honest, basis=basis, result=recompute(basis).result)
    report = verify_bundle(write(made))
    assert {check.about for check in report.failures} == {"ledger", "statements"}, "the settled sums betray it, too"
    assert "is not in the ledger" in words(report)


@pytest.mark.parametrize(
    "name", ["kpi/fraud-detection@1", "book/contoso@1", "book/northwind@2", "book/northwind@01", "book/northwind@0"]
)
def test_digests_are_stated_of_the_definitions_alone(signed: bytes, fraud: BundleInput, name: str):
    """Else whatever was signed could be left out, its digest stated instead."""
    stated = {**fraud.definitions, name: "ab" * 32}
    assert "states other digests" in words(verify_bundle(forged(signed, lambda lines: None, {"definitions": stated})))
