"""Shifts between two waves as Vega-Lite: an arrow an outcome, from its opportunity before to that after."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from trueup.jobs.label import labels
from trueup.jobs.results import Outlook, Shift
from trueup.vocabulary.picture import Row, Spec, chart, told

Say = Callable[..., str]
MOST = 20
"""Arrows in the chart; the table has all of them."""


def _english(text: str, /, **values: object) -> str:
    return text.format(**values)


def arrows(shifts: Sequence[Shift], say: Say = _english) -> Spec:
    """From before to after, notable changes with a full line, beside the limit of an unmet need at 10."""
    found = [each for each in shifts if each.before and each.after and each.difference][:MOST]
    names = labels(each.statement for each in found)
    rows = [_arrow(each, names[each.statement], say) for each in found]
    datasets: dict[str, list[Row]] = {
        "limits": [{"o": 10}],
        "faint": [row for row in rows if not row["notable"]],
        "clear": [row for row in rows if row["notable"]],
        "before": rows,
        "up": [row for row in rows if row["o"] >= row["from"]],
        "down": [row for row in rows if row["o"] < row["from"]],
    }
    ends = {"x": _number("from"), "x2": {"field": "o"}}
    layers = [
        _layer("limits", "rule", "limit", {"y": None}),
        _layer("faint", "rule", "interval", ends),
        _layer("clear", "rule", "promise", ends),
        _layer("before", "point", "others", told({"x": _number("from")}), filled=True),
        _layer("up", "point", "outcome", told({}), filled=True, shape="triangle-right"),
        _layer("down", "point", "outcome", told({}), filled=True, shape="triangle-left"),
    ]
    return _chart(rows, layers, datasets, say)


def outlook(found: Sequence[Outlook], say: Say = _english) -> Spec:
    """Where outcomes are heading: what each may be at the next wave."""
    shown = [each for each in found if each.opportunity][:MOST]
    names = labels(each.statement for each in shown)
    rows = [_ahead(each, names[each.statement], say) for each in shown]
    layers = [
        _layer("limits", "rule", "limit", {"y": None}),
        _layer("spans", "rule", "ahead", {"x": _number("low"), "x2": {"field": "high"}}),
        _layer("points", "point", "outcome", told({}), filled=True),
    ]
    return _chart(rows, layers, {"limits": [{"o": 10}], "spans": rows, "points": rows}, say)


def _chart(rows: Sequence[Row], layers: list[Spec], datasets: dict[str, list[Row]], say: Say) -> Spec:
    order = [row["name"] for row in rows]
    names = {"field": "name", "type": "nominal", "sort": None, "title": None, "scale": {"domain": order},
             "axis": {"labelLimit": {"expr": "width < 520 ? 120 : 320"}}}  # fmt: skip
    axis = {"title": say("opportunity"), "scale": {"domain": [0, 20], "nice": False}, "axis": {"grid": False}}
    return chart(max(60, 22 * len(rows)), layers, {"x": _number("o") | axis, "y": names}, datasets)


def _layer(data: str, type: str, style: str, encoding: Row, **mark: object) -> Spec:
    return {"data": {"name": data}, "mark": {"type": type, "style": style, **mark}, "encoding": encoding}


def _number(name: str) -> Row:
    return {"field": name, "type": "quantitative"}


def _arrow(each: Shift, name: str, say: Say) -> Row:
    assert each.before is not None
    assert each.after is not None
    assert each.difference is not None
    text = say(
        "{statement}: {before} before, {after} after, difference {difference} ({low} to {high})",
        statement=each.statement,
        before=f"{each.before.value:.1f}",
        after=f"{each.after.value:.1f}",
        difference=f"{each.difference.value:+.1f}",
        low=f"{each.difference.low:+.1f}",
        high=f"{each.difference.high:+.1f}",
    )
    named = name if each.group is None else f"{name}, {each.group}"
    return {"name": named, "from": each.before.value, "o": each.after.value,
            "notable": each.notable, "t": text}  # fmt: skip


def _ahead(each: Outlook, name: str, say: Say) -> Row:
    assert each.opportunity is not None
    own = each.opportunity
    text = say(
        "{statement}: {value} at the next wave ({low} to {high})",
        statement=each.statement,
        value=f"{own.value:.1f}",
        low=f"{own.low:.1f}",
        high=f"{own.high:.1f}",
    )
    low, high = max(0.0, own.low), min(20.0, own.high)
    return {"name": name, "o": own.value, "low": low, "high": high, "t": text}
