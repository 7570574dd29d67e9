from __future__ import annotations

import csv
import sys

import numpy as np
import pytest

from trueup.stats.causal.effect import Effect
from trueup.stats.causal.structural import structural
from trueup.vocabulary import InputError, Insufficient


@pytest.fixture
def scenarios(shared_reference):
    """Series, controls and first treated period of each scenario of the R package, and what R found."""
    with (shared_reference / "causalimpact_series.csv").open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    with (shared_reference / "causalimpact_r_results.csv").open(newline="") as lines:
        found = {row["scenario"]: row for row in csv.DictReader(lines)}
    series = {}
    for name in {row["scenario"] for row in rows}:
        mine = [row for row in rows if row["scenario"] == name]
        controls = np.array([[float(row[x]) for row in mine] for x in ("x1", "x2") if mine[0][x]])
        y = np.array([float(row["y"]) for row in mine])
        series[name] = (y, controls if len(controls) else None, sum(row["post"] == "False" for row in mine))
    return series, found


@pytest.mark.parametrize("name", ["basic", "covariates"])
def test_what_the_r_package_finds(scenarios, name, rng):
    pytest.importorskip("causal_impact", reason="the extra trueup[attribution] is not installed")
    (y, controls, t0), r = scenarios[0][name], scenarios[1][name]
    effect = structural(y, t0, rng, controls=controls, level_sd=0.01)
    assert isinstance(effect, Effect)
    assert effect.average.point == pytest.approx(float(r["r_point_effect"]), rel=0.03)
    assert effect.total.point == pytest.approx(float(r["r_cumulative"]), rel=0.03)
    assert effect.average.low == pytest.approx(float(r["r_ci_lo"]), rel=0.03)
    assert effect.average.high == pytest.approx(float(r["r_ci_hi"]), rel=0.03)


@pytest.mark.parametrize(("name", "true"), [("no_effect", 0.0), ("strong_effect", 8.0), ("seasonal", 3.0)])
def test_the_effect_that_was_put_in_lies_in_the_interval(scenarios, name, true, rng):
    pytest.importorskip("causal_impact", reason="the extra trueup[attribution] is not installed")
    y, controls, t0 = scenarios[0][name]
    effect = structural(y, t0, rng, controls=controls, season=7 if name == "seasonal" else None, iterations=1000)
    assert isinstance(effect, Effect)
    assert effect.average.low < true < effect.average.high
    assert effect.checks[0].passed is (controls is not None)


def test_the_same_seed_gives_the_same_bytes():
    pytest.importorskip("causal_impact", reason="the extra trueup[attribution] is not installed")
    y = np.random.default_rng(1).normal(size=40)
    first, second = (structural(y, 30, np.random.default_rng(2), iterations=200).draws.tobytes() for _ in range(2))
    assert first == second


def test_the_extra_is_named_where_it_is_absent(monkeypatch, rng):
    monkeypatch.setitem(sys.modules, "causal_impact", None)
    with pytest.raises(InputError, match=r"pip install 'trueup\[attribution\]'"):
        structural(np.random.default_rng(1).normal(size=40), 30, rng)


def test_bad_input_is_refused(rng):
    y = np.random.default_rng(1).normal(size=40)
    assert isinstance(structural(y, 7, rng), Insufficient)
    with pytest.raises(InputError, match="controls by the 40"):
        structural(y, 30, rng, controls=np.zeros((2, 39)))
    with pytest.raises(InputError, match="outside"):
        structural(y, 0, rng)
