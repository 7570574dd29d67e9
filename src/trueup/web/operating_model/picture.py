"""The map as a file of its own: an SVG with its style inside, in the colours of paper."""

from __future__ import annotations

import re
from importlib import resources

from trueup.operating_model.results import Map
from trueup.report.picture import colours
from trueup.web.operating_model.drawing import drawn
from trueup.web.operating_model.sight import Sight

_FONTS = {"font": "system-ui, sans-serif"}
_HREF = re.compile(r' href="[^"]*"')


def alone(found: Map, sight: Sight) -> str:
    """What is on the map, with the trace that is lit; boxes lead nowhere."""
    picture = _HREF.sub("", drawn(found, sight, "the-map"))
    size = re.search(r'viewBox="0 0 ([\d.e+]+) ([\d.e+]+)"', picture)
    width, height = size.groups() if size else ("0", "0")
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
    ground = f'<rect width="100%" height="100%" fill="{colours()["paper"]}"/>'
    head, _end, rest = picture.removeprefix("<svg ").partition(">")
    return f"{opening}{head}><style>{_style()}</style>{ground}{rest}"


def _style() -> str:
    """The rules of the map with colours instead of tokens."""
    sheet = resources.files("trueup.web.operating_model").joinpath("static/operating_model/map.css")
    rules = re.findall(r"^(?:svg)?\.map[^{]*\{[^}]*\}", sheet.read_text(encoding="utf-8"), re.MULTILINE)
    known = {**colours(), **_FONTS}
    return re.sub(r"var\(--([\w-]+)\)", lambda token: known[token[1]], "\n".join(rules))
