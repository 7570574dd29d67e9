"""The matrix and the heat map: what they show, and that they compile."""

from __future__ import annotations

import json

import pytest
import vl_convert

from tests.report import factory
from trueup.report import charts
from trueup.report.theme import config


def compiles(spec: dict) -> dict:
    return json.loads(json.dumps(vl_convert.vegalite_to_vega(spec)))


def test_only_agreements_with_both_axes_are_placed():
    without_cost = factory.agreement("free", value=factory.value(1, 0))
    unknown = factory.agreement("dark", verdict="unproven", p_success=None, met_share=None)
    scorecard = factory.scorecard(factory.agreement(), without_cost, unknown)
    assert [agreement.id for agreement in charts.placed(scorecard)] == ["claims-platform"]


def test_a_point_says_where_it_is_even_when_it_is_clipped():
    high = factory.agreement(value=factory.value(9_000_000, 1_000_000))
    (point,) = charts.portfolio_matrix(factory.scorecard(high))["datasets"]["points"]
    assert (point["p"], point["v"]) == (0.86, charts.BEST)
    assert "9.00 per unit of cost" in point["t"]
    assert point["href"] == "#agreement-claims-platform"


def test_names_stand_beside_few_points_and_never_on_each_other():
    few = charts.portfolio_matrix(factory.scorecard(*(factory.agreement(f"a{i}") for i in range(4))))
    names = few["datasets"]["names"]
    assert len({(name["v"], name["lower"]) for name in names}) == 4
    assert "names" not in charts.portfolio_matrix(factory.thousand(60))["datasets"]


def test_every_cell_says_what_it_knows():
    spec = charts.heat_map(factory.heat(), {"acme": "Acme Software"})
    cells = spec["datasets"]["cells"]
    assert len(cells) == len(factory.heat())
    assert [cell["label"] for cell in cells] == ["100 %", "72 %", "91 %", "8 %", "not known", "40 %"]
    assert len(spec["datasets"]["unknown"]) == 1
    assert {cell["across"] for cell in cells} == {"Acme Software", "sint"}
    assert spec["encoding"]["y"]["scale"]["domain"] == ["service", "operations", "technology", "procurement"]


@pytest.mark.parametrize(
    ("kept", "word"), [(0.0, "hardly ever"), (0.2, "less than half"), (0.5, "mostly"), (0.8, "nearly always"),
                       (1.0, "always")],
)  # fmt: skip
def test_bands(kept: float, word: str):
    assert charts.band(kept) == word


@pytest.mark.parametrize("build", [lambda: charts.portfolio_matrix(factory.varied()),
                                   lambda: charts.heat_map(factory.heat(), {"acme": "Acme Software"})])  # fmt: skip
def test_they_compile_and_name_only_roles_that_have_a_look(build):
    spec = build()
    assert compiles(spec)["marks"]
    styles = {layer["mark"]["style"] for layer in spec["layer"]}
    assert styles <= set(config()["style"])
