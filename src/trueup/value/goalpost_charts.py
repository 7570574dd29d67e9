"""What stands of the first promise over time, as Vega-Lite: a line that steps down where something is taken out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from trueup.value.results_goalposts import Goalposts
from trueup.vocabulary import Figure
from trueup.vocabulary.money import short
from trueup.vocabulary.picture import Row, Spec, chart, told

Say = Callable[..., str]


def _english(text: str, /, **values: object) -> str:
    return text.format(**values)


def standing(found: Goalposts, as_of: dt.date, say: Say = _english) -> Spec:
    """The first promise as a dashed line, and the part of it that still stood from each version on."""
    rows = [_row(each.on, float(each.stands), say) for each in found.history]
    rows.append(rows[-1] | {"d": max(as_of, found.history[-1].on).isoformat()})
    first = [{"d": row["d"], "v": float(found.first)} for row in (rows[0], rows[-1])]
    names = [
        first[0]
        | {"label": say("first promise {amount}", amount=Figure(short(found.first))), "dy": -10, "side": "left"},
        rows[-1]
        | {"label": say("still stands {amount}", amount=Figure(short(found.stands))), "dy": 16, "side": "right"},
    ]
    layers = [
        _layer("first", "line", "first"),
        _layer("stands", "line", "promise", interpolate="step-after"),
        _layer("stands", "point", "outcome", told({}), filled=True),
        _layer(
            "names", "text", "target-label", {"text": {"field": "label"}},
            align={"expr": "datum.side"}, dy={"expr": "datum.dy"},
        ),
    ]  # fmt: skip
    time = {"field": "d", "type": "temporal", "scale": {"type": "utc"}, "title": None,
            "axis": {"grid": False, "tickCount": 5}}  # fmt: skip
    scale = {"domainMin": 0, "domainMax": float(found.first) * 1.18}
    money = {"field": "v", "type": "quantitative", "title": found.currency, "axis": {"format": "~s", "tickCount": 4},
             "scale": scale}  # fmt: skip
    return chart(220, layers, {"x": time, "y": money}, {"first": first, "stands": rows, "names": names})


def _row(on: dt.date, stands: float, say: Say) -> Row:
    told = say("from {day}: {amount}", day=on.isoformat(), amount=f"{stands:,.0f}")
    return {"d": on.isoformat(), "v": stands, "t": told}


def _layer(data: str, mark: str, style: str, encoding: Row | None = None, **options: object) -> Spec:
    return {"data": {"name": data}, "mark": {"type": mark, "style": style, **options}, "encoding": encoding or {}}
