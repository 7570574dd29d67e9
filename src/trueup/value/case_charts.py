"""A business case as Vega-Lite: running sums promised against come, and the network of what has to change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import accumulate

from trueup.value.results_case import CaseResult, NetworkResult, NodeResult, ScenarioResult
from trueup.vocabulary import Figure
from trueup.vocabulary.money import short
from trueup.vocabulary.picture import Row, Spec, chart, told

Say = Callable[..., str]
COLUMNS = ("enabler", "enabling_change", "business_change", "benefit", "objective")
NAMES = {
    "enabler": "Means",
    "enabling_change": "Enabling changes",
    "business_change": "Business changes",
    "benefit": "Benefits",
    "objective": "Objectives",
}
WIDTH = 158
"""Pixels from one column to the next."""
WRAP = 19
"""Characters of a name on one line of its box."""
LINE = 13
"""Pixels from one line of a name to the next."""


def _english(text: str, /, **values: object) -> str:
    return text.format(**values)


def promised_and_came(found: CaseResult, say: Say = _english) -> Spec:
    """Running sums of benefits less costs by year: as promised by the sealed case, and what came so far.

    Where no agreement seals the case, the case as written alone.
    """
    lines = {"promise": _promised(found, say), "actual": _came(found, say)}
    count = max(row["year"] for row in lines["promise"])
    # A name stands over the end of its line, towards the side where there is room even on a phone.
    ends = {
        f"{name}-end": [row | {"side": "left" if row["year"] < count / 2 else "right"} for row in rows[-1:]]
        for name, rows in lines.items()
    }
    layers = [
        _layer("zero", "rule", "zero", {"x": None, "y": {"field": "v", "type": "quantitative"}}),
        *(_layer(name, "line", name) for name in lines),
        *(_layer(name, "point", "outcome", told({}), filled=True) for name in lines),
        *(
            _layer(f"{name}-end", "text", style, {"text": {"field": "label"}}, align={"expr": "datum.side"}, dy=dy)
            for name, style, dy in (("promise", "target-label", -14), ("actual", "first-label", 18))
        ),
    ]
    axis = {"values": list(range(count + 1)), "format": "d"}
    years = {"field": "year", "type": "quantitative", "title": say("year"), "axis": axis}
    money = {"field": "v", "type": "quantitative", "title": _currency(found), "axis": {"format": "~s", "tickCount": 5},
             "scale": {"padding": 22}}  # fmt: skip
    across = years | {"scale": {"domain": [0, count * 1.02], "nice": False}}
    return chart(280, layers, {"x": across, "y": money}, lines | ends | {"zero": [{"v": 0}]})


def _currency(found: CaseResult) -> str:
    return found.came.currency if found.came is not None else found.currency


def _promised(found: CaseResult, say: Say) -> list[Row]:
    if found.came is None:
        return [*_rows(found.scenarios[0].plain.net, say("as written"), say)]
    net = [each.benefits_promised - each.costs_promised for each in found.came.years]
    return [*_rows(net, say("promised"), say)]


def _came(found: CaseResult, say: Say) -> list[Row]:
    if found.came is None:
        return []
    begun = [each for each in found.came.years if each.state != "ahead"]
    rows = [*_rows([each.benefits_came - each.costs_came for each in begun], say("so far"), say)]
    # A year that is running stands where its days have come to, not at its end.
    return [{**row, "year": max(year.year - 1 + year.passed, 0)} for row, year in zip(rows, begun, strict=True)]


def _rows(net: list[Decimal] | tuple[Decimal, ...], name: str, say: Say) -> Iterator[Row]:
    for year, total in enumerate(accumulate(net)):
        told = say("year {year}, {name}: {amount}", year=year, name=name, amount=f"{total:,.0f}")
        yield {
            "year": year,
            "v": float(total),
            "label": say("{name} {amount}", name=name, amount=Figure(short(total))),
            "t": told,
        }


def scenarios_beside(found: CaseResult, say: Say = _english) -> Spec:
    """The net present value of each scenario, as written and risk-adjusted, with P10 to P90 where it was drawn."""
    rows = [row for each in found.scenarios for row in _bars(each, say)]
    datasets = {
        "bar-total": [row for row in rows if row["kind"] == "plain"],
        "bar-cost": [row for row in rows if row["kind"] == "adjusted"],
        "whiskers": [row for row in rows if "low" in row],
        "bars": rows,
        "zero": [{"v": 0}],
    }
    across = {"field": "v", "type": "quantitative", "axis": None, "scale": {"padding": 40}}
    layers = [
        *(
            _layer(name, "bar", name, told({"x": across, "x2": {"datum": 0}}), height={"band": 0.6})
            for name in ("bar-total", "bar-cost")
        ),
        _layer("whiskers", "rule", "whisker", {"x": across | {"field": "low"}, "x2": {"field": "high"}}),
        _layer("zero", "rule", "zero", {"x": across, "y": None}),
        _layer(
            "bars", "text", "amount", {"x": across | {"field": "edge"}, "text": {"field": "label"}}, align="left", dx=6
        ),
    ]
    down = {"field": "what", "type": "nominal", "sort": None, "title": None,
            "axis": {"ticks": False, "domain": False, "labelLimit": 190}}  # fmt: skip
    return chart(34 * len(rows), layers, {"y": down}, datasets)


def _bars(each: ScenarioResult, say: Say) -> Iterator[Row]:
    for kind, figures in (("plain", each.plain), ("adjusted", each.adjusted)):
        title = each.title if kind == "plain" else say("{title}, risk-adjusted", title=each.title)
        row: Row = {
            "what": title,
            "kind": kind,
            "v": float(figures.npv),
            "label": short(figures.npv),
        }
        if kind == "plain" and each.chance is not None:
            row |= {"low": float(each.chance.p10), "high": float(each.chance.p90)}
        row["edge"] = max(row["v"], row.get("high", 0.0), 0.0)
        yield row | {"t": f"{title}: {figures.npv:,.0f}"}


# The network


def network(found: NetworkResult, say: Say = _english) -> Spec:
    """Columns from means over changes to benefits and objectives, a box a node; boxes with a gap are outlined."""
    columns = [kind for kind in COLUMNS if any(node.kind == kind for node in found.nodes)]
    places = {node.id: _place(found, node, columns) for node in found.nodes}
    rows = max((y for _, y in places.values()), default=0.0) + 1
    boxes = [_box(node, places[node.id], say) for node in found.nodes]
    datasets = {
        "links": [_link(places[node.id], places[to]) for node in found.nodes for to in node.enables if to in places],
        "box-whole": [row for row in boxes if not row["gap"]],
        "box-gap": [row for row in boxes if row["gap"]],
        "names": boxes,
        "heads": [
            {"x": at, "y": -0.62, "label": "\n".join(_wrapped(say(NAMES[kind])))} for at, kind in enumerate(columns)
        ],
    }
    across = {
        "field": "x",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [-0.5, len(columns) - 0.5], "nice": False},
    }
    up = {"field": "y", "type": "quantitative", "axis": None, "scale": {"domain": [rows - 0.5, -0.8], "nice": False}}
    ends = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
    middle = {"x": across | {"field": "mx"}, "y": up | {"field": "my"}, "text": {"field": "words"}}
    layers = [
        _layer("links", "rule", "net-link", ends),
        *(_layer(name, "rect", f"net-{name}", told(ends)) for name in ("box-whole", "box-gap")),
        _layer("names", "text", "net-name", middle, lineBreak="\n", lineHeight=LINE, baseline="middle",
               dy={"expr": "datum.dy"}),
        _layer("heads", "text", "net-head", {"text": {"field": "label"}}, lineBreak="\n", lineHeight=LINE, dy=-6),
    ]  # fmt: skip
    drawn = chart(int(64 * rows + 40), layers, {"x": across, "y": up}, datasets)
    # Boxes keep their width, so that names can be read: on a phone the picture scrolls.
    return drawn | {"width": WIDTH * len(columns)}


def _place(found: NetworkResult, node: NodeResult, columns: list[str]) -> tuple[float, float]:
    """Column and row of a node: each column is centred against the tallest."""
    mine = [each.id for each in found.nodes if each.kind == node.kind]
    most = max(sum(each.kind == kind for each in found.nodes) for kind in columns)
    return float(columns.index(node.kind)), mine.index(node.id) + (most - len(mine)) / 2


def _box(node: NodeResult, place: tuple[float, float], say: Say) -> Row:
    x, y = place
    owner = node.owner or say("nobody")
    gaps = "; ".join(node.gaps)
    lines = _wrapped(node.title)
    return {
        "x": x - 0.4, "x2": x + 0.4, "y": y - 0.36, "y2": y + 0.36, "mx": x, "my": y,
        "gap": bool(node.gaps),
        "words": "\n".join(lines),
        "dy": -LINE * (len(lines) - 1) / 2,
        "t": f"{node.title} ({owner})" + (f": {gaps}" if gaps else ""),
    }  # fmt: skip


def _link(start: tuple[float, float], end: tuple[float, float]) -> Row:
    side = 0.4 if start[0] <= end[0] else -0.4
    return {"x": start[0] + side, "y": start[1], "x2": end[0] - side, "y2": end[1]}


def _wrapped(text: str, lines: int = 3) -> list[str]:
    """A name on at most so many lines of a box."""
    found = [""]
    for word in text.split():
        if found[-1] and len(found[-1]) + 1 + len(word) > WRAP:
            found.append(word)
        else:
            found[-1] = f"{found[-1]} {word}".strip()
    return found if len(found) <= lines else [*found[: lines - 1], f"{found[lines - 1]}\N{HORIZONTAL ELLIPSIS}"]


def _layer(data: str, mark: str, style: str, encoding: Row | None = None, **options: object) -> Spec:
    return {"data": {"name": data}, "mark": {"type": mark, "style": style, **options}, "encoding": encoding or {}}
