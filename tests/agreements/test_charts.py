"""Charts of an objective and of value: what they show, exactly, and that they compile."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as st

from tests.report import factory
from trueup.agreements.charts import moved, promise_against_proof, shown
from trueup.agreements.results import PathStep, Range
from trueup.agreements.waterfall import value_waterfall, waterfall
from trueup.report.theme import config
from trueup.vocabulary import Grade


def styles(spec: dict) -> list[str]:
    return [layer["mark"]["style"] for layer in spec["layer"]]


def test_every_actual_stands_on_the_last_day_of_its_period_under_its_grade():
    objective = factory.objective()
    spec = promise_against_proof(objective)
    data = spec["datasets"]
    assert len(data["actuals"]) == len(objective.points) == sum(len(data[grade.name]) for grade in Grade)
    assert data["actuals"][0]["d"] == "2025-01-31"
    assert data["actuals"][-1]["v"] == objective.points[-1].actual


def test_the_first_promise_is_drawn_only_where_it_was_another():
    same = factory.objective()
    assert not moved(same)
    assert "first" not in styles(promise_against_proof(same))
    changed = factory.objective(target=7.0, path=(*same.path[:1], PathStep(date=dt.date(2026, 12, 31), value=7.0)))
    spec = promise_against_proof(changed)
    assert moved(changed)
    assert {"first", "first-target", "promise", "target"} <= set(styles(spec))
    assert spec["datasets"]["first"][-1]["v"] == 5.0
    assert spec["datasets"]["path"][-1]["v"] == 7.0


def test_the_label_of_a_target_moves_out_of_the_way_of_what_comes_after():
    beside = promise_against_proof(factory.objective())["datasets"]["target"][0]
    passed = factory.objective(due=dt.date(2026, 6, 30), first_due=dt.date(2026, 6, 30))
    above = promise_against_proof(passed)["datasets"]["target"][0]
    assert (beside["dy"], above["dy"]) == (0, -11)
    assert beside["label"] == above["label"] == "target 5"


def test_the_fan_begins_where_proof_ends():
    objective = factory.objective()
    fan = promise_against_proof(objective)["datasets"]["fan"]
    last = objective.points[-1].actual
    assert fan[0]["p05"] == fan[0]["p95"] == last
    assert [row["p50"] for row in fan[1:]] == [step.p50 for step in objective.forecast.fan]


def test_without_actuals_there_is_a_promise_and_no_proof():
    data = promise_against_proof(factory.objective(status="unmeasured"))["datasets"]
    assert set(data) == {"baseline", "path", "due", "target"}


def test_a_missing_limit_is_not_drawn():
    limits = factory.objective().limits.model_copy(update={"lower": None})
    data = promise_against_proof(factory.objective(limits=limits))["datasets"]
    assert [row["v"] for row in data["limits"]] == [12.8]


def test_a_range_to_maintain_is_a_block():
    objective = factory.objective(direction="maintain", target=(4.0, 6.0), first_target=(4.0, 6.0))
    (block,) = promise_against_proof(objective)["datasets"]["range"]
    assert (block["v"], block["v1"]) == (4.0, 6.0)


def test_a_dispute_about_one_month_widens_every_sum_after_it():
    path = (PathStep(date=dt.date(2025, 1, 1), value=0), PathStep(date=dt.date(2026, 12, 31), value=100))
    points = list(factory.points([10.0, 20.0, 30.0]))
    points[1] = replace(points[1], low=12.0, high=20.0)
    sums = shown(factory.objective(type="cumulative", path=path, points=tuple(points)))
    assert [(point.actual, point.low, point.high) for point in sums] == [(10, None, None), (30, 22, 30), (60, 52, 60)]


def test_a_cumulative_objective_is_shown_as_the_sum_that_was_promised():
    start = dt.date(2026, 1, 1)
    path = (PathStep(date=start, value=0), PathStep(date=dt.date(2026, 12, 31), value=100))
    objective = factory.objective(type="cumulative", path=path, first_path=path, target=100.0, first_target=100.0)
    inside = [point.actual for point in objective.points if point.period.end > start]
    assert [point.actual for point in shown(objective)] == pytest.approx([sum(inside[: i + 1]) for i in range(9)])
    assert all(point.grade is Grade.verified for point in shown(objective)), "a sum has the least grade of its parts"
    spec = promise_against_proof(objective)
    assert not {"limits", "fan", "signals", "baseline"} & set(spec["datasets"])
    (ahead,) = spec["datasets"]["ahead"]
    (drawn,) = [each["mark"] for each in spec["layer"] if each.get("data") == {"name": "ahead"}]
    assert drawn["strokeWidth"] == 8, "as wide as in the legend"
    assert (ahead["d"], ahead["v"]) == ("2026-12-31", objective.forecast.expected)
    assert vl_convert.vegalite_to_vega(spec)["marks"]


@pytest.mark.parametrize("status", factory.STATUSES)
def test_it_compiles_and_names_only_roles_that_have_a_look(status):
    spec = promise_against_proof(factory.objective(status=status))
    assert vl_convert.vegalite_to_vega(spec)["marks"]
    assert set(styles(spec)) <= set(config()["style"])


amounts = st.decimals(-(10**9), 10**9, places=2)


@given(amounts, amounts, amounts, amounts, st.decimals(0, 10**9, places=2))
def test_the_steps_of_the_waterfall_lead_from_promised_to_net(potential, to_date, realised, proved, cost):
    value = factory.value().model_copy(
        update={"potential": potential, "potential_to_date": to_date, "cost": cost,
                "realised": factory.exactly(0).model_copy(update={"expected": realised}),
                "at_required_grade": factory.exactly(0).model_copy(update={"expected": proved})}
    )  # fmt: skip
    rows = list(waterfall(value))
    steps = sum(row["amount"] for row in rows if row["kind"] in {"less", "more", "cost"})
    assert float(potential) + steps == pytest.approx(float(proved - cost), abs=1e-3)
    assert rows[-1]["amount"] == float(proved - cost)
    assert rows[-1]["kind"] == ("gain" if proved >= cost else "loss")


def test_a_bar_is_short_on_the_chart_and_exact_in_the_table():
    row = next(iter(waterfall(factory.value(potential=Decimal("12347410.50")))))
    assert (row["label"], row["exactly"]) == ("12.3 M", "12,347,410.50")


def test_each_step_begins_where_the_one_before_ended():
    rows = list(waterfall(factory.value()))
    ends = {row["what"]: row["to"] for row in rows}
    assert [row["what"] for row in rows] == [
        "Promised in all", "not due yet", "Promised to date", "missed", "Realised", "not yet at the agreed grade",
        "Proved", "cost to date", "Net, as proved",
    ]  # fmt: skip
    assert ends["not due yet"] == ends["Promised to date"]
    assert ends["missed"] == ends["Realised"]
    assert ends["cost to date"] == ends["Net, as proved"]


def test_an_attributed_effect_stands_between_realised_and_proved():
    value = factory.value(attributed=factory.exactly(500_000), counted=factory.exactly(500_000))
    words = [row["what"] for row in waterfall(value)]
    assert words[4:7] == ["Realised", "not caused by it", "Attributed"]


def test_what_counts_is_not_called_attributed_where_a_part_of_it_has_no_counterfactual():
    value = factory.value(attributed=factory.exactly(300_000), counted=factory.exactly(500_000))
    words = [row["what"] for row in waterfall(value)]
    assert words[4:7] == ["Realised", "not caused by it", "What counts of it"]


def test_an_interval_is_a_whisker_and_its_figure_stands_beyond_it():
    spread = Range(low=Decimal(320_000), expected=Decimal(500_000), high=Decimal(680_000))
    value = factory.value(500_000).model_copy(update={"realised": spread})
    spec = value_waterfall(value)
    (whisker,) = spec["datasets"]["whiskers"]
    assert (whisker["low"], whisker["high"], whisker["right"]) == (320_000, 680_000, 680_000)
    assert vl_convert.vegalite_to_vega(spec)["marks"]


def test_every_bar_of_the_waterfall_has_a_look():
    assert set(styles(value_waterfall(factory.value(-5, 3)))) <= set(config()["style"])
