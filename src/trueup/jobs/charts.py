"""Scores as Vega-Lite: the landscape of importance and satisfaction, and the opportunities with their intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from trueup.jobs.label import label
from trueup.jobs.results import Measured, Score, Scores
from trueup.vocabulary.picture import Row, Spec, chart, told

Say = Callable[..., str]
MOST = 40
"""Outcomes in the chart of opportunities; the table has all of them."""
LABELLED = 12
AREAS: dict[str, tuple[tuple[float, float, float], ...]] = {
    "overserved": ((0, 0, 10), (10, 10, 10)),
    "worth": ((5, 0, 0), (6, 0, 2), (10, 8, 10)),
    "high": ((6, 0, 0), (7.5, 0, 3), (10, 5, 8)),
    "extreme": ((7.5, 0, 0), (10, 0, 5)),
}
"""Corners (importance, satisfaction from, to) of the areas between the lines of equal opportunity 10, 12 and 15."""


def _english(text: str, /, **values: object) -> str:
    return text.format(**values)


def landscape(found: Scores, say: Say = _english) -> Spec:
    """Importance across, satisfaction up; each outcome a point with its two intervals, the first labelled by rank.

    Below the diagonal more people find a thing important than are satisfied with it; the lines are those of equal
    opportunity.
    """
    scored = [score for score in found.scores if score.opportunity is not None]
    points = [_point(score, say) for score in scored]
    datasets = {
        **{name: [_corner(corner) for corner in corners] for name, corners in AREAS.items()},
        "even": [{"i": 0.0, "s": 0.0}, {"i": 10.0, "s": 10.0}],
        "names": _names(say),
        "across": points,
        "up": points,
        "points": points,
        "labels": [row for row in points if row["rank"] <= LABELLED],
    }
    layers = [
        *(_area(name) for name in AREAS),
        _layer("even", "line", "even"),
        _layer("names", "text", "corner", {"text": {"field": "words"}}, align={"expr": "datum.side"}),
        _layer("across", "rule", "interval", {"x": _share("il"), "x2": {"field": "ih"}}),
        _layer("up", "rule", "interval", {"y": _share("sl"), "y2": {"field": "sh"}}),
        _layer("points", "point", "outcome", told({}), filled=True),
        _layer("labels", "text", "outcome-rank", {"text": {"field": "rank"}}, align="left", dx=7, dy=-7),
    ]
    ends = {"scale": {"domain": [0, 10], "nice": False}, "axis": {"grid": False, "tickCount": 5}}
    across = _share("i") | ends | {"title": say("importance")}
    up = _share("s") | ends | {"title": say("satisfaction")}
    return chart(420, layers, {"x": across, "y": up}, datasets)


def opportunities(found: Scores, say: Say = _english) -> Spec:
    """The highest opportunities, each a point with its interval, beside the lines at 10, 12 and 15."""
    scored = [score for score in found.scores if score.opportunity is not None][:MOST]
    points = [_bar(score, say) for score in scored]
    datasets = {"limits": [{"o": limit} for limit in (10, 12, 15)], "spans": points, "points": points}
    names = {
        "field": "name",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"labelLimit": {"expr": "width < 520 ? 120 : 320"}},
    }
    layers = [
        _layer("limits", "rule", "limit", {"y": None}),
        _layer("spans", "rule", "interval", {"x": _share("low"), "x2": {"field": "high"}}),
        _layer("points", "point", "outcome", told({}), filled=True),
    ]
    axis = {"title": say("opportunity"), "scale": {"domain": [0, 20], "nice": False}, "axis": {"grid": False}}
    return chart(max(60, 22 * len(points)), layers, {"x": _share("o") | axis, "y": names}, datasets)


def _layer(data: str, type: str, style: str, encoding: Row | None = None, **mark: object) -> Spec:
    return {"data": {"name": data}, "mark": {"type": type, "style": style, **mark}, "encoding": encoding or {}}


def _area(name: str) -> Spec:
    return _layer(name, "area", f"area-{name}", {"y": _share("s"), "y2": {"field": "s2"}})


def _share(name: str) -> Row:
    return {"field": name, "type": "quantitative"}


def _corner(corner: Sequence[float]) -> Row:
    importance, least, most = corner
    return {"i": importance, "s": least, "s2": most}


def _names(say: Say) -> list[Row]:
    return [
        {"i": 0.2, "s": 9.6, "words": say("overserved"), "side": "left"},
        {"i": 1.4, "s": 1.1, "words": say("appropriately served"), "side": "left"},
        {"i": 9.8, "s": 1.1, "words": say("underserved"), "side": "right"},
        *({"i": limit / 2 + 0.3, "s": 0.4, "words": f"> {limit}", "side": "left"} for limit in (10, 12, 15)),
    ]


def _ends(of: Measured | None) -> tuple[float, float, float]:
    return (0.0, 0.0, 0.0) if of is None else (of.value, of.low, of.high)


def _point(score: Score, say: Say) -> Row:
    (i, il, ih), (s, sl, sh) = _ends(score.importance), _ends(score.satisfaction)
    return {"i": i, "il": il, "ih": ih, "s": s, "sl": sl, "sh": sh, "rank": score.rank, "t": _told(score, say)}


def _bar(score: Score, say: Say) -> Row:
    value, low, high = _ends(score.opportunity)
    return {"name": f"{score.rank}  {label(score.statement)}", "o": value, "low": low, "high": high,
            "t": _told(score, say)}  # fmt: skip


def _told(score: Score, say: Say) -> str:
    value, low, high = _ends(score.opportunity)
    return say(
        "{rank}. {statement}: opportunity {value} ({low} to {high})",
        rank=score.rank,
        statement=score.statement,
        value=f"{value:.1f}",
        low=f"{low:.1f}",
        high=f"{high:.1f}",
    )
