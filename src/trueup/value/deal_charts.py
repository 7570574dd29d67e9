"""A simulated deal as Vega-Lite: who has what at each value, and what the fee may come to."""

from __future__ import annotations

from collections.abc import Callable

from trueup.value.results_deal import Deal, PayOff
from trueup.vocabulary import Figure
from trueup.vocabulary.money import short
from trueup.vocabulary.picture import Row, Spec, chart, told

Say = Callable[..., str]


def _english(text: str, /, **values: object) -> str:
    return text.format(**values)


def pay_off(deal: Deal, say: Say = _english) -> Spec:
    """Fee and what is left for each side against the value of one whole settlement period, with P10, P50 and P90."""
    rows = [_point(each, say) for each in deal.payoff]
    ends = rows[-1:]
    names = {
        "fee": say("fee"),
        "customer": deal.customer,
        "provider": deal.provider,
    }
    known = [row for row in rows if row["provider"] is not None]
    datasets = {
        "fee": rows,
        "customer": rows,
        "provider": known,
        "zero": [{"y": 0.0}],
        "likely": [
            _likely(name, float(at), step)
            for step, (name, at) in enumerate(zip(("P10", "P50", "P90"), deal.payoff_value, strict=True))
        ],
        **{f"{name}-end": [row | {"name": names[name]} for row in ends if row[name] is not None] for name in names},
    }
    layers = [
        _layer("zero", "rule", "zero", {"x": None, "y": {"field": "y", "type": "quantitative"}}),
        _layer("likely", "rule", "quantile", {"x": _money("x"), "y": None}),
        _layer("likely", "text", "quantile-words",
               {"x": _money("x"), "y": {"value": "height"}, "text": {"field": "words"}}, align="left", dx=4,
               dy={"expr": "datum.dy"}),
        *(_layer(name, "line", style, told({"y": _money(name)})) for name, style in _LINES),
        *(_layer(f"{name}-end", "text", f"{style}-words", {"y": _money(name), "text": {"field": "name"}},
                 align="right", dy=-8) for name, style in _LINES),
    ]  # fmt: skip
    across = _money("value") | {"title": say("value of a settlement period, {currency}", currency=deal.currency)}
    up = {"type": "quantitative", "title": say("{currency} a period", currency=deal.currency)}
    return chart(260, layers, {"x": across, "y": up}, datasets)


_LINES = (("fee", "pv"), ("customer", "ev"), ("provider", "ac"))


def _layer(data: str, type: str, style: str, encoding: Row, **mark: object) -> Spec:
    return {"data": {"name": data}, "mark": {"type": type, "style": style, **mark}, "encoding": encoding}


def _money(field: str) -> Row:
    return {"field": field, "type": "quantitative", "axis": {"format": "~s", "grid": False, "tickCount": 5}}


def _likely(name: str, at: float, step: int) -> Row:
    """Each name a line above the one before: P50 and P90 may lie close to each other."""
    return {"x": at, "words": name, "dy": -6 - 14 * step}


def _point(each: PayOff, say: Say) -> Row:
    words = say(
        "value {value}: fee {fee}, customer {customer}",
        value=Figure(short(each.value)),
        fee=Figure(short(each.fee)),
        customer=Figure(short(each.customer)),
    )
    own = None if each.provider is None else float(each.provider)
    row = {"value": float(each.value), "fee": float(each.fee), "customer": float(each.customer), "provider": own}
    if each.provider is not None:
        words = say("{words}, provider {amount}", words=words, amount=Figure(short(each.provider)))
    return {**row, "t": words}
