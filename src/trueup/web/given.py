"""What programs send (a body in which every key has a meaning), and how an operation says what its answer rests on."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, ConfigDict, Field, WithJsonSchema

AGAIN = "x-given-again"
"""Marks an operation (`openapi_extra`) that only reads, and whose answer depends on reader, address and what `rests`
says."""
STANDS = {AGAIN: True}
"""What is known stands until something changes that every page rests on: documents, facts and what was computed of
them (`openapi_extra`)."""


class Given(Schema):
    """The base of every body of the API: a key that is not known is an error, not a typo that nobody sees."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _local(value: dt.time) -> dt.time:
    if value.tzinfo is not None:
        raise ValueError("is a time of day without a zone")
    return value.replace(microsecond=0)


LocalTime = Annotated[
    dt.time,
    AfterValidator(_local),
    WithJsonSchema({"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$"}),
]
"""A time of day where somebody is: the `time` of JSON Schema has a zone, and this has none."""


def _written_out(value: Any) -> Any:
    """The library would take 0.5 for an instant in 1970."""
    if isinstance(value, str) and "-" not in value[1:]:
        raise ValueError("is no date: write it as 2026-10-01, an instant as 2026-10-01T09:00:00Z")
    return value


def _in_calendar(value: dt.date) -> dt.date:
    """The day before and the same instant in another zone must be dates, too: at the ends of the calendar they are
    none."""
    if not dt.MINYEAR < value.year < dt.MAXYEAR:
        raise ValueError(
            f"lies at the end of the calendar: the years {dt.MINYEAR + 1} to {dt.MAXYEAR - 1} are understood"
        )
    return value


Day = Annotated[dt.date, BeforeValidator(_written_out), AfterValidator(_in_calendar)]
"""A day, written out."""
Instant = Annotated[AwareDatetime, BeforeValidator(_written_out), AfterValidator(_in_calendar)]
"""An instant with its zone, written out."""
Whole = Annotated[int, Field(strict=True)]
"""A whole number, which true and "1" are not."""
Real = Annotated[float, Field(strict=True)]
"""A number, which true and "1" are not."""
