"""The five levels over time as Vega-Lite: a strip a level that says when it held, and each level with its threshold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from trueup.horizons.results import Dated, Ladder, LevelPoint, Status
from trueup.vocabulary import Said, said
from trueup.vocabulary.horizon import HORIZONS, Horizon
from trueup.vocabulary.picture import Row, Spec, chart, told

Say = Callable[..., str]
LABELS: Mapping[Horizon, Said] = {
    "corporation": said("corporation"),
    "business_users": said("business users"),
    "technology_organisation": said("technology organisation"),
    "technology_team": said("technology team"),
    "individuals": said("key individuals"),
}
WORDS: Mapping[Status, Said] = {
    "maintained": said("holds"),
    "below": said("below"),
    "not_shown": said("not shown"),
    "stale": said("stale"),
    "unscored": said("nothing known"),
}
_TONES = ("below", "stale", "not_shown", "unscored", "maintained", "")
"""In the order of the theme's tones: two bad, one warning, one open, two good."""


def _english(text: str, /, **values: object) -> str:
    return text.format(**values)


def levels_over_time(found: Ladder, say: Say = _english) -> Spec:
    """A strip a level, the first level at the foot: when it held, and why it did not."""
    order = [f"{number} {say(LABELS[name])}" for number, name in enumerate(HORIZONS, start=1)]
    rows = [row for place, name in enumerate(HORIZONS) for row in _strip(found, place, order[place], say)]
    colour = {"field": "status", "type": "nominal", "legend": None,
              "scale": {"domain": list(_TONES), "range": "verdicts"}}  # fmt: skip
    ends = told({"x2": {"field": "end"}, "color": colour})
    layers = [{"data": {"name": "spans"}, "mark": {"type": "bar", "style": "cell", "height": 18}, "encoding": ends}]
    levels = {"field": "level", "type": "nominal", "sort": None, "title": None,
              "scale": {"domain": order[::-1]}}  # fmt: skip
    return chart(150, layers, {"x": _time("d"), "y": levels}, {"spans": rows})


def _strip(found: Ladder, place: int, level: str, say: Say) -> list[Row]:
    """One span as long as nothing changes in the status."""
    rows: list[Row] = []
    for day, until, point in _spans(found.history, place, found.as_of):
        if rows and rows[-1]["status"] == point.status:
            rows[-1]["end"] = until.isoformat()
        else:
            rows.append({"d": day.isoformat(), "end": until.isoformat(), "level": level, "status": point.status})
    for row in rows:
        row["t"] = say("{level}: {status}, {start} to {end}", level=level, status=say(WORDS[row["status"]]),
                       start=row["d"], end=row["end"])  # fmt: skip
    return rows


def _spans(history: Sequence[Dated], place: int, as_of: dt.date) -> list[tuple[dt.date, dt.date, LevelPoint]]:
    """Each day that was looked at, until the next one; the last until the moment, and for a day at least."""
    ends = [each.date for each in history[1:]] + [max(as_of, history[-1].date + dt.timedelta(days=1))]
    return [(each.date, end, each.levels[place]) for each, end in zip(history, ends, strict=True)]


def level_over_time(found: Ladder, horizon: Horizon, say: Say = _english) -> Spec:
    """One level: its score with the interval, and the threshold it is held against."""
    place = HORIZONS.index(horizon)
    spans = _spans(found.history, place, found.as_of)
    points = [_point(day, point, say) for day, _, point in _changed(spans) if point.value is not None]
    theta = [{"d": day.isoformat(), "v": point.threshold} for day, _, point in spans]
    theta.append({"d": spans[-1][1].isoformat(), "v": theta[-1]["v"]})
    line = points + ([{**points[-1], "d": found.as_of.isoformat()}] if points else [])
    layers = [
        _layer("line", "area", "range", {"y": _score("low"), "y2": {"field": "high"}}, interpolate="step-after"),
        _layer("theta", "line", "first", {}, interpolate="step-after"),
        _layer("line", "line", "promise", {}, interpolate="step-after"),
        _layer("points", "point", "outcome", told({}), filled=True),
    ]
    datasets = {"line": line, "theta": theta, "points": points}
    return chart(150, layers, {"x": _time("d"), "y": _score("v") | {"title": say("score")}}, datasets)


Span = tuple[dt.date, dt.date, LevelPoint]


def _changed(spans: Sequence[Span]) -> list[Span]:
    """Those that say something else than the one before."""
    return [each for place, each in enumerate(spans) if not place or each[2] != spans[place - 1][2]]


def _point(day: dt.date, point: LevelPoint, say: Say) -> Row:
    value = point.value or 0.0
    low, high = (value if each is None else each for each in (point.low, point.high))
    text = say("{day}: {score} ({low} to {high}), {status}", day=day.isoformat(), score=f"{value:.2f}",
               low=f"{low:.2f}", high=f"{high:.2f}", status=say(WORDS[point.status]))  # fmt: skip
    return {"d": day.isoformat(), "v": value, "low": low, "high": high, "t": text}


def _layer(data: str, mark: str, style: str, encoding: Row, **options: object) -> Spec:
    return {"data": {"name": data}, "mark": {"type": mark, "style": style, **options}, "encoding": encoding}


def _time(field: str) -> Row:
    return {
        "field": field,
        "type": "temporal",
        "scale": {"type": "utc"},
        "title": None,
        "axis": {"grid": False, "tickCount": 5},
    }


def _score(field: str) -> Row:
    return {"field": field, "type": "quantitative", "scale": {"domain": [0, 1]}, "axis": {"tickCount": 5}}
