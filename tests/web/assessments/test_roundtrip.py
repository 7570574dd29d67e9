"""What is kept as JSON comes back equal, so that pages draw from it what they would draw from the computation."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings

import trueup
from tests.web.assessments.made import of
from trueup.agreements.charts import promise_against_proof
from trueup.agreements.results import AgreementResult
from trueup.scorecard.model import Scorecard
from trueup.web.assessments.summary import Summary, summarise

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@given(of(AgreementResult))
@settings(max_examples=60, suppress_health_check=SLOW)
def test_any_result_comes_back_equal(result: AgreementResult) -> None:
    assert AgreementResult.model_validate_json(result.model_dump_json()) == result


@given(of(Summary))
@settings(max_examples=40, suppress_health_check=SLOW)
def test_any_summary_comes_back_equal(summary: Summary) -> None:
    assert Summary.model_validate_json(summary.model_dump_json()) == summary


def test_the_example_comes_back_equal_and_draws_the_same(northwind: Path) -> None:
    with trueup.open(northwind) as opened:
        card, book = opened.assess("2026-10-01"), opened.book
    back = Scorecard.model_validate_json(card.model_dump_json())
    assert back == card
    for before, after in zip(card.agreements, back.agreements, strict=True):
        assert summarise(before, book) == summarise(after, book)
        for one, two in zip(before.objectives, after.objectives, strict=True):
            assert promise_against_proof(one) == promise_against_proof(two)
