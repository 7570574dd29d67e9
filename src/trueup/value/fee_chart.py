"""The fee function as Vega-Lite: the fee at each value, floor and cap, and where the value lies.

Marks name a role (`style`), never a colour: whoever shows the chart gives the roles their looks.
"""

from __future__ import annotations

from trueup.value.fee_curve import FeeCurve
from trueup.value.results_statement import Settled
from trueup.vocabulary.picture import Row, Spec, chart, told


def fee_chart(found: Settled, curve: FeeCurve) -> Spec:
    """The promise is the fee that was agreed for each value; the actual is what settles, the rest is in dispute."""
    layers: list[Spec] = [
        {"data": {"name": "limits"}, "mark": {"type": "rule", "style": "limit"}, "encoding": told({"x": None})},
        {"data": {"name": "target"}, "mark": {"type": "rule", "style": "baseline"}, "encoding": told({"y": None})},
        {"data": {"name": "claimed"}, "mark": {"type": "line", "style": "ahead"}},
        {"data": {"name": "fee"}, "mark": {"type": "line", "style": "promise"}},
        {"data": {"name": "settled"}, "mark": {"type": "point", "style": "attested"}, "encoding": told({})},
    ]
    encoding: Row = {
        "x": {"field": "d", "type": "quantitative", "title": None, "axis": {"grid": False, "tickCount": 6}},
        "y": {"field": "v", "type": "quantitative", "title": found.currency, "axis": {"tickCount": 5}},
    }
    return chart(260, layers, encoding, _datasets(found, curve))


def _datasets(found: Settled, curve: FeeCurve) -> dict[str, list[Row]]:
    limits = [each for each in (curve.floor, curve.cap) if each is not None]
    low, high, fee = float(found.counted), float(found.claimed), float(found.fee or 0)
    between = [each for each in curve.points if low <= each.value <= high] if high > low else []
    return {
        "limits": [{"v": each, "t": f"{each:,.2f}"} for each in limits],
        "target": [{"d": curve.target, "t": f"{curve.target:,.2f}"}] if curve.target else [],
        "claimed": [{"d": each.value, "v": each.fee} for each in between],
        "fee": [{"d": each.value, "v": each.fee} for each in curve.points],
        "settled": [{"d": low, "v": fee, "t": f"{low:,.2f}: {fee:,.2f}"}] if found.fee is not None else [],
    }
