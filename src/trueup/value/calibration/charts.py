"""Calibration as Vega-Lite: reliability, coverage, where outcomes fell, Brier over time, optimism, the ladder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from trueup.value.results_calibration import (
    HeldShare,
    LadderResult,
    LevelCoverage,
    PitClass,
    ProbabilityScores,
    PromiseScores,
    QuarterScore,
)
from trueup.vocabulary.picture import Row, Spec, chart, told

Say = Callable[..., str]
PERCENT = {"format": ".0%", "grid": False, "tickCount": 5}


def _english(text: str, /, **values: object) -> str:
    return text.format(**values)


def reliability_diagram(found: ProbabilityScores, say: Say = _english) -> Spec:
    """What was said across, what came up. Honest forecasts lie on the diagonal, within the thick bars 95 % of the time.

    The thin bars are the 95 % intervals of the shares that came.
    """
    points = [
        {
            "said": row.said,
            "came": row.came.value,
            "low": row.came.low,
            "high": row.came.high,
            "el": row.expected_low,
            "eh": row.expected_high,
            "n": row.n,
            "t": say(
                "said {said} on average, {came} of {n} came true ({low} to {high})",
                said=f"{row.said:.0%}",
                came=f"{row.came.value:.0%}",
                n=row.n,
                low=f"{row.came.low:.0%}",
                high=f"{row.came.high:.0%}",
            ),
        }
        for row in found.rows
    ]
    datasets: dict[str, list[Row]] = {
        "even": [{"said": 0.0, "came": 0.0}, {"said": 1.0, "came": 1.0}],
        "expected": points,
        "spans": points,
        "points": points,
    }
    layers = [
        _layer("even", "line", "even", {}),
        _layer("expected", "rule", "ahead", {"y": _number("el"), "y2": {"field": "eh"}}, strokeWidth=8),
        _layer("spans", "rule", "interval", {"y": _number("low"), "y2": {"field": "high"}}),
        _layer("points", "point", "outcome", told({}), filled=True),
    ]
    scale = {"scale": {"domain": [0, 1], "nice": False}, "axis": PERCENT}
    across = _number("said") | scale | {"title": say("probability that was given")}
    return chart(360, layers, {"x": across, "y": _number("came") | scale | {"title": say("share that came")}}, datasets)


def coverage_bars(found: Sequence[LevelCoverage], say: Say = _english) -> Spec:
    """How often the interval of each level held what came, beside the level itself."""
    rows = [
        _span(f"{row.level:.0%}", row.held, say) | {"level": row.level}
        for row in found
    ]  # fmt: skip
    datasets = {"levels": rows, "spans": rows, "points": rows}
    layers = [
        _layer("levels", "tick", "promise-tick", {"x": _number("level")}, thickness=3, size=22),
        _layer("spans", "rule", "interval", {"x": _number("low"), "x2": {"field": "high"}}),
        _layer("points", "point", "outcome", told({}), filled=True),
    ]
    return _across(rows, layers, datasets, say("share of outcomes that the interval held"), [0, 1])


def pit_histogram(found: Sequence[PitClass], say: Say = _english) -> Spec:
    """Where outcomes fell in their forecasts. Honest forecasts give ten even bars; a U is over-confidence."""
    rows = [
        {
            "x": row.low,
            "x2": row.high,
            "share": row.share,
            "t": say(
                "{share} of outcomes between the {low} and the {high} quantile",
                share=f"{row.share:.0%}",
                low=f"{row.low:.0%}",
                high=f"{row.high:.0%}",
            ),
        }
        for row in found
    ]
    layers = [
        _layer("bars", "bar", "portion", told({"x2": {"field": "x2"}, "y2": {"datum": 0}})),
        _layer("even", "rule", "even", {"x": None}),
    ]
    across = _number("x") | {
        "title": say("quantile of the forecast"), "axis": PERCENT, "scale": {"domain": [0, 1], "nice": False}
    }  # fmt: skip
    up = _number("share") | {"title": say("share of outcomes"), "axis": PERCENT}
    return chart(220, layers, {"x": across, "y": up}, {"bars": rows, "even": [{"share": 0.1}]})


def brier_over_time(found: Sequence[QuarterScore], say: Say = _english) -> Spec:
    """The Brier score of what came due in each quarter: lower is better, 0.25 is a coin."""
    rows = [
        {
            "day": _quarter(row.period),
            "brier": row.brier,
            "t": say(
                "{period}: Brier {brier}, said {said}, {came} of {n} came true",
                period=row.period,
                brier=f"{row.brier:.3f}",
                said=f"{row.said:.0%}",
                came=f"{row.came:.0%}",
                n=row.n,
            ),
        }
        for row in found
    ]
    layers = [
        _layer("coin", "rule", "limit", {"x": None}),
        _layer("line", "line", "actual", {}),
        _layer("points", "point", "outcome", told({}), filled=True),
    ]
    up = _number("brier") | {"title": say("Brier score"), "scale": {"zero": True}, "axis": {"grid": False}}
    across = {
        "field": "day",
        "type": "temporal",
        "scale": {"type": "utc"},
        "title": None,
        "axis": {"grid": False, "tickCount": 6},
    }
    return chart(220, layers, {"x": across, "y": up}, {"coin": [{"brier": 0.25}], "line": rows, "points": rows})


def optimism(found: Sequence[tuple[str, PromiseScores]], say: Say = _english) -> Spec:
    """What came of what was promised, by who promised it; 1 is as promised."""
    rows = [_factor(name, points, say) for name, points in found]
    layers = [
        _layer("even", "rule", "even", {"y": None}),
        _layer("spans", "rule", "interval", {"x": _number("low"), "x2": {"field": "high"}}),
        _layer("points", "point", "outcome", told({}), filled=True),
    ]
    datasets = {"even": [{"value": 1.0}], "spans": rows, "points": rows}
    return _across(rows, layers, datasets, say("came, of what was promised"), None)


def ladder_record(found: LadderResult, say: Say = _english) -> Spec:
    """How often the 80 % interval of each rung held, beside 80 % and the bounds beyond which it loses its place."""
    rows = [
        _span(str(rung.rung), rung.held_80, say) | {"place": rung.place}
        for rung in found.rungs
        if rung.held_80 is not None
    ]
    datasets: dict[str, list[Row]] = {
        "bounds": [{"value": 0.7}, {"value": 0.9}],
        "level": [{"value": 0.8}],
        "spans": rows,
        "kept": [row for row in rows if row["place"] != "lost"],
        "lost": [row for row in rows if row["place"] == "lost"],
    }
    layers = [
        _layer("bounds", "rule", "limit", {"y": None}),
        _layer("level", "rule", "even", {"y": None}),
        _layer("spans", "rule", "interval", {"x": _number("low"), "x2": {"field": "high"}}),
        _layer("kept", "point", "outcome", told({}), filled=True),
        _layer("lost", "point", "signal", told({}), shape="cross"),
    ]
    return _across(rows, layers, datasets, say("share of outcomes that its 80 % interval held"), [0, 1])


def _across(
    rows: Sequence[Row], layers: list[Spec], datasets: dict[str, list[Row]], title: str, domain: list[int] | None
) -> Spec:
    """One row a thing, its share across."""
    names = {
        "field": "name",
        "type": "nominal",
        "sort": None,
        "title": None,
        "scale": {"domain": [row["name"] for row in rows]},
        "axis": {"labelLimit": {"expr": "width < 520 ? 120 : 320"}},
    }
    scale = {"domain": domain, "nice": False} if domain else {"zero": False}
    return chart(
        max(70, 34 * len(rows)),
        layers,
        {"x": _number("value") | {"title": title, "axis": PERCENT, "scale": scale}, "y": names},
        datasets,
    )


def _span(name: str, held: HeldShare, say: Say) -> Row:
    text = say(
        "{name}: {share} of {n} ({low} to {high})",
        name=name,
        share=f"{held.value:.0%}",
        n=held.n,
        low=f"{held.low:.0%}",
        high=f"{held.high:.0%}",
    )
    return {"name": name, "value": held.value, "low": held.low, "high": held.high, "t": text}


def _factor(name: str, points: PromiseScores, say: Say) -> Row:
    text = say(
        "{name}: {share} of what was promised came ({low} to {high}, n = {n})",
        name=name,
        share=f"{points.factor:.0%}",
        low=f"{points.factor_low:.0%}",
        high=f"{points.factor_high:.0%}",
        n=points.n,
    )
    return {"name": name, "value": points.factor, "low": points.factor_low, "high": points.factor_high, "t": text}


def _quarter(period: str) -> str:
    year, quarter = period.split("-Q")
    return date(int(year), 3 * int(quarter) - 2, 1).isoformat()


def _layer(data: str, type: str, style: str, encoding: Row, **mark: object) -> Spec:
    return {"data": {"name": data}, "mark": {"type": type, "style": style, **mark}, "encoding": encoding}


def _number(name: str) -> Row:
    return {"field": name, "type": "quantitative"}
