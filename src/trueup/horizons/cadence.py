"""How long an answer holds: days as people write them, 90d or 13w."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import Field, WithJsonSchema

from trueup.vocabulary.annotation import Read, Written

_PATTERN = re.compile(r"^(\d{1,5})\s*([dw])$")
_DAYS = {"d": 1, "w": 7}
QUARTER = 90
"""The days that an answer holds where nothing else is said."""


def parse(value: Any) -> Any:
    """The days of "90d" or "13w"; what is no text is left as it is. ValueError says how it is written."""
    if not isinstance(value, str):
        return value
    found = _PATTERN.match(value.strip().lower())
    if found is None:
        raise ValueError(f"{value!r} is no number of days: write 90d, or 13w for weeks")
    return int(found[1]) * _DAYS[found[2]]


Cadence = Annotated[
    int,
    Read(parse),
    Field(ge=1, le=3660),
    Written(lambda days: f"{days}d"),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,5}\s*[dw]$"}),
]
"""Whole days, 1 to 3660."""
