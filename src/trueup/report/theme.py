"""What the roles named by charts look like. Colours are the page's own tokens, so that dark mode and print follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from trueup.report.language import separators, spoken

FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif'


def config() -> dict[str, Any]:
    """A Vega-Lite config whose colours are CSS custom properties (html/tokens.css), in the reader's language."""
    return _locale() | {
        "font": FONT,
        "background": None,
        "view": {"stroke": None},
        "axis": _axis(),
        "axisX": {"labelFlush": True, "labelOverlap": True, "labelSeparation": 4},
        "range": {
            "verdicts": [_token(f"verdict-{tone}") for tone in ("bad", "bad", "warn", "open", "good", "good")],
            "bands": [_token(f"band-{number}") for number in range(1, 6)],
        },
        "style": {
            **_promise(),
            **_proof(),
            **_money(),
            **_portfolio(),
            **_heat(),
            **_delivery(),
            **_futures(),
            **_jobs(),
            **_network(),
        },
    }


def _locale() -> dict[str, Any]:
    """How axes write numbers and months; English is what Vega does anyway."""
    if spoken().code == "en":
        return {}
    from babel.dates import get_day_names, get_month_names

    def names(get: Callable[..., Mapping[int, str]], width: str, order: Sequence[int]) -> list[str]:
        found = get(width, "stand-alone", spoken().code)
        return [found[place] for place in order]

    week, year = (6, 0, 1, 2, 3, 4, 5), tuple(range(1, 13))
    time = {
        "dateTime": "%x, %X", "date": "%d.%m.%Y", "time": "%H:%M:%S", "periods": ["", ""],
        "days": names(get_day_names, "wide", week), "shortDays": names(get_day_names, "abbreviated", week),
        "months": names(get_month_names, "wide", year), "shortMonths": names(get_month_names, "abbreviated", year),
    }  # fmt: skip
    number = {"decimal": separators("."), "thousands": separators(","), "grouping": [3], "currency": ["", ""]}
    return {"locale": {"number": number, "time": time}}


def _token(name: str) -> str:
    return f"var(--{name})"


def _axis() -> dict[str, Any]:
    quiet = {"labelColor": _token("ink-2"), "titleColor": _token("ink-2"), "tickColor": _token("rule")}
    return quiet | {
        "domainColor": _token("rule"),
        "gridColor": _token("hair"),
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titlePadding": 10,
        "labelPadding": 6,
    }


# Vega-Lite gives a mark its main colour by `color`: the stroke of lines, the fill of all else.
def _promise() -> dict[str, Any]:
    accent, ink = _token("accent"), _token("ink-2")
    label = {"fontSize": 12, "fontWeight": 600}
    return {
        "promise": {"color": accent, "strokeWidth": 2.25},
        "first": {"color": ink, "strokeWidth": 1.5, "strokeDash": [6, 4]},
        "baseline": {"color": ink, "strokeWidth": 1, "strokeDash": [2, 2]},
        "due": {"color": _token("rule"), "strokeWidth": 1},
        "range": {"color": accent, "fillOpacity": 0.12},
        "target": {"color": accent, "size": 26, "thickness": 4, "opacity": 1},
        "first-target": {"color": ink, "size": 26, "thickness": 2, "opacity": 1},
        "target-label": {"color": accent, **label},
        "first-label": {"color": ink, **label},
    }


def _proof() -> dict[str, Any]:
    accent, ink = _token("accent"), _token("ink")
    point = {"stroke": ink, "strokeWidth": 1.25, "size": 42, "opacity": 1}
    return {
        "fan-wide": {"color": accent, "opacity": 0.12},
        "fan-narrow": {"color": accent, "opacity": 0.2},
        "fan-middle": {"color": accent, "strokeWidth": 1.25, "strokeDash": [2, 3]},
        "ahead": {"color": accent, "strokeWidth": 8, "opacity": 0.25},
        "limit": {"color": _token("ink-3"), "strokeWidth": 1, "strokeDash": [1, 3]},
        "centre": {"color": _token("rule"), "strokeWidth": 1},
        "interval": {"color": ink, "strokeWidth": 1, "opacity": 0.5},
        "actual": {"color": ink, "strokeWidth": 1.25},
        "reported": {**point, "color": _token("paper")},
        "verified": {**point, "color": _token("tint")},
        "attested": {**point, "color": ink},
        "signal": {"color": _token("verdict-warn"), "strokeWidth": 2, "size": 190, "opacity": 1},
    }


def _money() -> dict[str, Any]:
    outline = {"color": _token("wash"), "strokeWidth": 1, "strokeDash": [3, 2]}
    return {
        "bar-total": {"color": _token("accent")},
        "bar-less": {"stroke": _token("ink-3"), **outline},
        "bar-more": {"stroke": _token("verdict-good"), **outline},
        "bar-cost": {"color": _token("tint"), "stroke": _token("ink-2"), "strokeWidth": 1},
        "bar-gain": {"color": _token("verdict-good")},
        "bar-loss": {"color": _token("verdict-bad")},
        "amount": {"color": _token("ink"), "fontSize": 12},
        "zero": {"color": _token("rule"), "strokeWidth": 1},
        "whisker": {"color": _token("ink"), "strokeWidth": 1.5},
    }


