"""When the plan finishes and what it costs, as far as anybody can know, with the promise in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from trueup.delivery.charts.frame import layer, side, time, words
from trueup.delivery.charts.voice import ENGLISH, Voice
from trueup.delivery.results import Bin, Simulation
from trueup.vocabulary.picture import Row, Spec, chart, told

ROOM = 1.5
"""How much higher the picture is than its highest bar: the words stand above."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line across the distribution at `at` (where bins are), with its words."""

    at: float
    words: str
    style: str


def finish(simulation: Simulation, start: dt.date, committed: dt.date | None, voice: Voice = ENGLISH) -> Spec:
    """Share of the simulated futures by the day on which they finish; those that keep the promise stand out."""
    limit = None if committed is None else float((committed - start).days + 1)
    half, most = simulation.finish.p50, simulation.finish.p80
    lines = [
        Line((half - start).days + 1.0, voice.say("half by {day}", day=voice.day(half)), "quantile"),
        Line((most - start).days + 1.0, voice.say("80 % by {day}", day=voice.day(most)), "quantile"),
    ]
    if committed is not None and limit is not None:
        text = voice.say("promised {day}", day=voice.day(committed))
        if simulation.on_time is not None:
            text = voice.say("{promise}: {share} keep it", promise=text, share=voice.share(simulation.on_time.p))
        lines.insert(0, Line(limit, text, "committed"))

    def moment(at: float) -> str:
        return (dt.datetime.combine(start, dt.time()) + dt.timedelta(days=at)).isoformat()

    def told_of(each: Bin) -> str:
        last = start + dt.timedelta(days=max(0, _ceil(each.high) - 1))
        return voice.say("finish until {day}: {share}", day=voice.day(last), share=voice.share(each.share))

    across = time("a")
    return _spread(simulation.finish_bins, limit, lines, across, moment, told_of, voice)


def cost(simulation: Simulation, budget: Decimal | None, currency: str, voice: Voice = ENGLISH) -> Spec:
    """Share of the simulated futures by what they cost; those within the budget stand out."""
    spread = simulation.cost
    assert spread is not None
    limit = None if budget is None else float(budget)
    half, most = (f"{voice.money(value)} {currency}" for value in (spread.p50, spread.p80))
    lines = [
        Line(float(spread.p50), voice.say("half below {amount}", amount=half), "quantile"),
        Line(float(spread.p80), voice.say("80 % below {amount}", amount=most), "quantile"),
    ]
    if budget is not None and limit is not None:
        text = voice.say("budget {amount}", amount=f"{voice.money(budget)} {currency}")
        if simulation.in_budget is not None:
            text = voice.say("{promise}: {share} keep it", promise=text, share=voice.share(simulation.in_budget.p))
        lines.insert(0, Line(limit, text, "committed"))

    def told_of(each: Bin) -> str:
        low, high = voice.money(Decimal(each.low)), voice.money(Decimal(each.high))
        share = voice.share(each.share)
        return voice.say("{low} to {high} {currency}: {share}", low=low, high=high, currency=currency, share=share)

    axis = {"format": "~s", "grid": False, "tickCount": {"expr": "width < 480 ? 4 : 7"}}
    across = {"field": "a", "type": "quantitative", "title": currency, "scale": {"zero": False}, "axis": axis}
    return _spread(simulation.cost_bins, limit, lines, across, float, told_of, voice)


def _spread(
    bins: Iterable[Bin],
    limit: float | None,
    lines: list[Line],
    across: Row,
    place: Callable[[float], str | float],
    told_of: Callable[[Bin], str],
    voice: Voice,
) -> Spec:
    every = list(bins)
    bars: dict[str, list[Row]] = {"kept": [], "late": []}
    for each in every:
        for name, part in _parts(each, limit):
            share = {"s": each.share / (each.high - each.low), "t": told_of(each)}
            bars[name].append({"a": place(part.low), "b": place(part.high), **share})
    low, high = min(each.low for each in every), max(each.high for each in every)
    named = {f"line-{number}": [_row(line, place, low, high)] for number, line in enumerate(lines)}
    tall = max(row["s"] for rows in bars.values() for row in rows)
    edge = {"x2": {"field": "b"}, "y": {"field": "s", "type": "quantitative"}, "y2": {"value": "height"}}
    layers = [
        *(layer(name, "rect", name, told(edge)) for name in bars),
        *(
            layer(name, "rule", line.style, {"y": {"value": 2 + 18 * number}, "y2": {"value": "height"}})
            for number, (name, line) in enumerate(zip(named, lines, strict=True))
        ),
        *(
            words(name, f"{line.style}-words", 10 + 18 * number)
            for number, (name, line) in enumerate(zip(named, lines, strict=True))
        ),
    ]
    share = {"field": "s", "type": "quantitative", "scale": {"domain": [0, tall * ROOM], "nice": False},
             "title": None, "axis": None}  # fmt: skip
    return chart(220, layers, {"x": across, "y": share}, bars | named)


def _parts(each: Bin, limit: float | None) -> Iterable[tuple[str, Bin]]:
    """The bar, cut in two where the promise falls into it."""
    if limit is None or each.high <= limit:
        yield "kept", each
    elif each.low >= limit:
        yield "late", each
    else:
        yield "kept", each.model_copy(update={"high": limit})
        yield "late", each.model_copy(update={"low": limit})


def _row(line: Line, place: Callable[[float], str | float], low: float, high: float) -> Row:
    return {"a": place(line.at), "words": line.words, "side": side(line.at, low, high)}


def _ceil(value: float) -> int:
    whole = int(value)
    return whole if whole == value else whole + 1
