"""Who the slip comes from, and which activities decide the end."""

from __future__ import annotations

from collections.abc import Mapping

from trueup.delivery.charts.frame import layer
from trueup.delivery.charts.voice import ENGLISH, Voice
from trueup.delivery.results import Simulation
from trueup.vocabulary.picture import Row, Spec, chart, told

MOST = 12


def slip(simulation: Simulation, voice: Voice = ENGLISH) -> Spec:
    """Calendar days of the expected slip that each party's portion explains; they add up to it."""
    rows: list[Row] = [
        {
            "row": voice.party(each.party),
            "v": each.days,
            "low": each.days - 2 * each.se,
            "high": each.days + 2 * each.se,
            "words": _days(each.days, each.share, voice),
            "t": f"{voice.party(each.party)}: {_days(each.days, each.share, voice)}",
        }
        for each in simulation.shares
    ]
    datasets = {
        "gain": [row for row in rows if row["v"] < 0],
        "loss": [row for row in rows if row["v"] >= 0],
        "rows": rows,
        "zero": [{"v": 0}],
    }
    low, high = min(0.0, *(row["low"] for row in rows)), max(0.0, *(row["high"] for row in rows))
    reach = (high - low) or 1.0
    across = {
        "field": "v",
        "type": "quantitative",
        "title": voice.say("calendar days"),
        "scale": {"domain": [low - (0.4 * reach if low < 0 else 0), high + 0.45 * reach], "nice": False},
        "axis": {"grid": False, "tickCount": 5},
    }
    return _bars(datasets, across, [row["row"] for row in rows], whisker=True)


def _days(days: float, share: float | None, voice: Voice) -> str:
    text = voice.say("{days} days", days=voice.number(round(days, 1)))
    return text if share is None else f"{text} ({voice.share(share)})"


def criticality(simulation: Simulation, names: Mapping[str, str], voice: Voice = ENGLISH) -> Spec:
    """Share of the futures in which each activity is critical, the highest first."""
    rows: list[Row] = [
        {
            "row": names.get(each.activity, each.activity),
            "v": each.ci,
            "words": voice.share(each.ci),
            "t": f"{names.get(each.activity, each.activity)}: {voice.share(each.ci)}",
        }
        for each in simulation.sensitivity[:MOST]
    ]
    across = {
        "field": "v",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, 1.15], "nice": False},
        "axis": {"grid": False, "values": [0, 0.5, 1], "labelExpr": "format(datum.value * 100, '.0f') + ' %'"},
    }
    datasets: dict[str, list[Row]] = {"gain": [], "loss": rows, "rows": rows, "zero": []}
    return _bars(datasets, across, [str(row["row"]) for row in rows], whisker=False)


def _bars(datasets: dict[str, list[Row]], across: Row, names: list[str], *, whisker: bool) -> Spec:
    axis = {"domain": False, "ticks": False, "labelLimit": {"expr": "width < 520 ? 120 : 240"}}
    down = {"field": "row", "type": "nominal", "title": None, "axis": axis,
            "scale": {"domain": list(dict.fromkeys(names))}}  # fmt: skip
    ends = {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}}
    layers = [
        layer("loss", "bar", "slip", told({}), height={"band": 0.5}),
        layer("gain", "bar", "gain", told({}), height={"band": 0.5}),
        *([layer("rows", "rule", "whisker", ends)] if whisker else []),
        layer("zero", "rule", "zero", {"y": None}),
        layer("loss", "text", "amount", _beside("high" if whisker else "v"), align="left", dx=6),
        layer("gain", "text", "amount", _beside("low"), align="right", dx=-6),
    ]
    return chart(max(1, len(names)) * 30, layers, {"x": across, "y": down}, datasets)


def _beside(field: str) -> Row:
    return {"text": {"field": "words"}, "x": {"field": field, "type": "quantitative"}}
