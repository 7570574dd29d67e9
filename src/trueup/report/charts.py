"""The scorecard as Vega-Lite: the portfolio matrix and the stage x provider heat map.

As in agreements/charts.py, marks name roles and data stand apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trueup.agreements.charts import Spec, chart
from trueup.agreements.results import AgreementResult, Verdict
from trueup.report import summary, words
from trueup.report.language import say, separators
from trueup.report.signs import SHAPES, VERDICTS
from trueup.scorecard.model import HeatCell, Scorecard

LABELLED = 14
CROWD = 60
BEST, WORST = 4.0, -1.0
# Where the share of periods that kept their promise becomes a word.
BANDS = ((0.2, "hardly ever"), (0.5, "less than half"), (0.8, "mostly"), (1.0, "nearly always"))
REACHED = "always"


@dataclass(frozen=True, slots=True)
class Spot:
    """An agreement's place in the matrix: `kept` 0 to 1, `worth` value realised for each unit of cost."""

    title: str
    verdict: Verdict
    kept: float
    worth: float
    href: str


def placed(scorecard: Scorecard) -> list[AgreementResult]:
    """The agreements for which both axes of the matrix are known."""
    return [
        agreement
        for agreement in scorecard.agreements
        if summary.kept(agreement) is not None and summary.return_on_cost(agreement) is not None
    ]


def portfolio_matrix(scorecard: Scorecard) -> Spec:
    """The matrix of a scorecard; each point leads to its agreement on the same page."""
    return matrix([_spot(agreement) for agreement in placed(scorecard)])


def _spot(agreement: AgreementResult) -> Spot:
    kept, worth = summary.kept(agreement) or 0.0, summary.return_on_cost(agreement) or 0.0
    return Spot(agreement.title, agreement.verdict, kept, worth, f"#{anchor(agreement)}")


def matrix(spots: Sequence[Spot]) -> Spec:
    """Across: how far the promise is kept, 0 to 1. Up: value realised for each unit of cost, clipped to -1 .. 4."""
    told = say("{title}: {verdict}, promise kept {kept}, {worth} per unit of cost")
    said = {verdict: say(sign.word) for verdict, sign in VERDICTS.items()}  # once: there may be a thousand spots
    points = [_point(spot, told, said[spot.verdict]) for spot in spots]
    datasets = {"points": points, "even": [{"v": 1}], "names": _named(spots, points)} | {
        f"corner-{edge}-{side}": [{"label": say(label)}] for edge, side, label in _CORNERS
    }
    layers = [
        *_even(),
        *(_corner(edge, side) for edge, side, _ in _CORNERS),
        _marks("agreement" if len(points) <= CROWD else "agreement-in-crowd"),
        _labels(),
    ]
    return chart(380, layers, {"x": _kept(), "y": _worth(points)}, datasets)


_CORNERS = (
    ("top", "left", "worth it all the same"),
    ("top", "right", "kept and worth it"),
    ("bottom", "left", "neither"),
    ("bottom", "right", "kept, not worth it"),
)


def _kept() -> dict[str, Any]:
    label = "format(datum.value * 100, '.0f') + ' %'"
    axis = {"labelExpr": label, "values": [0, 0.2, 0.5, 0.8, 1], "grid": True}
    return {"field": "p", "type": "quantitative", "scale": {"domain": [0, 1], "padding": 12}, "axis": axis,
            "title": say("Promise kept: P(success), or objectives met once due")}  # fmt: skip


def _worth(points: list[dict[str, Any]]) -> dict[str, Any]:
    values = [point["v"] for point in points]
    low = min([0.0, *values])
    high = max([2.0, *values])
    scale = {"domain": [low, high], "padding": 28, "nice": False}
    title = say("Value realised per unit of cost")
    axis = {"format": "~", "tickCount": 5, "grid": False}
    return {"field": "v", "type": "quantitative", "scale": scale, "axis": axis, "title": title}


