"""Charts are specifications that Vega-Lite takes: complete, told in words, without a colour of their own."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import numpy as np
import pytest

from tests.kpis.series import series
from tests.kpis.worlds import kpi
from trueup.kpis.charts import control_chart, heat_map, sparkline
from trueup.kpis.monitoring import control_chart as charted
from trueup.kpis.outlook import Ask, outlooks
from trueup.kpis.targets import in_force, stated

VALUES = [*([10.0, 12.0, None, 11.0, 9.0, 10.0] * 4), 40.0]


def _full(theme: dict[str, Any] | None = None) -> dict[str, Any]:
    of = series(VALUES)
    [outlook] = outlooks([Ask(of, "at", None, 10.0, dt.date(2024, 1, 1), dt.date(2026, 6, 30))], 1)
    promise = in_force(stated(kpi("k", targets=[{"target": 10}])), of.start, of.end)
    return control_chart(of, charted(of), "Cycle time", "day", promise=promise, outlook=outlook, theme=theme)


@pytest.mark.parametrize(
    "spec",
    [
        _full(),
        control_chart(series(VALUES[:3]), charted(series(VALUES[:3])), "Short", "day"),
        control_chart(series([]), charted(series([])), "Nothing", "day"),
        sparkline(series(VALUES), "Course"),
        heat_map(
            [{"s": "a", "p": "x", "attainment": 0.9}, {"s": "b", "p": None, "attainment": None}], "p", "s", "Heat"
        ),
    ],
    ids=["full", "short", "empty", "sparkline", "heat"],
)
def test_vega_draws_it(spec: dict[str, Any]) -> None:
    import vl_convert

    sized = {**spec, "width": 300}
    assert "<svg" in vl_convert.vegalite_to_svg(json.dumps(sized, allow_nan=False))
    assert spec["title"]
    assert spec["description"].startswith(spec["title"])
    assert all(layer["data"]["name"] in spec["datasets"] for layer in spec["layer"])
    assert "#" not in json.dumps(spec)
    assert "config" not in spec


def test_the_control_chart_holds_all_that_is_known() -> None:
    spec = _full()
    data = spec["datasets"]
    assert set(data) == {"fan", "limits", "promise", "line", "points", "alarms"}
    assert [row["v"] for row in data["line"]] == VALUES
    assert len(data["points"]) == len([value for value in VALUES if value is not None])
    assert {row["high"] for row in data["promise"]} == {10.0}
    assert data["alarms"][0]["v"] == 40.0
    assert data["fan"][0]["d"] > data["line"][-1]["d"]
    assert "P(hit)" in spec["description"]


def test_the_theme_is_the_readers() -> None:
    theme = {"style": {"limit": {"color": "grey"}}}
    assert _full(theme)["config"] == theme


def test_cells_of_a_heat_map() -> None:
    rows = [
        {"stage": "service", "provider": "acme", "attainment": 1.25},
        {"stage": None, "provider": "sint", "attainment": np.nan},
    ]
    spec = heat_map(rows[:1], "provider", "stage", "Heat")
    assert spec["datasets"]["cells"] == [
        {"x": "acme", "y": "service", "v": 1.25, "label": "125%", "t": "service, acme: 125%"}
    ]
    assert "service, acme: 125%" in spec["description"]
