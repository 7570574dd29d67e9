"""Value as Vega-Lite: the waterfall from what was promised to what is proved, and what remains after cost."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from trueup.agreements.charts import Row, Spec, chart, told
from trueup.agreements.results import Range, Value
from trueup.vocabulary.money import short

KINDS = ("total", "less", "more", "cost", "gain", "loss")


def value_waterfall(value: Value) -> Spec:
    """From the value promised, over what was realised and what is proved, to what remains after cost.

    Amounts in the currency of the agreement; bars in order from top to bottom.
    """
    rows = [*waterfall(value)]
    datasets = {kind: [row for row in rows if row["kind"] == kind] for kind in KINDS}
    datasets |= {
        "bars": rows,
        "whiskers": [row for row in rows if "low" in row],
        "zero": [{"from": 0}],
        "room": _end(rows),
    }
    axis = {"ticks": False, "domain": False, "labelLimit": 170}
    down = {"field": "what", "type": "nominal", "sort": None, "title": None, "axis": axis}
    return chart(30 * len(rows), [_amounts(), *map(_bars, KINDS), _whiskers(), _zero(), _room()], {"y": down}, datasets)


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
        "encoding": told({"x": across, "x2": {"field": "to"}}),
    }


def _whiskers() -> Spec:
    ends = {"x": {"field": "low", "type": "quantitative", "axis": None}, "x2": {"field": "high"}}
    return {"data": {"name": "whiskers"}, "mark": {"type": "rule", "style": "whisker"}, "encoding": ends}


def _zero() -> Spec:
    at = {"x": {"field": "from", "type": "quantitative", "axis": None}, "y": None}
    return {"data": {"name": "zero"}, "mark": {"type": "rule", "style": "zero"}, "encoding": at}


def _room() -> Spec:
    """Nothing, to the right of the longest bar: its amount needs room even on a phone."""
    at = {"x": {"field": "from", "type": "quantitative", "axis": None}, "y": None}
    return {"data": {"name": "room"}, "mark": {"type": "text", "style": "amount", "text": ""}, "encoding": at}


def _end(rows: list[Row]) -> list[Row]:
    ends = [0.0, *(float(row[key]) for row in rows for key in ("from", "right"))]
    return [{"from": max(ends) + 0.2 * (max(ends) - min(ends))}]


def waterfall(value: Value) -> Iterator[Row]:
    """The bars, top to bottom: `what`, `kind` (one of KINDS), `from`, `to`, `amount`; `low` and `high` of a total."""
    realised, proved = value.realised.expected, value.at_required_grade.expected
    yield _total("Promised in all", value.potential)
    yield _step("not due yet", value.potential, value.potential_to_date)
    yield _total("Promised to date", value.potential_to_date)
    yield _step("missed" if realised <= value.potential_to_date else "exceeded", value.potential_to_date, realised)
    yield _total("Realised", realised, value.realised)
    counted = realised if value.counted is None else value.counted.expected
    if counted != realised or value.attributed is not None:
        yield _step(_not_caused(value, counted), realised, counted)
        all_of_it = value.attributed is not None and value.attributed.expected == counted
        yield _total("Attributed" if all_of_it else "What counts of it", counted, value.counted)
    if proved != counted:
        yield _step("not yet at the agreed grade", counted, proved)
        yield _total("Proved", proved, value.at_required_grade)
    yield {**_step("cost to date", proved, proved - value.cost), "kind": "cost"}
    net = proved - value.cost
    yield {**_total("Net, as proved", net), "kind": "gain" if net >= 0 else "loss"}


def _not_caused(value: Value, counted: Decimal) -> str:
    """From what was realised to what was caused, and to more where things would have become worse."""
    if value.attributed is None:
        return "not shown to be caused"
    return "not caused by it" if counted <= value.realised.expected else "would have been lost"


def _total(what: str, amount: Decimal, spread: Range | None = None) -> Row:
    row = _bar(what, "total", Decimal(0), amount, amount)
    if spread is None or spread.low == spread.high:
        return row
    return row | {"low": float(spread.low), "high": float(spread.high), "right": max(float(spread.high), 0.0)}


def _step(what: str, before: Decimal, after: Decimal) -> Row:
    return _bar(what, "less" if after <= before else "more", before, after, after - before)


def _bar(what: str, kind: str, start: Decimal, end: Decimal, amount: Decimal) -> Row:
    """`label` is for the chart, `exactly` for a table and on pointing."""
    exactly = f"{amount:,.2f}".removesuffix(".00").replace("-", "\N{MINUS SIGN}")
    ends = {"from": float(start), "to": float(end), "right": float(max(start, end)), "amount": float(amount)}
    return {"what": what, "kind": kind, **ends, "label": short(amount), "exactly": exactly, "t": f"{what}: {exactly}"}
