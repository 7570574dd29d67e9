"""Segments as Vega-Lite: what one needs beyond the others, and how stable each number of segments is."""

from __future__ import annotations

from collections.abc import Callable

from trueup.jobs.label import labels
from trueup.jobs.results import Segment, Segmentation, SegmentNeed, SegmentsTried
from trueup.stats.segments.stability import STABLE
from trueup.vocabulary.picture import Row, Spec, chart, told

Say = Callable[..., str]
MOST = 15
"""Outcomes in the chart; the table has all of them."""


def _english(text: str, /, **values: object) -> str:
    return text.format(**values)


def needs_chart(segment: Segment, say: Say = _english) -> Spec:
    """The outcomes by which a segment stands out, most distinctive first: its opportunity with the interval, and that
    of everybody else as an open point.
    """
    found = [need for need in segment.needs if need.opportunity and need.difference][:MOST]
    names_of = labels(need.statement for need in found)
    rows = [_need(need, names_of[need.statement], say) for need in found]
    names = {
        "field": "name",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"labelLimit": {"expr": "width < 520 ? 120 : 320"}},
    }
    across = _number("o", say("opportunity")) | {"scale": {"domain": [0, 20], "nice": False}}
    layers = [
        _layer("spans", "rule", "interval", {"x": _number("low"), "x2": {"field": "high"}}),
        _layer("others", "point", "others", told({"x": _number("else")}), filled=True),
        _layer("points", "point", "outcome", told({}), filled=True),
    ]
    datasets: dict[str, list[Row]] = {"spans": rows, "others": rows, "points": rows}
    return chart(max(60, 22 * len(rows)), layers, {"x": across, "y": names}, datasets)


def stability_chart(found: Segmentation, say: Say = _english) -> Spec:
    """Every number of segments whose stability was looked at, with the line that it has to reach."""
    looked = [(each, _tried(each, say)) for each in found.tried if each.stability is not None]
    datasets: dict[str, list[Row]] = {
        "least": [{"s": STABLE}],
        "means": [row for each, row in looked if each.method == "k-means"],
        "classes": [row for each, row in looked if each.method == "latent classes"],
    }
    layers = [
        _layer("least", "rule", "limit", {"x": None}),
        _layer("means", "point", "others", told({}), filled=True),
        _layer("classes", "point", "outcome", told({}), filled=True),
    ]
    up = _number("s", say("similarity of the least stable segment")) | {"scale": {"domain": [0, 1]}}
    across = {"field": "k", "type": "ordinal", "title": say("segments"), "axis": {"labelAngle": 0}}
    return chart(220, layers, {"x": across, "y": up}, datasets)


def _layer(data: str, type: str, style: str, encoding: Row, **mark: object) -> Spec:
    return {"data": {"name": data}, "mark": {"type": type, "style": style, **mark}, "encoding": encoding}


def _number(name: str, title: str | None = None) -> Row:
    plain = {"field": name, "type": "quantitative"}
    return plain | ({"title": title, "axis": {"grid": False}} if title else {})


def _need(need: SegmentNeed, name: str, say: Say) -> Row:
    assert need.opportunity is not None
    assert need.difference is not None
    own = need.opportunity
    text = say(
        "{statement}: opportunity {value} ({low} to {high}), everybody else {others}",
        statement=need.statement,
        value=f"{own.value:.1f}",
        low=f"{own.low:.1f}",
        high=f"{own.high:.1f}",
        others=f"{own.value - need.difference.value:.1f}",
    )
    others = round(own.value - need.difference.value, 6)
    return {"name": name, "o": own.value, "low": own.low, "high": own.high, "else": others, "t": text}


def _tried(each: SegmentsTried, say: Say) -> Row:
    text = say("{k} segments by {method}: {similarity}", k=each.k, method=say(each.method),
               similarity=f"{each.stability or 0:.2f}")  # fmt: skip
    return {"k": each.k, "s": each.stability, "t": text}
