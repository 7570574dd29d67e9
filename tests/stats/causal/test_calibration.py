"""A small run of `python -m tests.real.attribution_power`: each rung holds its 5 %, and what holds none does not."""

from __future__ import annotations

import pytest

from tests.stats.causal.designs import DESIGNS, intervals, rejected

RUNS = 40
QUICK = {
    "randomised: 20 + 20 units",
    "stepped, all: 4 single units, 8 waiting",
    "DiD: 1 + 19 units",
    "synthetic control: 1 + 19 units",
    "interrupted: 24 + 12, r 0.2",
}


@pytest.mark.parametrize("design", [each for each in DESIGNS if each.name in QUICK], ids=lambda each: each.name)
def test_a_rung_seldom_finds_an_effect_where_there_is_none(design):
    """At a true 5 %, more than 6 of 40 happen in fewer than 1 of 100 seeds; a naive method has 8 and more."""
    ends, _ = intervals(design, RUNS, 20261122)
    assert rejected(ends) <= 6 / RUNS
    assert rejected(ends, 8.0) > 0.9


@pytest.mark.parametrize("name", ["before-after: 36 + 24", "interrupted, independent: 36 + 24, r 0.4"])
def test_what_holds_no_rung_finds_far_too_many(name):
    (design,) = (each for each in DESIGNS if each.name == name)
    assert not design.rung
    ends, _ = intervals(design, RUNS, 20261122)
    assert rejected(ends) > 6 / RUNS
