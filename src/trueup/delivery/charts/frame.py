"""What the charts of delivery share: time across, marks of a role, words that stand beside a line."""

from __future__ import annotations

import datetime as dt

from trueup.vocabulary.picture import Row, Spec

DAY = dt.timedelta(days=1)


def time(field: str = "d", **more: object) -> Row:
    """Days across, without the reader's time zone."""
    axis = {"grid": False, "tickCount": {"expr": "width < 480 ? 4 : 8"}}
    return {"field": field, "type": "temporal", "scale": {"type": "utc"}, "title": None, "axis": axis, **more}


def layer(data: str, type: str, style: str, encoding: Row | None = None, **mark: object) -> Spec:
    """One layer of marks of a role."""
    return {"data": {"name": data}, "mark": {"type": type, "style": style, **mark}, "encoding": encoding or {}}


def words(data: str, style: str, y: int) -> Spec:
    """Words beside a vertical line, `y` points below the top, on the side (`side`) where there is room."""
    return layer(
        data, "text", style, {"text": {"field": "words"}, "y": {"value": y}}, baseline="middle",
        align={"expr": "datum.side"}, dx={"expr": "datum.side === 'right' ? -6 : 6"},
    )  # fmt: skip


def side(at: float, low: float, high: float) -> str:
    """Where words beside a line stand so that they stay on the picture: left of a line that is far across."""
    return "right" if high > low and (at - low) / (high - low) > 0.4 else "left"


def iso(day: dt.date) -> str:
    """The beginning of a day."""
    return day.isoformat()


def end(day: dt.date) -> str:
    """The end of a day: work on it fills it."""
    return (day + DAY).isoformat()
