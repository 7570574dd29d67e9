"""Results as Vega-Lite: promise against proof, and the waterfall from what was promised to what is proved.

Marks name a role (`style: promise`), never a colour: whoever shows the chart gives the roles their looks. All that
varies stands in `datasets`, so that charts of one shape share one specification.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from trueup.agreements.results import ObjectiveResult, PathStep, Point, Range, Target, Value
from trueup.vocabulary import Grade, Period

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
Spec = dict[str, Any]
Row = dict[str, Any]


def promise_against_proof(objective: ObjectiveResult) -> Spec:
    """Baseline, the promised path (first and current), actuals by grade, control limits, forecast fan and target.

    An actual stands on the last day of its period, in the KPI's unit.
    """
    layers = [
        *_fan(),
        _rules("limits", "limit"),
        _rules("centre", "centre"),
        _rules("baseline", "baseline"),
        _line("first", "first"),
        _line("path", "promise"),
        _due(),
        *_targets(),
        *_actuals(),
    ]
    encoding = {"x": _time(), "y": _quantity(objective.unit)}
    return chart(260, layers, encoding, _datasets(objective))


def chart(height: int, layers: list[Spec], encoding: Row, datasets: dict[str, list[Row]]) -> Spec:
    """A chart as wide as its place, with the layers for which there are data."""
    return {
        "$schema": SCHEMA,
        "width": "container",
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "datasets": {name: rows for name, rows in datasets.items() if rows},
        "layer": [layer for layer in layers if datasets[layer["data"]["name"]]],
        "encoding": encoding,
    }


def _time() -> Row:
    return {"field": "d", "type": "temporal", "scale": {"type": "utc"}, "title": None, "axis": {"grid": False}}


def _quantity(unit: str) -> Row:
    return {"field": "v", "type": "quantitative", "scale": {"zero": False}, "title": unit, "axis": {"tickCount": 5}}


def _fan() -> list[Spec]:
    def band(low: str, high: str, style: str) -> Spec:
        return {
            "data": {"name": "fan"},
            "mark": {"type": "area", "style": style},
            "encoding": {"y": {"field": low, "type": "quantitative"}, "y2": {"field": high}},
        }

    return [band("p05", "p95", "fan-wide"), band("p20", "p80", "fan-narrow"), _line("fan", "fan-middle")]


def _rules(name: str, style: str) -> Spec:
    return {
        "data": {"name": name},
        "mark": {"type": "rule", "style": style},
        "encoding": _told({"x2": {"field": "d1"}}),
    }


def _line(name: str, style: str) -> Spec:
    return {"data": {"name": name}, "mark": {"type": "line", "style": style}}


def _due() -> Spec:
    return {"data": {"name": "due"}, "mark": {"type": "rule", "style": "due"}, "encoding": _told({"y": None})}


def _told(encoding: Row) -> Row:
    return {**encoding, "tooltip": {"field": "t", "type": "nominal"}}


def _targets() -> list[Spec]:
    """A target is a bar across its due date with its figure beside it; a range is a block."""
    beside = {"type": "text", "align": "left", "dx": 17, "baseline": "middle"}
    label = {"text": {"field": "label"}}
    return [
        {
            "data": {"name": "range"},
            "mark": {"type": "rect", "style": "range"},
            "encoding": _told({"x2": {"field": "d1"}, "y2": {"field": "v1"}}),
        },
        {
            "data": {"name": "target"},
            "mark": {"type": "tick", "orient": "horizontal", "style": "target"},
            "encoding": _told({}),
        },
        {
            "data": {"name": "first_target"},
            "mark": {"type": "tick", "orient": "horizontal", "style": "first-target"},
            "encoding": _told({}),
        },
        {"data": {"name": "target"}, "mark": {**beside, "style": "target-label"}, "encoding": label},
        {"data": {"name": "first_target"}, "mark": {**beside, "style": "first-label"}, "encoding": label},
    ]


def _actuals() -> list[Spec]:
    return [
        {
            "data": {"name": "intervals"},
            "mark": {"type": "rule", "style": "interval"},
            "encoding": {"y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}},
        },
        _line("actuals", "actual"),
        *(
            {
                "data": {"name": grade.name},
                "mark": {"type": "point", "filled": True, "style": grade.name},
                "encoding": _told({}),
            }
            for grade in Grade
        ),
        {"data": {"name": "signals"}, "mark": {"type": "point", "style": "signal"}, "encoding": _told({})},
    ]


def _datasets(objective: ObjectiveResult) -> dict[str, list[Row]]:
    return {
        **_promised(objective),
        **_proved(objective),
        "limits": [*_limits(objective, "lower"), *_limits(objective, "upper")],
        "centre": [*_limits(objective, "centre")],
        "fan": [*_steps(objective)],
    }


def _promised(objective: ObjectiveResult) -> dict[str, list[Row]]:
    first = objective if moved(objective) else None
    return {
        "baseline": [*_baseline(objective)],
        "path": _path(objective.path),
        "first": _path(first.first_path) if first else [],
        "due": [{"d": due.isoformat(), "t": f"due {due}"} for due in (objective.due,) if due],
        "range": [*_range(objective)],
        "target": _target(objective.target, objective.due, "target"),
        "first_target": _target(first.first_target, first.first_due, "first") if first else [],
    }


def _proved(objective: ObjectiveResult) -> dict[str, list[Row]]:
    actuals = [_actual(point, objective.unit) for point in objective.points]
    return {
        "actuals": actuals,
        "intervals": [row for row in actuals if "low" in row],
        **{grade.name: [row for row in actuals if row["g"] == grade.name] for grade in Grade},
        "signals": [
            {"d": _last(signal.period), "v": signal.value, "t": f"Signal: {signal.rule}, {signal.side}"}
            for signal in objective.signals
        ],
    }


def moved(objective: ObjectiveResult) -> bool:
    """Whether the first promise was another one than the current."""
    current = (objective.target, objective.due, objective.path)
    return objective.first_target is not None and current != (
        objective.first_target,
        objective.first_due or objective.due,
        objective.first_path,
    )


def _last(period: Period) -> str:
    return (period.end - dt.timedelta(days=1)).isoformat()


def _actual(point: Point, unit: str) -> Row:
    """`t` is what a reader sees on pointing at it."""
    row: Row = {"d": _last(point.period), "v": point.actual, "g": point.grade.name}
    if point.low is not None and point.high is not None and point.low < point.high:
        row |= {"low": point.low, "high": point.high}
    return row | {"t": f"{point.period}: {point.actual:g} {unit}, {point.grade}"}


def _limits(objective: ObjectiveResult, which: str) -> Iterator[Row]:
    value = getattr(objective.limits, which, None)
    if value is not None and objective.points:
        ends = {"d": _last(objective.points[0].period), "d1": _last(objective.points[-1].period)}
        yield {**ends, "v": value, "t": f"{which}{' limit' if which != 'centre' else ''} {value:.4g}"}


def _baseline(objective: ObjectiveResult) -> Iterator[Row]:
    """From the first actual to where the promise begins."""
    days = [step.date for step in objective.path[:1]] + [point.period.start for point in objective.points[:1]]
    ends = sorted([*days, *([objective.due] if objective.due else [])])
    if objective.baseline is not None and len(ends) > 1:
        text = f"baseline {objective.baseline:g}"
        yield {"d": ends[0].isoformat(), "d1": ends[1].isoformat(), "v": objective.baseline, "t": text}


def _path(steps: tuple[PathStep, ...]) -> list[Row]:
    return [{"d": step.date.isoformat(), "v": step.value} for step in steps]


def _steps(objective: ObjectiveResult) -> Iterator[Row]:
    """The fan begins at the last actual, so that proof runs on into forecast without a gap."""
    fan = objective.forecast.fan if objective.forecast else ()
    quantiles = ("p05", "p20", "p50", "p80", "p95")
    if fan and objective.points:
        last = objective.points[-1]
        yield {"d": _last(last.period), "v": last.actual, **dict.fromkeys(quantiles, last.actual)}
    for step in fan:
        yield {"d": _last(step.period), "v": step.p50, **{name: getattr(step, name) for name in quantiles}}


def _range(objective: ObjectiveResult) -> Iterator[Row]:
    if isinstance(objective.target, tuple) and objective.points:
        low, high = objective.target
        end = objective.due.isoformat() if objective.due else _last(objective.points[-1].period)
        start = objective.points[0].period.start.isoformat()
        yield {"d": start, "d1": end, "v": low, "v1": high, "t": f"to be kept from {low:g} to {high:g}"}


def _target(target: Target | None, due: dt.date | None, word: str) -> list[Row]:
    if target is None or due is None or isinstance(target, tuple):
        return []
    return [{"d": due.isoformat(), "v": target, "label": f"{word} {target:g}", "t": f"{word} {target:g}, due {due}"}]


KINDS = ("total", "less", "more", "cost", "gain", "loss")


def value_waterfall(value: Value) -> Spec:
    """From the value promised, over what was realised and what is proved, to what remains after cost.

    Amounts in the currency of the agreement; bars in order from top to bottom.
    """
    rows = [*waterfall(value)]
    datasets = {kind: [row for row in rows if row["kind"] == kind] for kind in KINDS}
    datasets |= {"bars": rows, "whiskers": [row for row in rows if "low" in row], "zero": [{"from": 0}]}
    axis = {"ticks": False, "domain": False, "labelLimit": 170}
    down = {"field": "what", "type": "nominal", "sort": None, "title": None, "axis": axis}
    return chart(30 * len(rows), [_amounts(), *map(_bars, KINDS), _whiskers(), _zero()], {"y": down}, datasets)


def _amounts() -> Spec:
    across = {"field": "right", "type": "quantitative", "axis": None}
    return {
        "data": {"name": "bars"},
        "mark": {"type": "text", "style": "amount", "align": "left", "dx": 6},
        "encoding": {"x": across, "text": {"field": "label"}},
    }


def _bars(kind: str) -> Spec:
    across = {"field": "from", "type": "quantitative", "axis": None}
    return {
        "data": {"name": kind},
        "mark": {"type": "bar", "height": {"band": 0.56}, "style": f"bar-{kind}"},
        "encoding": _told({"x": across, "x2": {"field": "to"}}),
    }


def _whiskers() -> Spec:
    ends = {"x": {"field": "low", "type": "quantitative", "axis": None}, "x2": {"field": "high"}}
    return {"data": {"name": "whiskers"}, "mark": {"type": "rule", "style": "whisker"}, "encoding": ends}


def _zero() -> Spec:
    at = {"x": {"field": "from", "type": "quantitative", "axis": None}, "y": None}
    return {"data": {"name": "zero"}, "mark": {"type": "rule", "style": "zero"}, "encoding": at}


def waterfall(value: Value) -> Iterator[Row]:
    """The bars, top to bottom: `what`, `kind` (one of KINDS), `from`, `to`, `amount`; `low` and `high` of a total."""
    realised, proved = value.realised.expected, value.at_required_grade.expected
    yield _total("Promised in all", value.potential)
    yield _step("not due yet", value.potential, value.potential_to_date)
    yield _total("Promised to date", value.potential_to_date)
    yield _step("missed" if realised <= value.potential_to_date else "exceeded", value.potential_to_date, realised)
    yield _total("Realised", realised, value.realised)
    counted = realised
    if value.attributed is not None:
        counted = value.attributed.expected
        yield _step("not caused by it", realised, counted)
        yield _total("Attributed", counted, value.attributed)
    if proved != counted:
        yield _step("not yet at the agreed grade", counted, proved)
        yield _total("Proved", proved, value.at_required_grade)
    yield {**_step("cost to date", proved, proved - value.cost), "kind": "cost"}
    net = proved - value.cost
    yield {**_total("Net, as proved", net), "kind": "gain" if net >= 0 else "loss"}


def _total(what: str, amount: Decimal, spread: Range | None = None) -> Row:
    row = _bar(what, "total", Decimal(0), amount, amount)
    if spread is None or spread.low == spread.high:
        return row
    return row | {"low": float(spread.low), "high": float(spread.high), "right": max(float(spread.high), 0.0)}


def _step(what: str, before: Decimal, after: Decimal) -> Row:
    return _bar(what, "less" if after <= before else "more", before, after, after - before)


def _bar(what: str, kind: str, start: Decimal, end: Decimal, amount: Decimal) -> Row:
    label = f"{amount:,.0f}".replace("-", "\N{MINUS SIGN}")
    ends = {"from": float(start), "to": float(end), "right": float(max(start, end)), "amount": float(amount)}
    return {"what": what, "kind": kind, **ends, "label": label, "t": f"{what}: {label}"}