def _portfolio() -> dict[str, Any]:
    return {
        "even": {"color": _token("ink-3"), "strokeWidth": 1, "strokeDash": [4, 3]},
        "corner": {"color": _token("ink-3"), "fontSize": 12},
        "agreement": {"size": 150, "opacity": 0.95, "cursor": "pointer"},
        "agreement-in-crowd": {"size": 50, "opacity": 0.55, "cursor": "pointer"},
        "name": {"color": _token("ink"), "fontSize": 12},
    }


def _heat() -> dict[str, Any]:
    return {
        "cell": {"stroke": _token("paper"), "strokeWidth": 3},
        "cell-unknown": {"color": _token("paper"), "stroke": _token("rule"), "strokeWidth": 1, "strokeDash": [2, 3]},
        "cell-label": {"color": _token("ink"), "fontSize": 13},
    }


def _delivery() -> dict[str, Any]:
    ink, accent, label = _token("ink-2"), _token("accent"), {"fontSize": 12, "fontWeight": 600}
    line = {"strokeWidth": 2.25, "color": accent}
    return {
        "portion": {"color": ink, "cornerRadius": 1},
        "agreed": {"color": _token("ink-3"), "opacity": 0.55},
        "past": {"color": _token("tint"), "cornerRadius": 2},
        "ahead": {"color": accent, "opacity": 0.45, "cornerRadius": 2, "cursor": "pointer"},
        "critical": {"color": _token("verdict-warn"), "cornerRadius": 2, "cursor": "pointer"},
        "moment": {"color": _token("ink"), "size": 70, "opacity": 1},
        "promise-tick": {"color": _token("ink"), "opacity": 1},
        "status": {"color": _token("ink-3"), "strokeWidth": 1, "strokeDash": [2, 3]},
        "status-words": {"color": ink, "fontSize": 12},
        "committed": {"color": accent, "strokeWidth": 1.75},
        "committed-words": {"color": accent, **label},
        "pv": {"color": ink, "strokeWidth": 1.5, "strokeDash": [6, 4]},
        "ev": line,
        "ac": {"color": _token("verdict-warn"), "strokeWidth": 1.75},
        **{f"{name}-point": {"color": _token("ink"), "size": 30, "opacity": 0} for name in ("pv", "ev", "ac")},
        "pv-words": {"color": ink, "fontSize": 12},
        "ev-words": {"color": accent, **label},
        "ac-words": {"color": _token("verdict-warn"), **label},
    }


def _futures() -> dict[str, Any]:
    ink, accent, label = _token("ink-2"), _token("accent"), {"fontSize": 12, "fontWeight": 600}
    edge = {"stroke": _token("paper"), "strokeWidth": 1}
    return {
        "kept": {"color": accent, "opacity": 0.55, **edge},
        "late": {"color": _token("verdict-warn"), "opacity": 0.55, **edge},
        "quantile": {"color": _token("ink-3"), "strokeWidth": 1, "strokeDash": [2, 3]},
        "quantile-words": {"color": ink, "fontSize": 12},
        "slip": {"color": _token("verdict-warn"), "opacity": 0.75},
        "gain": {"color": _token("verdict-good"), "opacity": 0.75},
        "frontier-path": {"color": _token("rule"), "strokeWidth": 1.5},
        "frontier-without": {"color": _token("paper"), "stroke": ink, "strokeWidth": 1.5, "size": 90, "opacity": 1},
        "frontier-short": {"color": _token("paper"), "stroke": accent, "strokeWidth": 2, "size": 110, "opacity": 1},
        "frontier-reaching": {"color": accent, "size": 110, "opacity": 1},
        "frontier-words": {"color": _token("ink"), **label},
    }


def _jobs() -> dict[str, Any]:
    """Areas of the landscape of outcomes, and the outcomes in it."""
    areas = {
        "overserved": ("wash", 1.0),
        "worth": ("accent", 0.1),
        "high": ("accent", 0.2),
        "extreme": ("accent", 0.34),
    }
    return {
        **{f"area-{name}": {"color": _token(tone), "opacity": much} for name, (tone, much) in areas.items()},
        "outcome": {"color": _token("ink"), "size": 44, "opacity": 1},
        "others": {"color": _token("paper"), "stroke": _token("ink"), "strokeWidth": 1.25, "size": 44, "opacity": 1},
        "outcome-rank": {"color": _token("ink"), "fontSize": 12, "fontWeight": 600},
    }


def _network() -> dict[str, Any]:
    """Boxes of a benefits dependency network, and the links between them."""
    return {
        "net-link": {"color": _token("ink-3"), "strokeWidth": 1.25},
        "net-box-whole": {"color": _token("wash"), "stroke": _token("rule"), "strokeWidth": 1, "cornerRadius": 3},
        "net-box-gap": {
            "color": _token("paper"),
            "stroke": _token("verdict-warn"),
            "strokeWidth": 2,
            "strokeDash": [4, 3],
            "cornerRadius": 3,
        },
        "net-name": {"color": _token("ink"), "fontSize": 12},
        "net-head": {"color": _token("ink-2"), "fontSize": 12, "fontWeight": 600},
    }
