"""What may stand in a mapping, as parts of a document: fields, periods and filters, checked when they are read."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from trueup.sources.fields import read_field
from trueup.sources.periods import read_period
from trueup.sources.where import read_where
from trueup.vocabulary import LARGEST_WHOLE

MAIN = "main"
"""What the first read of a source is called."""


def _checked(reader: Any) -> Any:
    def check(value: Any) -> Any:
        reader(value)
        return value

    return AfterValidator(check)


def plain(value: Any) -> Any:
    """Constants as plain JSON, so that a stored source reads back the same."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and abs(value) <= LARGEST_WHOLE else float(value)
    if isinstance(value, int) and abs(value) > LARGEST_WHOLE:
        raise ValueError(f"{value} has more digits than a number in a document keeps: put it in quotes")
    return value.isoformat() if isinstance(value, dt.date) else value


_ANY = {"type": ["string", "number", "boolean", "object", "null"]}
FieldText = Annotated[
    Any, BeforeValidator(plain), _checked(read_field), WithJsonSchema(_ANY | {"description": "a field of a mapping"})
]
PeriodField = Annotated[
    Any, BeforeValidator(plain), _checked(read_period), WithJsonSchema(_ANY | {"description": "a period of a mapping"})
]
WhereText = Annotated[str, _checked(read_where)]
