"""A chart as a picture of its own: an SVG file in the colours of paper."""

from __future__ import annotations

import re
from importlib import resources
from typing import Any

from trueup.report.theme import config

WIDTH = 820
_TOKEN = re.compile(r"--([\w-]+): (?:light-dark\((#\w+), #\w+\)|(#\w+));")


def svg(spec: dict[str, Any]) -> str:
    """The chart, drawn. Colours are the page's own, in light; importing the drawing library takes a second."""
    import json

    import vl_convert

    whole = {**spec, "width": WIDTH, "config": {**config(), "background": "var(--paper)"}}
    known = colours()
    text = re.sub(r"var\(--([\w-]+)\)", lambda found: known[found[1]], json.dumps(whole))
    drawn: str = vl_convert.vegalite_to_svg(text)
    return drawn


def colours() -> dict[str, str]:
    """The colours of the tokens by name, those of paper."""
    style = resources.files("trueup.report.html").joinpath("tokens.css").read_text(encoding="utf-8")
    return {name: light or plain for name, light, plain in _TOKEN.findall(style)}
