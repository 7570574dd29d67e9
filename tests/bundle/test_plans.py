"""A bundle carries the agreement's plan, its containments and its progress, and the verdicts follow from them."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from trueup.bundle.concerns import Concerns
from trueup.bundle.gather import gather
from trueup.bundle.model import BundleInput
from trueup.bundle.verify import verify_bundle
from trueup.bundle.write import write
from trueup.scorecard.opened import open_book
from trueup.vocabulary import Moment

MIDWAY = Moment(dt.date(2026, 4, 20))


@pytest.fixture(scope="module")
def claims(northwind: Path) -> BundleInput:
    with open_book(northwind) as opened, opened.store.snapshot() as snapshot:
        return gather(opened.book, snapshot, MIDWAY, "claims-platform")


@pytest.fixture(scope="module")
def data(claims: BundleInput) -> bytes:
    return write(claims)


def test_it_carries_every_version_of_its_plan_and_every_step_of_its_containments_only(northwind: Path):
    with open_book(northwind) as opened:
        concerns = Concerns(opened.book, "claims-platform")
        assert [(plan.id, plan.version) for plan in concerns.plans] == [("claims-plan", 1)]
        assert [step.version for step in concerns.containments] == [1, 2, 3, 4, 5]
        assert Concerns(opened.book, "portal").plans == ()
        assert "progress" not in Concerns(opened.book, "portal").tables()


def test_only_reports_of_its_own_plan_are_shown(claims: BundleInput):
    (batch,) = [each for each in claims.basis.batches if "progress" in each.rows]
    shown = batch.sent.tables["progress"].take(list(batch.rows["progress"]))
    assert set(shown.column("plan").to_pylist()) == {"claims-plan"}
    assert 0 < shown.num_rows < batch.sent.tables["progress"].num_rows


def test_the_verdicts_on_its_plan_are_stated_and_hold(claims: BundleInput, data: bytes):
    (plan,) = claims.deliveries
    assert plan.simulation is not None, "a forecast that is drawn again with the same seed"
    assert {each.provider: each.standing for each in plan.verdicts} == {"acme": "forecast", "sint": "forecast"}
    report = verify_bundle(data)
    assert report.failures == ()
    assert any("those on its plans (1)" in check.words for check in report.checks)


def test_an_agreement_without_a_plan_states_none(northwind: Path):
    with open_book(northwind) as opened, opened.store.snapshot() as snapshot:
        made = gather(opened.book, snapshot, MIDWAY, "portal")
    last = write(made).splitlines()[-2]
    assert json.loads(last).keys() == {"result"}


def test_a_verdict_on_a_plan_that_does_not_follow_is_named(claims: BundleInput):
    (plan,) = claims.deliveries
    better = plan.verdicts[0].model_copy(update={"standing": "final", "word": "SUCCESSFUL"})
    other = plan.model_copy(update={"verdicts": (better, *plan.verdicts[1:])})
    report = verify_bundle(write(replace(claims, deliveries=(other,))))
    failed = [check.words for check in report.failures]
    assert any(words.startswith("deliveries[0].verdicts[0].word: stated") for words in failed)


def test_a_plan_that_is_left_out_is_missed(claims: BundleInput):
    report = verify_bundle(write(replace(claims, deliveries=())))
    assert [check.about for check in report.failures] == ["verdict"]


def test_progress_made_up_afterwards_changes_the_digest_of_its_batch(claims: BundleInput):
    import pyarrow as pa

    (batch,) = [each for each in claims.basis.batches if "progress" in each.rows]
    table = batch.sent.tables["progress"]
    at = table.column_names.index("actual_cost")
    cheaper = pa.array([Decimal("1.0000")] * table.num_rows, table.schema.field("actual_cost").type)
    sent = replace(batch.sent, tables={**batch.sent.tables, "progress": table.set_column(at, "actual_cost", cheaper)})
    others = [each for each in claims.basis.batches if each is not batch]
    basis = replace(claims.basis, batches=(*others, replace(batch, sent=sent)))
    report = verify_bundle(write(replace(claims, basis=basis)))
    assert "facts" in {check.about for check in report.failures}