def _even() -> list[Spec]:
    text = {"type": "text", "style": "corner", "align": "left", "baseline": "bottom", "dy": -3}
    at_end = {"x": {"value": 4}, "text": {"value": say("value covers cost")}}
    return [
        {"data": {"name": "even"}, "mark": {"type": "rule", "style": "even"}, "encoding": {"x": None}},
        {"data": {"name": "even"}, "mark": text, "encoding": at_end},
    ]


def _corner(edge: str, side: str) -> Spec:
    place = {"x": {"value": 4 if side == "left" else "width"}, "y": {"value": 4 if edge == "top" else "height"}}
    shift = {"dx": 0 if side == "left" else -4, "dy": 0 if edge == "top" else -4}
    mark = {"type": "text", "style": "corner", "align": side, "baseline": edge, **shift}
    return {"data": {"name": f"corner-{edge}-{side}"}, "mark": mark, "encoding": {**place, "text": {"field": "label"}}}


def _marks(style: str) -> Spec:
    shapes = {verdict: SHAPES[sign.shape] for verdict, sign in VERDICTS.items()}
    domain = list(shapes)
    return {
        "data": {"name": "points"},
        "mark": {"type": "point", "style": style, "filled": True},
        "encoding": {
            "shape": {"field": "verdict", "type": "nominal", "legend": None,
                      "scale": {"domain": domain, "range": list(shapes.values())}},
            "color": {"field": "verdict", "type": "nominal", "legend": None,
                      "scale": {"domain": domain, "range": "verdicts"}},
            "href": {"field": "href", "type": "nominal"},
            "tooltip": {"field": "t", "type": "nominal"},
        },
    }  # fmt: skip


def _labels() -> Spec:
    mark = {"type": "text", "style": "name", "align": {"expr": "datum.side"}, "baseline": "middle",
            "dx": {"expr": "datum.side === 'right' ? -12 : 12"}, "dy": {"expr": "datum.lower"},
            "opacity": {"expr": "width < 480 ? 0 : 1"}}  # fmt: skip
    return {"data": {"name": "names"}, "mark": mark, "encoding": {"text": {"field": "label"}}}


