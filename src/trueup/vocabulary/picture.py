"""The frame of every chart, as Vega-Lite.

Marks name a role (`style: promise`), never a colour: whoever shows the chart gives the roles their looks. All that
varies stands in `datasets`, so that charts of one shape share one specification.
"""

from __future__ import annotations

from typing import Any

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
Spec = dict[str, Any]
Row = dict[str, Any]


def chart(height: int, layers: list[Spec], encoding: Row, datasets: dict[str, list[Row]]) -> Spec:
    """A chart as wide as its place, with the layers for which there are data."""
    return {
        "$schema": SCHEMA,
        "width": "container",
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": {"left": 4, "right": 12, "top": 14, "bottom": 4},
        "datasets": {name: rows for name, rows in datasets.items() if rows},
        "layer": [layer for layer in layers if datasets[layer["data"]["name"]]],
        "encoding": encoding,
    }


def told(encoding: Row) -> Row:
    """The encoding, with the text `t` on pointing at a mark."""
    return {**encoding, "tooltip": {"field": "t", "type": "nominal"}}
