"""What was caused, as Vega-Lite: the actual against what it would have been, and the effect of each period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from trueup.agreements.charts import figure
from trueup.value.results_attribution import EffectIn, Found
from trueup.vocabulary import Period
from trueup.vocabulary.picture import Row, Spec, chart, told

Say = Callable[..., str]


def _english(template: str, /, **parts: object) -> str:
    return template.format(**parts)


def against(found: Found, unit: str, say: Say = _english) -> Spec:
    """The actual before and after the start, and from the start on what it would have been, with its 95 % interval.

    A value stands on the last day of its period, in the KPI's unit.
    """
    actual = [
        *(_actual(each.period, each.actual, unit) for each in found.before),
        *(_actual(each.period, each.actual, unit) for each in found.periods),
    ]
    datasets: dict[str, list[Row]] = {
        "band": [_without(each, unit, say) for each in found.periods],
        "fitted": [_at(each.period, each.fitted) for each in found.before if each.fitted is not None],
        "without": [_without(each, unit, say) for each in found.periods],
        "actuals": actual,
        "start": [{"d": found.since.isoformat(), "label": "start"}],
    }
    layers = [
        {
            "data": {"name": "band"},
            "mark": {"type": "area", "style": "fan-wide"},
            "encoding": {"y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}},
        },
        _start(),
        _line("fitted", "first"),
        _line("without", "promise"),
        _line("actuals", "actual"),
        {
            "data": {"name": "without"},
            "mark": {"type": "point", "filled": True, "style": "others"},
            "encoding": told({}),
        },
        {"data": {"name": "actuals"}, "mark": {"type": "point", "filled": True, "style": "outcome"},
         "encoding": told({})},
    ]  # fmt: skip
    return chart(260, layers, {"x": _time(), "y": _quantity(unit, say)}, datasets)


def effects(found: Found, unit: str, say: Say = _english) -> Spec:
    """The improvement that was caused in each period after the start, with its 95 % interval; above 0 is better."""
    rows = [_effect(each, unit, say) for each in found.periods]
    layers = [
        {"data": {"name": "nothing"}, "mark": {"type": "rule", "style": "zero"}, "encoding": {"x": None}},
        {
            "data": {"name": "spans"},
            "mark": {"type": "rule", "style": "interval"},
            "encoding": {"y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}},
        },
        {"data": {"name": "points"}, "mark": {"type": "point", "filled": True, "style": "outcome"},
         "encoding": told({})},
    ]  # fmt: skip
    datasets: dict[str, list[Row]] = {"nothing": [{"v": 0}], "spans": rows, "points": rows}
    return chart(170, layers, {"x": _time(), "y": _quantity(unit, say)}, datasets)


def _time() -> Row:
    words = {"year": "%Y", "quarter": "%b", "month": "%b", "week": "%e %b", "date": "%e %b"}
    axis = {"grid": False, "format": words, "tickCount": {"expr": "width < 520 ? 4 : 8"}}
    return {"field": "d", "type": "temporal", "scale": {"type": "utc"}, "title": None, "axis": axis}


def _quantity(unit: str, say: Say) -> Row:
    title = None if unit in {"ratio", "count"} else say(unit)
    return {
        "field": "v",
        "type": "quantitative",
        "scale": {"zero": False},
        "title": title,
        "axis": {"tickCount": 5},
    }


def _line(name: str, style: str) -> Spec:
    return {"data": {"name": name}, "mark": {"type": "line", "style": style}}


def _start() -> Spec:
    return {"data": {"name": "start"}, "mark": {"type": "rule", "style": "status"}, "encoding": {"y": None}}


def _last(period: Period) -> str:
    return (period.end - dt.timedelta(days=1)).isoformat()


def _at(period: Period, value: float) -> Row:
    return {"d": _last(period), "v": value}


def _actual(period: Period, value: float, unit: str) -> Row:
    return {**_at(period, value), "t": f"{period}: {figure(value)} {unit}"}


def _without(each: EffectIn, unit: str, say: Say) -> Row:
    found = each.without
    low, high = figure(found.low), figure(found.high)
    text = say("{period}, without it: {expected} ({low} to {high}) {unit}", period=str(each.period),
               expected=figure(found.expected), low=low, high=high, unit=unit)  # fmt: skip
    return {**_at(each.period, found.expected), "low": found.low, "high": found.high, "t": text}


def _effect(each: EffectIn, unit: str, say: Say) -> Row:
    found = each.effect
    low, high = figure(found.low), figure(found.high)
    text = say("{period}: {expected} ({low} to {high}) {unit}", period=str(each.period),
               expected=figure(found.expected), low=low, high=high, unit=unit)  # fmt: skip
    return {**_at(each.period, found.expected), "low": found.low, "high": found.high, "t": text}
