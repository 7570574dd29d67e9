"""Results as Vega-Lite: promise against proof.

Marks name a role (`style: promise`), never a colour: whoever shows the chart gives the roles their looks. All that
varies stands in `datasets`, so that charts of one shape share one specification.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from trueup.agreements.results import ObjectiveResult, PathStep, Point, Target
from trueup.vocabulary import Grade, Period
from trueup.vocabulary.picture import Row, Spec, chart, told

__all__ = ["Row", "Spec", "chart", "figure", "moved", "promise_against_proof", "shown", "told"]


def promise_against_proof(objective: ObjectiveResult) -> Spec:
    """Baseline, the promised path (first and current), actuals by grade, control limits, forecast fan and target.

    An actual stands on the last day of its period, in the KPI's unit.
    """
    layers = [
        *_fan(),
        _line("lead", "fan-middle"),
        _between("ahead", "ahead", strokeWidth=8),
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


def _time() -> Row:
    words = {"year": "%Y", "quarter": "%b", "month": "%b", "week": "%e %b", "date": "%e %b"}
    return {
        "field": "d",
        "type": "temporal",
        "scale": {"type": "utc"},
        "title": None,
        "axis": {"grid": False, "format": words},
    }


def _quantity(unit: str) -> Row:
    return {
        "field": "v",
        "type": "quantitative",
        "scale": {"zero": False},
        "title": _named(unit),
        "axis": {"tickCount": 5},
    }


def figure(value: float) -> str:
    """A number beside a mark: five digits, or all of those before the point."""
    digits = f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:,.5g}"
    return digits.replace("-", "\N{MINUS SIGN}")


def _named(unit: str) -> str | None:
    return None if unit in {"ratio", "count"} else unit


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
        "encoding": told({"x2": {"field": "d1"}}),
    }


def _between(name: str, style: str, **more: float) -> Spec:
    """A rule from low to high; its width is not taken from a style, so `more` says it."""
    ends = {"y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}}
    return {"data": {"name": name}, "mark": {"type": "rule", "style": style, **more}, "encoding": told(ends)}


def _line(name: str, style: str) -> Spec:
    return {"data": {"name": name}, "mark": {"type": "line", "style": style}}


def _due() -> Spec:
    return {"data": {"name": "due"}, "mark": {"type": "rule", "style": "due"}, "encoding": told({"y": None})}


def _targets() -> list[Spec]:
    """A target is a bar across its due date with its figure beside it; a range is a block."""
    beside = {
        "type": "text",
        "align": "left",
        "dx": {"expr": "datum.dx"},
        "dy": {"expr": "datum.dy"},
        "baseline": "middle",
    }
    label = {"text": {"field": "label"}}
    return [
        {
            "data": {"name": "range"},
            "mark": {"type": "rect", "style": "range"},
            "encoding": told({"x2": {"field": "d1"}, "y2": {"field": "v1"}}),
        },
        {
            "data": {"name": "target"},
            "mark": {"type": "tick", "orient": "horizontal", "style": "target"},
            "encoding": told({}),
        },
        {
            "data": {"name": "first_target"},
            "mark": {"type": "tick", "orient": "horizontal", "style": "first-target"},
            "encoding": told({}),
        },
        {"data": {"name": "target"}, "mark": {**beside, "style": "target-label"}, "encoding": label},
        {"data": {"name": "first_target"}, "mark": {**beside, "style": "first-label"}, "encoding": label},
    ]


def _actuals() -> list[Spec]:
    return [
        _between("intervals", "interval"),
        _line("actuals", "actual"),
        *(
            {
                "data": {"name": grade.name},
                "mark": {"type": "point", "filled": True, "style": grade.name},
                "encoding": told({}),
            }
            for grade in Grade
        ),
        {"data": {"name": "signals"}, "mark": {"type": "point", "style": "signal"}, "encoding": told({})},
    ]


def _datasets(objective: ObjectiveResult) -> dict[str, list[Row]]:
    return {**_promised(objective), **_proved(objective), **_watched(objective)}


def _promised(objective: ObjectiveResult) -> dict[str, list[Row]]:
    first = objective if moved(objective) else None
    return {
        "baseline": [] if objective.type == "cumulative" else [*_baseline(objective)],
        "path": _path(objective.path),
        "first": _path(first.first_path) if first else [],
        "due": [{"d": due.isoformat(), "t": f"due {due}"} for due in (objective.due,) if due],
        "range": [*_range(objective)],
        "target": _target(objective, objective.target, objective.due, "target"),
        "first_target": _target(first, first.first_target, first.first_due, "first") if first else [],
    }


def _proved(objective: ObjectiveResult) -> dict[str, list[Row]]:
    actuals = [_actual(point, objective.unit) for point in shown(objective)]
    return {
        "actuals": actuals,
        "intervals": [row for row in actuals if "low" in row],
        **{grade.name: [row for row in actuals if row["g"] == grade.name] for grade in Grade},
    }


def _watched(objective: ObjectiveResult) -> dict[str, list[Row]]:
    """Control chart and fan speak of single periods; beside a running sum stands the forecast of the sum alone."""
    nothing: dict[str, list[Row]] = {name: [] for name in ("limits", "centre", "fan", "signals", "ahead", "lead")}
    if objective.type == "cumulative":
        return nothing | _sum_ahead(objective)
    return nothing | {
        "limits": [*_limits(objective, "lower"), *_limits(objective, "upper")],
        "centre": [*_limits(objective, "centre")],
        "fan": [*_steps(objective)],
        "signals": [
            {"d": _last(signal.period), "v": signal.value, "t": f"Signal: {signal.rule}, {signal.side}"}
            for signal in objective.signals
        ],
    }


def _sum_ahead(objective: ObjectiveResult) -> dict[str, list[Row]]:
    ahead, so_far = objective.forecast, shown(objective)
    if ahead is None or not so_far:
        return {}
    text = f"forecast of the sum: {figure(ahead.low)} to {figure(ahead.high)}"
    end = {"d": ahead.at.isoformat(), "v": ahead.expected, "low": ahead.low, "high": ahead.high, "t": text}
    return {"ahead": [end], "lead": [{"d": _last(so_far[-1].period), "v": so_far[-1].actual}, end]}


def shown(objective: ObjectiveResult) -> list[Point]:
    """The actuals as the promise speaks of them: period by period, or for a cumulative one their running sum.

    The sum begins with the first period that ends after the promised path has begun; its grade is the least so far.
    """
    if objective.type != "cumulative":
        return list(objective.points)
    start = objective.path[0].date if objective.path else dt.date.min
    counted = [point for point in objective.points if point.period.end > start]
    return [_running(counted[: number + 1]) for number in range(len(counted))]


def _running(points: Sequence[Point]) -> Point:
    """All of them as one; a dispute about any widens the sum to both sides' figures."""
    total = sum(point.actual for point in points)
    low, high = (
        sum(point.actual if end is None else end for point, end in zip(points, ends, strict=True))
        for ends in ([point.low for point in points], [point.high for point in points])
    )
    spread = {"low": low, "high": high} if low < high else {}
    last, grade = points[-1], min(point.grade for point in points)
    return Point(period=last.period, actual=total, grade=grade, reported_by=last.reported_by, **spread)


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
    return row | {"t": f"{point.period}: {figure(point.actual)} {unit}, {point.grade}"}


