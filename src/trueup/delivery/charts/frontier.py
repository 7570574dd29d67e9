"""The containment frontier: what each set of moves costs, when the plan then ends, and how surely."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from trueup.delivery.charts.frame import end, layer, side, time, words
from trueup.delivery.charts.voice import ENGLISH, Voice
from trueup.delivery.results import Candidate, Forecasted, Frontier
from trueup.vocabulary.picture import Row, Spec, chart, told


def letter(number: int) -> str:
    """What candidate `number` (0 for the first) is called on the picture: A, B ... Z, AA."""
    name, left = "", number + 1
    while left:
        left, digit = divmod(left - 1, 26)
        name = chr(ord("A") + digit) + name
    return name


def frontier(found: Frontier, committed: dt.date | None, currency: str, voice: Voice = ENGLISH) -> Spec:
    """Up: what the moves cost. Across: by when 80 % of the futures end. Beside each: its letter and P(on time)."""
    points = [_point(letter(number), each, currency, voice) for number, each in enumerate(found.candidates)]
    reaching = [row for row in points if row["reaches"]]
    datasets = {
        "path": points,
        "reaching": reaching,
        "short": [row for row in points if not row["reaches"]],
        "points": points,
        "without": [_without(found.without, voice)] if found.without else [],
        "committed": _committed(found, committed, voice),
    }
    layers = [
        layer("committed", "rule", "committed", {"y": None}),
        layer("path", "line", "frontier-path", interpolate="linear"),
        layer("without", "point", "frontier-without", told({}), filled=True),
        layer("short", "point", "frontier-short", told({}), filled=True),
        layer("reaching", "point", "frontier-reaching", told({}), filled=True),
        layer("points", "text", "frontier-words", {"text": {"field": "words"}}, align="left", dx=10, dy=-8),
        words("committed", "committed-words", 8),
    ]
    top = max([1.0, *(row["v"] for row in points)])
    axis = {"format": "~s", "tickCount": 5}
    up = {"field": "v", "type": "quantitative", "title": voice.say("cost of the moves, {currency}", currency=currency),
          "scale": {"domain": [min(0.0, *(row["v"] for row in points), 0.0), top * 1.25], "nice": False},
          "axis": axis}  # fmt: skip
    across = time() | {"scale": {"type": "utc", "padding": 36}, "title": voice.say("80 % of the futures end by")}
    return chart(280, layers, {"x": across, "y": up}, datasets)


def _point(name: str, each: Candidate, currency: str, voice: Voice) -> Row:
    on_time = each.forecast.on_time
    chance = f" {voice.share(on_time.p)}" if on_time else ""
    return {
        "d": end(each.forecast.finish_p80),
        "v": float(each.extra),
        "reaches": each.reaches,
        "words": f"{name}{chance}",
        "t": _told(name, each, currency, voice),
    }


def _told(name: str, each: Candidate, currency: str, voice: Voice) -> str:
    moves = "; ".join(move.words for move in each.moves) or voice.say("no move")
    cost = f"{voice.money(each.extra)} {currency}"
    return voice.say("{name}: {moves}, {cost}, 80 % by {day}", name=name, moves=moves, cost=cost,
                     day=voice.day(each.forecast.finish_p80))  # fmt: skip


def _without(forecast: Forecasted, voice: Voice) -> Row:
    text = voice.say("as it is: 80 % by {day}", day=voice.day(forecast.finish_p80))
    return {"d": end(forecast.finish_p80), "v": float(Decimal(0)), "t": text}


def _committed(found: Frontier, committed: dt.date | None, voice: Voice) -> list[Row]:
    if committed is None:
        return []
    every = [each.forecast.finish_p80 for each in found.candidates] + [committed]
    every += [found.without.finish_p80] if found.without else []
    low, high = min(every).toordinal(), max(every).toordinal()
    text = voice.say("promised {day}", day=voice.day(committed))
    return [{"d": end(committed), "words": text, "side": side(committed.toordinal(), low, high)}]