def _named(spots: Sequence[Spot], points: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The names beside the points, where there are few enough to be read."""
    if len(points) > LABELLED:
        return []
    return _names([{**point, "label": _short(spot.title)} for point, spot in zip(points, spots, strict=True)])


def _names(points: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A name beside each point, moved down where it would cover one above it."""
    tall = 0.05 * (max([2.0, *(point["v"] for point in points)]) - min([0.0, *(point["v"] for point in points)]))
    found: list[dict[str, Any]] = []
    for point in sorted(points, key=lambda point: (-point["v"], point["p"])):
        row = {**{key: point[key] for key in ("p", "v", "label")}, "side": "right" if point["p"] > 0.6 else "left"}
        rows = [other for other in found if abs(other["p"] - row["p"]) < 0.35]
        taken = {round(other["v"] / tall - other["lower"] / 16) for other in rows}
        row["lower"] = next(step * 16 for step in range(len(found) + 1) if round(row["v"] / tall - step) not in taken)
        found.append(row)
    return found


def _point(spot: Spot, told: str, verdict: str) -> dict[str, Any]:
    """A spot as Vega reads it; `told` is what is said of one, with its {places}."""
    worth = separators(f"{spot.worth:.2f}")
    return {
        "p": spot.kept,
        "v": max(WORST, min(BEST, spot.worth)),
        "verdict": spot.verdict,
        "href": spot.href,
        "t": told.format(title=spot.title, verdict=verdict, kept=words.share(spot.kept), worth=worth),
    }


def _short(title: str, width: int = 26) -> str:
    return title if len(title) <= width else title[: width - 1].rstrip() + "…"


def anchor(agreement: AgreementResult) -> str:
    """Where the agreement stands on the page."""
    return f"agreement-{agreement.id}"


def band(kept: float) -> str:
    """The word for a share of periods that kept their promise."""
    return next((word for limit, word in BANDS if kept < limit), REACHED)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a heat map: `kept` 0 to 1 gives its shade (None: not known), `label` stands in it."""

    down: str
    across: str
    kept: float | None
    label: str
    told: str
    href: str | None = None


def heat_map(cells: Sequence[HeatCell], names: Mapping[str, str]) -> Spec:
    """Stage down, provider (by its name in `names`) across.

    The shade is how often the promise was kept; the figure stands in the cell.
    """
    return grid([_of_stage(cell, names.get(cell.provider, cell.provider)) for cell in cells])


WRAPPED = 6
"""Up to so many columns each keeps its name, a word on a line where they are narrow."""


def grid(cells: Sequence[Cell]) -> Spec:
    """A heat map of any two dimensions, in the order in which the cells come."""
    rows = [_cell(cell) for cell in cells]
    known = [row for row in rows if row["band"] is not None]
    datasets = {"cells": rows, "known": known, "unknown": [row for row in rows if row["band"] is None]}
    downs, acrosses = (list(dict.fromkeys(row[name] for row in rows)) for name in ("down", "across"))
    encoding = {"x": _across(acrosses), "y": _down(downs)}
    return chart(26 + 44 * len(downs), _layers(len(acrosses), any(cell.href for cell in cells)), encoding, datasets)


def _layers(columns: int, linked: bool) -> list[Spec]:
    names = [word for _, word in BANDS] + [REACHED]
    shade = {"field": "band", "type": "ordinal", "legend": None, "scale": {"domain": names, "range": "bands"}}
    told: dict[str, Any] = {"tooltip": {"field": "t", "type": "nominal"}}
    if linked:
        told["href"] = {"field": "href", "type": "nominal"}
    # A figure that would not fit into its cell is left to the table and to pointing at it.
    fits = f"width < {columns} * max(38, 6.5 * length(datum.label)) ? 0 : 1"
    mark = {"type": "text", "style": "cell-label", "opacity": {"expr": fits}}
    return [
        {"data": {"name": "unknown"}, "mark": {"type": "rect", "style": "cell-unknown"}, "encoding": told},
        {"data": {"name": "known"}, "mark": {"type": "rect", "style": "cell"}, "encoding": {"color": shade, **told}},
        {"data": {"name": "cells"}, "mark": mark, "encoding": {"text": {"field": "label"}}},
    ]


def _across(domain: list[str]) -> dict[str, Any]:
    axis: dict[str, Any] = {"orient": "top", "labelAngle": 0, "domain": False, "ticks": False}
    if len(domain) <= WRAPPED:
        wide = f"width / {max(1, len(domain))}"
        words = f"{wide} < 90 ? split(datum.label, ' ') : datum.label"
        axis |= {"labelExpr": words, "labelLimit": {"expr": f"{wide} - 4"}, "labelOverlap": False, "labelFlush": False}
        axis["labelPadding"] = {"expr": f"{wide} < 90 ? 18 : 4"}
    return {"field": "across", "type": "nominal", "title": None, "axis": axis, "scale": {"domain": domain}}


def _down(domain: list[str]) -> dict[str, Any]:
    axis = {"domain": False, "ticks": False}
    return {"field": "down", "type": "nominal", "title": None, "axis": axis, "scale": {"domain": domain}}


def _cell(cell: Cell) -> dict[str, Any]:
    shade = band(cell.kept) if cell.kept is not None else None
    row = {"down": cell.down, "across": cell.across, "band": shade, "label": cell.label, "t": cell.told}
    return row | ({"href": cell.href} if cell.href else {})


def _of_stage(cell: HeatCell, provider: str) -> Cell:
    stage, label = words.plain(cell.stage), words.share(cell.kept) if cell.kept is not None else say("not known")
    kept = say("{share} of the last periods kept the promise", share=label) if cell.kept is not None else label
    basis = f"{words.counted(cell.kpis, 'KPI')}, {words.counted(cell.n, 'actual')}"
    return Cell(stage, provider, cell.kept, label, f"{stage}, {provider}: {kept}, {basis}")