def _limits(objective: ObjectiveResult, which: str) -> Iterator[Row]:
    value = getattr(objective.limits, which, None)
    if value is not None and objective.points:
        ends = {"d": _last(objective.points[0].period), "d1": _last(objective.points[-1].period)}
        yield {**ends, "v": value, "t": f"{which}{' limit' if which != 'centre' else ''} {figure(value)}"}


def _baseline(objective: ObjectiveResult) -> Iterator[Row]:
    """From the first actual to where the promise begins."""
    days = [step.date for step in objective.path[:1]] + [point.period.start for point in objective.points[:1]]
    ends = sorted([*days, *([objective.due] if objective.due else [])])
    if objective.baseline is not None and len(ends) > 1:
        text = f"baseline {figure(objective.baseline)}"
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
        yield {"d": start, "d1": end, "v": low, "v1": high, "t": f"to be kept from {figure(low)} to {figure(high)}"}


def _target(objective: ObjectiveResult, target: Target | None, due: dt.date | None, word: str) -> list[Row]:
    """The label stands beside the target, or above it where the chart goes on after the due date."""
    if target is None or due is None or isinstance(target, tuple):
        return []
    days = [*(step.date for step in objective.path), *(point.period.start for point in objective.points)]
    place = {"dx": 6, "dy": -11} if any(day > due for day in days) else {"dx": 17, "dy": 0}
    label = f"{word} {figure(target)}"
    return [{"d": due.isoformat(), "v": target, "label": label, "t": f"{label}, due {due}", **place}]
