"""Earned value over time: what was planned, what is earned, what it cost."""

from __future__ import annotations

from trueup.delivery.charts.frame import iso, layer, time
from trueup.delivery.charts.voice import ENGLISH, Voice
from trueup.delivery.results import CurvePoint, DeliveryResult
from trueup.vocabulary.picture import Row, Spec, chart, told

NAMES = {"pv": "planned value", "ev": "earned value", "ac": "actual cost"}


def curve(result: DeliveryResult, currency: str, voice: Voice = ENGLISH) -> Spec:
    """Planned and earned value and actual cost at the end of each day, with the name of each line at its end."""
    lines = {name: [row for point in result.curve if (row := _row(name, point, currency, voice))] for name in NAMES}
    ends = {f"{name}-end": _end(name, rows, lines["pv"], voice) for name, rows in lines.items()}
    layers = [
        *(layer(name, "line", name) for name in NAMES),
        *(layer(name, "point", f"{name}-point", told({}), filled=True) for name in NAMES),
        *(layer(f"{name}-end", "text", f"{name}-words", {"text": {"field": "words"}}, **_BESIDE) for name in NAMES),
    ]
    axis = {"format": "~s", "tickCount": 5}
    money = {"field": "v", "type": "quantitative", "title": currency, "axis": axis}
    return chart(260, layers, {"x": time(), "y": money}, lines | ends)


_BESIDE = {
    "align": {"expr": "datum.side"},
    "dx": {"expr": "datum.side === 'right' ? -8 : 8"},
    "dy": {"expr": "datum.lower"},
}


def _end(name: str, rows: list[Row], planned: list[Row], voice: Voice) -> list[Row]:
    """The name of a line where it ends, on the side where there is room."""
    if not rows:
        return []
    late = len(rows) > 0.75 * len(planned)
    lower = {"pv": -12, "ev": 16, "ac": 34} if late else {"pv": -12, "ev": 10, "ac": -4}
    return [rows[-1] | {"words": voice.say(NAMES[name]), "side": "right" if late else "left", "lower": lower[name]}]


def _row(name: str, point: CurvePoint, currency: str, voice: Voice) -> Row | None:
    value = getattr(point, name)
    if value is None:
        return None
    amount = f"{voice.money(value)} {currency}"
    text = voice.say("{day}: {name} {amount}", day=voice.day(point.date), name=voice.say(NAMES[name]), amount=amount)
    return {"d": iso(point.date), "v": float(value), "t": text}
