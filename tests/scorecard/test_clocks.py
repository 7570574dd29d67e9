"""Two clocks that never correct each other."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from trueup.agreements.results import Verdict
from trueup.delivery.results import OverallVerdict
from trueup.scorecard.clocks import clocks


def overall(standing: str, met: str | None) -> OverallVerdict:
    stated: dict[str, Any] = {"standing": standing, "overall": met, "first": met}
    return OverallVerdict(**stated, parameters=(), reasons=(), would_change=())


@pytest.mark.parametrize(("met", "delivery"), [("met", "kept"), ("not_met", "not_kept")])
@pytest.mark.parametrize("value", get_args(Verdict))
def test_each_side_says_what_it_says_whatever_the_other_is(met: str, delivery: str, value: Verdict):
    found = clocks(overall("final", met), value)
    assert (found.delivery, found.value) == (delivery, value)


def test_the_four_final_combinations_are_all_told_apart():
    told = {
        clocks(overall("final", met), value).words for met in ("met", "not_met") for value in ("succeeded", "failed")
    }
    assert len(told) == 4


@pytest.mark.parametrize(
    ("standing", "met", "delivery"),
    [
        ("forecast", None, "open"),
        ("forecast", "not_met", "open"),
        ("unresolved", None, "unresolved"),
        ("met_after_descoping", "met", "kept_after_descoping"),
        ("no_verdict", None, "unknown"),
    ],
)
def test_what_is_not_final_never_looks_final(standing: str, met: str | None, delivery: str):
    assert clocks(overall(standing, met), "succeeded").delivery == delivery


def test_a_plan_of_no_agreement_says_that_nobody_knows_what_it_is_for():
    found = clocks(overall("final", "met"), None)
    assert found.value is None
    assert "no agreement" in found.words
