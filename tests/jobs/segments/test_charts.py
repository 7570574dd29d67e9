from __future__ import annotations

import json

import vl_convert

from trueup.jobs.segments import Found
from trueup.jobs.segments.charts import MOST, needs_chart, stability_chart
from trueup.report.theme import config


def test_charts_are_valid_and_every_role_has_a_look(segmented: Found) -> None:
    for spec in (needs_chart(segmented.result.segments[0]), stability_chart(segmented.result)):
        vl_convert.vegalite_to_vega(json.dumps({**spec, "width": 400}))
        assert {layer["mark"]["style"] for layer in spec["layer"]} <= set(config()["style"])


def test_each_need_stands_beside_that_of_everybody_else(segmented: Found) -> None:
    segment = segmented.result.segments[0]
    rows = needs_chart(segment)["datasets"]["points"]
    assert len(rows) == min(MOST, len(segment.needs))
    for row, need in zip(rows, segment.needs, strict=False):
        assert need.opportunity is not None
        assert need.difference is not None
        assert row["low"] <= row["o"] == need.opportunity.value <= row["high"]
        assert abs(row["else"] - (need.opportunity.value - need.difference.value)) < 1e-6


def test_every_stability_that_was_looked_at_is_a_point(segmented: Found) -> None:
    data = stability_chart(segmented.result)["datasets"]
    assert [row["k"] for row in data["means"]] == [2, 3, 4, 5, 6]
    assert [row["k"] for row in data["classes"]] == [3]
    assert data["least"] == [{"s": 0.75}]
