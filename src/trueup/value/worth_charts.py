"""Whether an improvement is worth it, as Vega-Lite: net benefit, what moves it, what knowing is worth."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from trueup.value.results_worth import BenefitBin, BestSet, Followed, ImprovementWorth, Information, Swing
from trueup.vocabulary import Figure
from trueup.vocabulary.money import short
from trueup.vocabulary.picture import Row, Spec, chart, told

Say = Callable[..., str]
MOST = 15
"""Bars of a chart; the table behind it has all."""


def _english(text: str, /, **values: object) -> str:
    return text.format(**values)


def distribution(found: ImprovementWorth, currency: str, say: Say = _english) -> Spec:
    """The net benefit over all draws, losses apart from gains, with its expected value and zero."""
    bars = [_bin(each, say) for each in found.histogram]
    expected = float(found.net.expected)
    datasets = {
        "losses": [row for row in bars if row["middle"] < 0],
        "gains": [row for row in bars if row["middle"] >= 0],
        "zero": [{"x": 0.0}],
        "expected": [{"x": expected, "words": say("expected {amount}", amount=Figure(short(found.net.expected)))}],
    }
    bar = {"x": _money("low"), "x2": {"field": "high"}, "y": {"field": "share", "type": "quantitative"},
           "y2": {"datum": 0}}  # fmt: skip
    layers = [
        _layer("losses", "bar", "late", told(bar)),
        _layer("gains", "bar", "kept", told(bar)),
        _layer("zero", "rule", "zero", {"x": _money("x"), "y": None}),
        _layer("expected", "rule", "quantile", {"x": _money("x"), "y": None}),
        _layer("expected", "text", "quantile-words", {"x": _money("x"), "y": {"value": 0}, "text": {"field": "words"}},
               align="left", dx=4, dy=-4),
    ]  # fmt: skip
    title = say("net benefit, {currency}", currency=currency)
    across = _money("low") | {"title": title}
    up = {"field": "share", "type": "quantitative", "title": None, "axis": None}
    return chart(180, layers, {"x": across, "y": up}, datasets)


def swings(found: ImprovementWorth, currency: str, say: Say = _english) -> Spec:
    """The tornado: each input at its 10 % and 90 % points, all others at their medians; the widest first."""
    rows = [_swing(each, found.at_medians, say) for each in found.tornado[:MOST]]
    datasets = {
        "worse": [row | {"to": row["least"]} for row in rows],
        "better": [row | {"to": row["most"]} for row in rows],
        "medians": [{"x": float(found.at_medians)}],
        "zero": [{"x": 0.0}],
    }
    bar = {"x": _money("at"), "x2": {"field": "to"}}
    layers = [
        _layer("worse", "bar", "slip", told(bar)),
        _layer("better", "bar", "gain", told(bar)),
        _layer("zero", "rule", "zero", {"x": _money("x"), "y": None}),
        _layer("medians", "rule", "quantile", {"x": _money("x"), "y": None}),
    ]
    across = _money("at") | {"title": say("net benefit, {currency}", currency=currency)}
    return chart(_height(rows), layers, {"x": across, "y": _names()}, datasets)


def information(found: ImprovementWorth, currency: str, say: Say = _english) -> Spec:
    """What knowing each input exactly is worth, with its error, beside what described measurements are worth net."""
    rows = [_known(each, say) for each in found.information if each.worth > 0][:MOST]
    datasets = {"known": rows, "error": rows}
    layers = [
        _layer("known", "bar", "bar-total", told({"x": _money("worth")})),
        _layer("error", "rule", "whisker", {"x": _money("low"), "x2": {"field": "high"}}),
    ]
    across = _money("worth") | {"title": say("worth of knowing it, {currency}", currency=currency)}
    return chart(_height(rows), layers, {"x": across, "y": _names()}, datasets)


def frontier(best: BestSet, currency: str, say: Say = _english, names: Mapping[str, str] | None = None) -> Spec:
    """What each budget buys at best; `names` is what people call the options."""
    called = names or {}
    rows: list[Row] = [
        {
            "cost": float(step.budget),
            "net": float(step.expected),
            "t": say("for {cost}: {net}, by {options}", cost=Figure(short(step.budget)),
                     net=Figure(short(step.expected)),
                     options=", ".join(called.get(each, each) for each in step.options) or say("nothing")),
        }
        for step in best.frontier
    ]  # fmt: skip
    chosen = [row for row, step in zip(rows, best.frontier, strict=True) if step.options == best.options]
    datasets = {"path": rows, "steps": rows, "chosen": chosen[:1]}
    layers = [
        _layer("path", "line", "frontier-path", {}, interpolate="step-after"),
        _layer("steps", "point", "frontier-short", told({}), filled=True),
        _layer("chosen", "point", "frontier-reaching", told({}), filled=True),
    ]
    across = _money("cost") | {"title": say("budget, {currency}", currency=currency)}
    up = _money("net") | {"title": say("expected net benefit, {currency}", currency=currency)}
    return chart(220, layers, {"x": across, "y": up}, datasets)


def predicted(found: Sequence[Followed], say: Say = _english) -> Spec:
    """Past options: realised over predicted, each as a share of what was predicted; 1 is as predicted."""
    rows: list[Row] = [
        {
            "name": each.title,
            "ratio": each.ratio,
            "t": say("{title}: predicted {predicted}, realised {realised}", title=each.title,
                     predicted=f"{each.predicted:g}", realised=f"{each.realised:g}"),
        }
        for each in found
        if each.ratio is not None and each.realised is not None
    ]  # fmt: skip
    datasets = {"even": [{"x": 1.0}], "points": rows}
    layers = [
        _layer("even", "rule", "limit", {"x": {"field": "x", "type": "quantitative"}, "y": None}),
        _layer("points", "point", "outcome", told({}), filled=True),
    ]
    across = {"field": "ratio", "type": "quantitative", "title": say("realised over predicted"),
              "scale": {"zero": True}, "axis": {"grid": False, "tickCount": 5}}  # fmt: skip
    return chart(_height(rows), layers, {"x": across, "y": _names()}, datasets)


def _layer(data: str, type: str, style: str, encoding: Row, **mark: object) -> Spec:
    return {"data": {"name": data}, "mark": {"type": type, "style": style, **mark}, "encoding": encoding}


def _money(field: str) -> Row:
    axis = {"labelExpr": "format(datum.value, '~s')", "grid": False, "tickCount": 5}
    return {"field": field, "type": "quantitative", "axis": axis}


def _names() -> Row:
    axis = {"labelLimit": {"expr": "width < 520 ? 130 : 320"}, "domain": False, "ticks": False}
    return {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": axis}


def _height(rows: Sequence[object]) -> int:
    return max(60, 26 * len(rows))


def _bin(each: BenefitBin, say: Say) -> Row:
    low, high = float(each.low), float(each.high)
    words = say(
        "{share} from {low} to {high}",
        share=f"{each.share:.1%}",
        low=Figure(short(each.low)),
        high=Figure(short(each.high)),
    )
    return {"low": low, "high": high, "middle": (low + high) / 2, "share": each.share, "t": words}


def _swing(each: Swing, medians: Decimal, say: Say) -> Row:
    least, most = sorted((float(each.at_low), float(each.at_high)))
    words = say(
        "{name}: {at_low} at {low}, {at_high} at {high}",
        name=_label(each.label, say),
        at_low=Figure(short(each.at_low)),
        low=f"{each.low:.4g}",
        at_high=Figure(short(each.at_high)),
        high=f"{each.high:.4g}",
    )
    at = float(medians)
    return {"name": _label(each.label, say), "at": at, "least": min(least, at), "most": max(most, at), "t": words}


def _known(each: Information, say: Say) -> Row:
    name, worth, error = _label(each.label, say), float(each.worth), float(each.stderr)
    words = say(
        "{name}: {worth} ± {error}", name=name, worth=Figure(short(each.worth)), error=Figure(short(each.stderr))
    )
    return {"name": name, "worth": worth, "low": max(0.0, worth - 2 * error), "high": worth + 2 * error, "t": words}


def _label(label: str, say: Say) -> str:
    """An input, which keeps its parts, in the reader's language."""
    template, parts = getattr(label, "template", None), getattr(label, "parts", {})
    if template is None:
        return label
    return say(template, **{name: _label(part, say) if isinstance(part, str) else part for name, part in parts.items()})
